"""Tables of costs against sizes, and what they grow like."""

import contextlib
import math

from . import calls
from .load import in_turns, measure, middle
from .rest import hold_open
from .servers import ACCOUNT, WORLD, Mockbay, exchange

FLAT = 1.25
"""Grown by no more over all sizes, a cost counts as constant: figures of the same thing differ by as much."""
FILTERS = [
    ("autoleap.customers: search", calls.SEARCHES["autoleap.customers"]),
    ("autosync.customers: search", calls.SEARCHES["autosync.customers"]),
    ("htp.items: search page", calls.SEARCHES["htp.items"]),
    ("leadway.prices: search", calls.SEARCHES["leadway.prices"]),
]
PLAIN = [
    ("autoleap.customers: a page", calls.Call("page", "autoleap", "/customers?companyId=SHOP5678&size=25")),
    ("autosync.customers: a page", calls.Call("page", "autosync", "/shops/1/customers?per_page=25")),
    ("leadway.prices: a page", calls.Call("page", "leadway", f"/products/inventory?altId={ACCOUNT}&limit=25")),
    ("autoleap.customers: by id", calls.Call("object", "autoleap", "/customers/CUST001")),
    ("autosync.customers: by id", calls.BY_ID[1]),
    ("htp.items: by id", calls.HTP_OBJECT),
    ("htp.items: a sale", calls.SALE),
]


def judged(sizes, costs):
    """What the costs grow like: of a + b·log n and a + b·n, whichever leaves less unexplained."""
    if costs[-1] <= FLAT * costs[0]:
        return "constant"
    logarithmic, linear = (unexplained([shape(size) for size in sizes], costs) for shape in (math.log1p, float))
    return "logarithmic" if logarithmic < linear else "linear"


def unexplained(xs, ys):
    """The squares that the best line through the points leaves, each point weighed by its size: a tenth counts alike."""
    weights = [1 / y**2 for y in ys]
    total = sum(weights)
    x_mean, y_mean = (sum(w * v for w, v in zip(weights, values)) / total for values in (xs, ys))
    spread = sum(w * (x - x_mean) ** 2 for w, x in zip(weights, xs))
    slope = max(0, sum(w * (x - x_mean) * (y - y_mean) for w, x, y in zip(weights, xs, ys)) / spread)
    return sum(w * (y - y_mean - slope * (x - x_mean)) ** 2 for w, x, y in zip(weights, xs, ys))


def table(report, title, sizes, rows):
    """- rows: (name, costs)"""
    columns = ["µs of CPU", *(f"{size:,}>" for size in sizes), "grows"]
    report.table(title, columns, [(name, *costs, judged(sizes, costs)) for name, costs in rows])


def costs(options, servers, call, **more):
    """Microseconds of CPU for a request of each server, in turns."""
    sides = {
        str(number): lambda server=server: measure(server, call, options.folder, **more)
        for number, server in enumerate(servers)
    }
    return [middle(side, "cpu") * 10 for side in in_turns(options.rounds, **sides).values()]


def items(options, report):
    sizes = (1_000, 10_000, 100_000)
    collections = list(calls.SEARCHES)
    with contextlib.ExitStack() as stack:
        servers = [
            stack.enter_context(
                Mockbay(options.binary, options.folder, generate={collection: size for collection in collections})
            )
            for size in sizes
        ]
        rows = [(name, costs(options, servers, call)) for name, call in (*FILTERS, *PLAIN)]
    table(report, "Records in each of the collections", sizes, rows)


def bays(options, report):
    """One server that gets more and more bays; a request to one of them, and one to each in turn."""
    sizes = (1, 100, 1_000, 9_999)
    one, memory, made = [], [], 0
    with Mockbay(options.binary, options.folder) as server:
        path = calls.HTP_OBJECT.path
        headers = calls.HTP_OBJECT.headers(server)
        for size in sizes:
            before, first = server.resident, made
            for made in range(first + 1, size + 1):
                exchange(server.url(calls.HTP_OBJECT), "GET", f"/~bay-{made}{path}", None, headers)
            memory.append((server.resident - before) / (size - first) / 1024)
            one += costs(options, [server], calls.HTP_OBJECT, path=f"/~bay-1{path}")
    table(report, "Bays; a request to one of them", sizes, [("an object by id", one)])
    report.table(
        "Memory of bays that were read from once, from one size to the next",
        ["", *(f"{size:,}>" for size in sizes)],
        [("KiB for each more", *memory)],
    )


def journal(options, report):
    """A request while the journal is empty and when it is full; and its latest entries. One server has room for next to
    nothing, so that the other's is the only one that is long."""
    with (
        Mockbay(options.binary, options.folder, "--journal", "16KiB") as empty,
        Mockbay(options.binary, options.folder, "--journal", "32MiB") as full,
    ):
        servers, lengths = (empty, full), []
        for server in servers:
            measure(server, calls.HTP_OBJECT, options.folder, seconds=4)
            lengths.append(server.control("GET", "bays/default")["journal"]["count"])
        request = costs(options, servers, calls.HTP_OBJECT)
        ends = [server.control("GET", "bays/default")["journal"]["next"] for server in servers]
        latest = [
            costs(options, [Gateway(server)], calls.Call("journal", "control", f"/journal?since={end - 5}"))[0]
            for server, end in zip(servers, ends)
        ]
    rows = [("an object by id", request), ("the latest four, ?since=", latest)]
    table(report, "Entries in the journal", lengths, rows)


class Gateway:
    """The control API of a server, as calls are made to it."""

    fails = False

    def __init__(self, server):
        self.server = server

    @property
    def cpu(self):
        return self.server.cpu

    def url(self, call):
        return self.server.gateway + "/__mockbay/bays/default"

    def headers(self, vendor):
        return {}


def connections(options, report):
    sizes = [size for size in (1, 64, 1_000, 10_000) if size + 1000 < options.files]
    with Mockbay(options.binary, options.folder, "--journal", "1MiB") as server:
        headers = calls.HTP_OBJECT.headers(server)
        figures = []
        for size in sizes:
            with hold_open(server.url(calls.HTP_OBJECT), calls.HTP_OBJECT.path, headers, size):
                figures += costs(options, [server], calls.HTP_OBJECT)
    table(report, "Connections that are open and idle; a request over 64 others", sizes, [("an object by id", figures)])


def steps(options, report):
    """Steps that wait in the flow: of another operation; of the same one, behind the one that is on, which takes the
    request or has a filter that it passes by."""
    sizes = (0, 10, 1_000, 10_000)
    forever = {"calls": 1_000_000_000}
    passed_by = {"calls": 1, "when": {"query": {"never": "asked"}}, "reply": {"error": "server_error"}}
    kinds = {
        "steps of another operation": ("htp.sale.create", forever),
        "steps behind the one that is on": ("htp.inventory.details", forever),
        "steps behind one that is passed by": ("htp.inventory.details", passed_by),
    }
    rows = []
    for name, (operation, step) in kinds.items():
        with contextlib.ExitStack() as stack:
            servers = [
                stack.enter_context(
                    Mockbay(
                        options.binary,
                        options.folder,
                        world={**WORLD, "flow": {operation: [step] * size} if size else {}},
                    )
                )
                for size in sizes
            ]
            rows.append((name, costs(options, servers, calls.HTP_OBJECT)))
    table(report, "Steps in the flow; an object by id", sizes, rows)
