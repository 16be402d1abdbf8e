"""What is no comparison of calls: loops, start, memory, idle connections, the size of the binary."""

import contextlib
import os
import socket
import statistics
import struct
import subprocess
import time

from . import calls
from .load import in_turns, measure, middle, ratio
from .servers import Mockbay, Moto, Nginx, Server, exchange

MIB = 1 << 20
TWO_LOOPS = 1.15  # CPU in units of one loop's
START = 8  # ms
LOADED = "mockbay, each vendor asked once"
IDLE = 12  # MiB
JOURNAL = 32  # MiB, the default limit
GROWTH = JOURNAL + 4  # MiB
PER_CONNECTION = 128  # bytes
BINARY = 12  # MiB
CONNECTIONS = (10_000, 15_000)


def run(options, report):
    """All that is wanted of it; the goals as (what, figure, goal)."""
    goals = []
    for name, part in (
        ("loops", loops),
        ("start", start),
        ("memory", memory),
        ("idle connections", idle_connections),
        ("binary", binary),
    ):
        if options.wants(name):
            goals += part(options, report)
    return goals


def loops(options, report):
    """Two event loops and one, clients in four bays."""
    if os.cpu_count() < 2:
        print("two loops against one: skipped, it takes two CPUs")
        return []
    with (
        Mockbay(options.binary, options.folder, "--loops", "2") as two,
        Mockbay(options.binary, options.folder, "--loops", "1") as one,
    ):
        def side(server):
            return lambda: measure(server, calls.HTP_OBJECT, options.folder, 64, options.seconds, bays=4)

        results = in_turns(options.rounds, two=side(two), one=side(one))
    report.table(
        "Event loops, object, htp, 64 connections in 4 bays",
        ["loops", "requests/s>", "CPU s per 100,000>"],
        [(name, middle(side, "rate"), middle(side, "cpu")) for name, side in results.items()],
    )
    return [("two event loops: CPU in units of one's", ratio(results["two"], results["one"]), TWO_LOOPS)]


def start(options, report):
    """From the spawn to the answer of readyz, and to an answer of each vendor, whose worlds are read when they are asked
    for; of nginx and moto, to the first connection they take."""
    programs = {
        "mockbay": lambda folder: Mockbay(options.binary, folder, world=None),
        LOADED: lambda folder: Mockbay(options.binary, folder, world=None),
        "nginx": lambda folder: Nginx(folder, {}, None),
        "true, for scale": lambda _: Server(["true"]),
    }
    if Moto.program()[0]:
        programs["moto"] = lambda _: Moto()
    times, cpu = {name: [] for name in programs}, {name: [] for name in programs}
    for number in range(3 if options.quick else 21):
        for kind, (name, program) in enumerate(programs.items()):
            if name == "moto" and number >= 3:
                continue
            folder = options.folder / f"start-{number}-{kind}"
            folder.mkdir()
            began = time.perf_counter()
            server = program(folder)
            if isinstance(server, Mockbay):
                exchange(server.gateway, "GET", "/__mockbay/readyz")
                if name == LOADED:
                    ask_each_vendor(server)
            elif program is programs["true, for scale"]:
                server.process.wait()
            times[name].append((time.perf_counter() - began) * 1000)
            # One that has ended has no clock any more.
            cpu[name].append(server.cpu * 1000 if server.process.poll() is None else float("nan"))
            server.end()
    rows = [
        (name, min(times[name]), statistics.median(times[name]), statistics.median(cpu[name]), len(times[name]))
        for name in times
    ]
    report.table("Cold start", ["program", "least ms>", "median ms>", "CPU ms>", "starts>"], rows)
    return [
        ("cold start to readyz, ms", statistics.median(times["mockbay"]), START),
        ("cold start to an answer of each vendor, ms", statistics.median(times[LOADED]), START),
    ]


def ask_each_vendor(server):
    for call in calls.BY_ID:
        status, _ = exchange(server.url(call), "GET", call.path, None, call.headers(server))
        assert status == 200, call


