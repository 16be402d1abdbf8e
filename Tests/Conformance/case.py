"""What a row of the tables is, and the words it is written in.

Texts stand for bytes (Latin-1). Where a listener is met, `$page` becomes a target that answers GET, `$POST $post` a
method and target that take CONTENT and show its names again, `$host` its authority, `$key` the field line that it
wants as a credential, and `$fields` both of these as field lines; `$escaped`, `$slashed` and `$tilde` are `$page` with
a letter, a slash and the tilde escaped.

An outcome is what came back, final and interim answers in order, and what became of the connection:

    "200 400 closed"     two answers, then the end
    "ok open"            any 2xx, and a request sent afterwards is answered
    "100|ok ok*3 any"    alternatives, repetitions, and either end
    "closed"             the end without an answer

Observed are also `reset` (by RST), `silent` (nothing happened for a while) and `broken` (no HTTP/1.1).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

CONTENT = '{"first_name":"Ada","last_name":"Byron"}'
LENGTH = len(CONTENT)
LAST = "0\r\n\r\n"

AWAIT = object()
"""A step: read one more answer before going on."""
END = object()
"""The last step: end the sending side."""

Step = str | object


class Trickle(str):
    """A step: these bytes one by one."""


@dataclass
class Answer:
    """One response as it was received."""

    status: int
    fields: list[tuple[str, str]]
    body: bytes = b""

    def all(self, name: str) -> list[str]:
        return [value for known, value in self.fields if known.lower() == name.lower()]

    def options(self) -> list[str]:
        return [option.strip().lower() for value in self.all("Connection") for option in value.split(",")]


Check = Callable[[Sequence[Answer]], str | None]


@dataclass(frozen=True)
class Case:
    name: str
    rfc: str
    steps: tuple[Step, ...]
    allows: tuple[str, ...]
    """What the RFC lets a server do."""
    promises: tuple[str, ...]
    """What Mockbay does; the same unless said."""
    nginx: str
    """What nginx does, where the RFC does not let it or Mockbay's limits are not its own; and why."""
    why: str
    checks: tuple[Check, ...]
    """Said of the final answers."""
    heads: frozenset[int]
    """Which of the final answers are to HEAD."""
    at_vendors: bool
    """Only where a vendor answers: the control API has no scenario, and refuses queries that it does not know."""
    patience: float
    """Seconds until silence counts; nothing that goes well waits for it."""


def case(
    name: str,
    rfc: str,
    send: Step | tuple[Step, ...],
    *allows: str,
    promises: str = "",
    nginx: str = "",
    why: str = "",
    checks: Sequence[Check] = (),
    heads: Sequence[int] = (),
    at_vendors: bool = False,
    patience: float = 20,
) -> Case:
    steps = send if isinstance(send, tuple) else (send,)
    ours = (promises,) if promises else allows
    return Case(name, rfc, steps, allows, ours, nginx, why, tuple(checks), frozenset(heads), at_vendors, patience)


def bad(name: str, rfc: str, send: Step | tuple[Step, ...], *also: str, nginx: str = "", why: str = "") -> Case:
    """A request that may be answered 400, and that Mockbay answers so and closes: how the RFC has it, or for safety
    where it would also allow others."""
    return case(name, rfc, send, "400 any", *also, promises="400 closed", nginx=nginx, why=why)


# Requests


def request(
    *lines: str, line: str = "GET $page HTTP/1.1", fields: str = "$fields", body: str = ""
) -> str:
    return line + "\r\n" + fields + "".join(f"{one}\r\n" for one in lines) + "\r\n" + body


def target(text: str, *lines: str) -> str:
    return request(*lines, line=f"GET {text} HTTP/1.1")


def post(*lines: str, body: str = "", version: str = "1.1") -> str:
    return request(*lines, line=f"$POST $post HTTP/{version}", body=body)


def sized(content: str = CONTENT, *lines: str, version: str = "1.1") -> str:
    return post(f"Content-Length: {len(content)}", *lines, body=content, version=version)


def chunked(body: str, *lines: str) -> str:
    return post("Transfer-Encoding: chunked", *lines, body=body)


def chunk(data: str = CONTENT, size: str = "") -> str:
    return f"{size or format(len(data), 'x')}\r\n{data}\r\n"


# Checks


def holds(text: str, at: int = -1) -> Check:
    """Where that answer is a good one, its body holds the text."""

    def check(answers: Sequence[Answer]) -> str | None:
        if -len(answers) <= at < len(answers) and answers[at].status // 100 == 2:
            if text.encode("latin-1") not in answers[at].body:
                return f"the body lacks {text}: {answers[at].body[:200]!r}"
        return None

    return check


def shows(name: str, at: int = -1) -> Check:
    """It shows a name that was sent as content."""
    return holds(f'"first_name":"{name}"', at)


SHOWN = shows("Ada")


def has(name: str, value: str, at: int = -1) -> Check:
    def check(answers: Sequence[Answer]) -> str | None:
        if -len(answers) <= at < len(answers) and answers[at].all(name) != [value]:
            return f"{name} is {answers[at].all(name)}, not {value}"
        return None

    return check


def lacks(name: str, at: int = -1) -> Check:
    def check(answers: Sequence[Answer]) -> str | None:
        if -len(answers) <= at < len(answers) and answers[at].all(name):
            return f"{name} is there: {answers[at].all(name)}"
        return None

    return check


def same(*names: str) -> Check:
    """The first two answers agree on these fields."""

    def check(answers: Sequence[Answer]) -> str | None:
        for name in names if len(answers) > 1 else ():
            one, other = answers[0].all(name), answers[1].all(name)
            if one != other:
                return f"{name} is {one} here and {other} there"
        return None

    return check


# Outcomes


def fits(observed: Sequence[str], outcome: str) -> bool:
    words: list[str] = []
    for word in outcome.split():
        kind, _, count = word.partition("*")
        words += [kind] * int(count or 1)
    return len(words) == len(observed) and all(
        any(is_kind(seen, kind) for kind in word.split("|")) for seen, word in zip(observed, words)
    )


def is_kind(seen: str, kind: str) -> bool:
    if kind == "ok":
        return seen[0] == "2"
    if kind in ("4xx", "5xx"):
        return seen[0] == kind[0] and seen.isdigit()
    if kind == "any":
        return seen in ("open", "closed")
    return seen == kind
