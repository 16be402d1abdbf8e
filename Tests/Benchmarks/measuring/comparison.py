"""Calls that nginx and moto have a counterpart for: how much CPU each takes for them, in turns."""

import dataclasses
import json

from . import calls
from .load import in_turns, measure, middle, ratio
from .servers import Mockbay, Moto, Nginx, exchange
from .tables import number

# Server CPU in units of nginx sending the same bytes, at 64 connections.
GOALS = {"object": 0.75, "page of 25": 1.0, "search": 1.2, "POST": 1.6, "sale": 1.6}
PIPELINED = 0.2
DEPTH = 16
# Our own figures in units of our own.
TEN_MORE_HEADERS = 1.15
TEN_TIMES_THE_RECORDS = 1.1
SIZES = (10_000, 100_000)
# What S3 has for an object by id, a page and a write. The bucket has 25 objects.
S3 = {
    "object": calls.Call("object", "s3", "/bucket/object-1"),
    "page of 25": calls.Call("page of 25", "s3", "/bucket?list-type=2&max-keys=25"),
    "POST": calls.Call("put", "s3", "/bucket/written", "PUT", calls.POSTS[0].body),
}


@dataclasses.dataclass
class Row:
    call: calls.Call
    connections: int
    depth: int = 1
    generated: int = 0

    @property
    def name(self):
        """What --only looks at."""
        size = f" among {self.generated:,}" if self.generated else ""
        pipelined = f", {self.depth} pipelined" if self.depth > 1 else ""
        return f"{self.call.name}{size}, {self.connections}{pipelined}"

    @property
    def goal(self):
        if self.depth > 1:
            return PIPELINED
        if self.connections == 1 or self.generated == max(SIZES):
            return None
        return GOALS[self.call.kind]


def rows():
    for call in calls.BY_ID:
        yield from (Row(call, 1), Row(call, 64), Row(call, 64, DEPTH))
    for call in (*calls.PAGES, *calls.POSTS, calls.SALE):
        yield from (Row(call, 1), Row(call, 64))
    for call in calls.SEARCHES.values():
        yield from (Row(call, 64, generated=size) for size in SIZES)


class Comparison:
    def __init__(self, options):
        self.options = options
        self.rows = [row for row in rows() if options.wants(row.name)]
        self.wants_headers = options.wants("ten more headers")
        self.servers = []
        self.ours = {}

    def __enter__(self):
        sizes = {row.generated for row in self.rows} | ({0} if self.wants_headers else set())
        for size in sorted(sizes):
            collections = [
                collection
                for collection, call in calls.SEARCHES.items()
                if any(row.call == call and row.generated == size for row in self.rows)
            ]
            generate = {collection: size for collection in collections}
            self.ours[size] = self.add(Mockbay(self.options.binary, self.options.folder, generate=generate))
        if self.rows:
            self.nginx = self.add(Nginx(self.options.folder, self.replies(), self.ours[min(sizes)].headers))
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.end()

    def add(self, server):
        self.servers.append(server)
        return server

    def replies(self):
        """What nginx is to send: our own bytes."""
        self.sizes, replies = {}, {}
        for row in self.rows:
            ours = self.ours[row.generated]
            headers = row.call.headers(ours)
            status, content = exchange(ours.url(row.call), row.call.method, row.call.path, row.call.body, headers)
            self.sizes[row.name] = len(row.call.body or content)
            replies[self.file(row)] = (status, content) if row.call.writes else content
        return replies

    def file(self, row):
        return f"{row.call.kind}-{row.call.vendor}-{row.generated}".replace(" ", "-")

    def run(self, report):
        goals = []
        if self.rows:
            moto, reason = self.start_moto()
            goals += self.compare(report, moto)
            if not moto:
                print(f"moto: skipped, {reason}")
        if self.wants_headers:
            goals.append(self.ten_more_headers(report))
        return goals

    def start_moto(self):
        if not any(row.call.kind in S3 and row.depth == 1 for row in self.rows):
            return None, "no row that S3 has a call for"
        program, reason = Moto.program()
        if not program:
            return None, reason
        moto = self.add(Moto())
        headers = moto.headers("s3")
        exchange(moto.url(None), "PUT", "/bucket", None, headers)
        content = json.dumps({"id": 42, "text": "x" * 270})
        for number in range(25):
            exchange(moto.url(None), "PUT", f"/bucket/object-{number}", content, headers)
        return moto, None

    def compare(self, report, moto):
        lines, goals, by_size = [], [], {}
        for row in self.rows:
            sides = {
                "ours": lambda: self.round(self.ours[row.generated], row),
                "nginx": lambda: self.round(self.nginx, row, path="/" + self.file(row)),
            }
            if moto and row.call.kind in S3 and row.depth == 1:
                sides["moto"] = lambda: self.round(moto, dataclasses.replace(row, call=S3[row.call.kind]))
            results = in_turns(self.options.rounds, **sides)
            against = ratio(results["ours"], results["nginx"])
            lines.append(
                [row.name, self.sizes[row.name]]
                + [pair(results, field) for field in ("rate", "p50", "p99", "cpu")]
                + [against, row.goal, ratio(results["moto"], results["ours"]) if "moto" in results else None]
            )
            if row.goal:
                goals.append((f"{row.name}: CPU in units of nginx", against, row.goal))
            by_size[row.call.vendor, row.generated] = results["ours"]
        report.table(
            f"Calls and connections; medians of {self.options.rounds} rounds of {self.options.seconds} s. Pairs are "
            "Mockbay and nginx; moto is its CPU in units of ours",
            ["call", "bytes>", "requests/s>", "p50 µs>", "p99 µs>"]
            + ["CPU s per 100,000>", "CPU ratio>", "goal>", "moto>"],
            lines,
        )
        for call in calls.SEARCHES.values():
            few, many = (by_size.get((call.vendor, size)) for size in SIZES)
            if few and many:
                grown = middle(many, "cpu") / middle(few, "cpu")
                what = f"{call.name}: CPU among 100,000 in units of that among 10,000"
                goals.append((what, grown, TEN_TIMES_THE_RECORDS))
        return goals

    def round(self, server, row, path=None):
        return measure(
            server, row.call, self.options.folder, row.connections, self.options.seconds, row.depth, path
        )

    def ten_more_headers(self, report):
        plain = Row(calls.HTP_OBJECT, 64)
        laden = Row(dataclasses.replace(calls.HTP_OBJECT, more=calls.TEN_HEADERS), 64)
        server = self.ours[0]
        results = in_turns(
            self.options.rounds,
            laden=lambda: self.round(server, laden),
            plain=lambda: self.round(server, plain),
        )
        against = ratio(results["laden"], results["plain"])
        report.table(
            "Ten more request headers, object, htp, 64 connections",
            ["", "requests/s>", "CPU s per 100,000>"],
            [(name, middle(side, "rate"), middle(side, "cpu")) for name, side in results.items()],
        )
        return ("ten more request headers: CPU in units of without", against, TEN_MORE_HEADERS)


def pair(results, field):
    return " and ".join(number(middle(results[side], field)) for side in ("ours", "nginx"))