def memory(options, report):
    """Resident memory idle, and after a million requests with the journal on."""
    wanted = 100_000 if options.quick else 1_000_000
    with Mockbay(options.binary, options.folder, world=None) as idle:
        exchange(idle.gateway, "GET", "/__mockbay/readyz")
        before = idle.resident / MIB
        ask_each_vendor(idle)
        loaded = idle.resident / MIB
    rows, seen = [("idle, nothing asked yet", before), ("idle, each vendor asked once", loaded)], 0
    with Mockbay(options.binary, options.folder) as server:
        first = server.resident / MIB
        while seen < wanted:
            seen += measure(server, calls.HTP_OBJECT, options.folder, 64, 5).requests
        after = server.resident / MIB
    rows.append((f"after {seen:,} requests", after))
    for name, program in {"nginx": lambda: Nginx(other(options), {}, None), "moto": Moto}.items():
        if name == "moto" and not Moto.program()[0]:
            continue
        with program() as server:
            rows.append((f"{name}, idle", server.resident / MIB))
    report.table("Resident memory", ["", "MiB>"], rows)
    return [
        ("resident memory idle, MiB", before, IDLE),
        ("resident memory, each vendor asked once, MiB", loaded, IDLE),
        (f"growth of resident memory over {seen:,} requests, MiB", after - first, GROWTH),
    ]


def other(options):
    folder = options.folder / "other"
    folder.mkdir(exist_ok=True)
    return folder


def idle_connections(options, report):
    """Connections that were answered once and then stay: memory beside the kernel's for each, and whether another is
    answered while they do. The journal is small and full before, so that it does not grow."""
    rows, goals = [], []
    for count in CONNECTIONS:
        if count + 1000 > options.files:
            print(f"{count:,} idle connections: skipped, only {options.files:,} files may be open (ulimit -Hn)")
            continue
        for name in ("mockbay", "nginx"):
            folder = options.folder / f"idle-{count}-{name}"
            folder.mkdir()
            with Mockbay(options.binary, folder, "--journal", "1MiB") as ours:
                call = calls.HTP_OBJECT
                headers = call.headers(ours)
                content = exchange(ours.url(call), "GET", call.path, None, headers)[1]
                if name == "mockbay":
                    server, path = ours, call.path
                else:
                    server, path = Nginx(folder, {"object": content}, ours.headers), "/object"
                measure(server, call, folder, 64, 1, path=path)
                before = server.resident
                with hold_open(server.url(call), path, headers, count) as held:
                    each = (server.resident - before) / count
                    answered = exchange(server.url(call), "GET", path, None, headers)[0] == 200
                if server is not ours:
                    server.end()
            rows.append((name, count, held, "yes" if answered else "no", each))
            if name == "mockbay":
                goals.append((f"{count:,} idle connections, bytes each", each, PER_CONNECTION))
                refused = count - held + (not answered)
                goals.append((f"{count:,} idle connections and a new one: not answered", refused, 0))
    columns = ["server", "opened>", "held>", "another is answered", "bytes each>"]
    report.table("Idle connections", columns, rows)
    return goals


@contextlib.contextmanager
def hold_open(url, path, headers, count):
    """Opens so many connections, has each answered once, and gives how many were."""
    host, port = url.removeprefix("http://").split(":")
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n".encode()
    sockets, held = [], 0
    try:
        for _ in range(count):
            connection = socket.create_connection((host, int(port)))
            # Closed with a reset: a port that lingers in TIME_WAIT is one less for those to come.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            sockets.append(connection)
            connection.sendall(request)
            held += connection.recv(65536).startswith(b"HTTP/1.1 200")
        yield held
    finally:
        for connection in sockets:
            connection.close()


def binary(options, report):
    stripped = options.folder / "stripped"
    subprocess.run(["strip", "-o", stripped, options.binary], check=True)
    sizes = [("as built", options.binary.stat().st_size / MIB), ("stripped", stripped.stat().st_size / MIB)]
    report.table("The binary", ["", "MiB>"], sizes)
    return [("size of the binary, stripped, MiB", sizes[1][1], BINARY)]
