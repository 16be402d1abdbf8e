"""The tables, by topic."""

from . import chunks, connections, expectations, fields, framing, limits, methods, replies, request_lines, targets

CASES = (
    request_lines.CASES
    + methods.CASES
    + targets.CASES
    + fields.CASES
    + framing.CASES
    + chunks.CASES
    + connections.CASES
    + expectations.CASES
    + limits.CASES
    + replies.CASES
)
assert len({case.name for case in CASES}) == len(CASES), "two cases have the same name"
assert all(bool(case.nginx) == bool(case.why) for case in CASES), "nginx differs, and the row does not say why"
