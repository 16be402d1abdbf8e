"""Load on a server, and what it took: wrk where calls are fast, one call after the other where they are not."""

import dataclasses
import http.client
import json
import re
import statistics
import subprocess
import sys
import time

from .servers import exchange

# A call slower than this (seconds) is made one at a time: in a short round wrk would see few or none of them end.
SLOW = 0.02


@dataclasses.dataclass
class Figures:
    """One round; latencies in microseconds, None where wrk has no number, CPU in seconds per 100,000 requests."""

    rate: float
    p50: float
    p99: float
    cpu: float
    requests: int


def measure(server, call, folder, connections=64, seconds=1, depth=1, path=None, bays=0):
    """One round of a call.

    - depth: so many requests are sent at once on each connection
    - path: what the server has it by, where that is not the call's own
    - bays: so many threads of wrk, each in a bay of its own
    """
    if call.writes:
        server.reset()
    path = path or call.path
    headers = call.headers(server)
    status, content = exchange(server.url(call), call.method, path, call.body, headers)
    if not 200 <= status < 300:
        sys.exit(f"{call.name}: {status} {content[:300]}")
    # A machine that is busy may hold up one of them.
    if all(one(server, call, path, headers) > SLOW for _ in range(3)):
        return one_by_one(server, call, path, headers, seconds)
    return wrk(server, call, path, headers, folder, connections, seconds, depth, bays)


def wrk(server, call, path, headers, folder, connections, seconds, depth, bays):
    host, _, prefix = server.url(call).removeprefix("http://").partition("/")
    path = (f"/{prefix}" if prefix else "") + path
    prefix_of_bay = '"/~bay-" .. number .. '
    script = folder / "round.lua"
    script.write_text(
        "local count = 0\n"
        "function setup(thread) count = count + 1; thread:set('number', count) end\n"
        "function init()\n"
        f"  wrk.method = '{call.method}'\n"
        f"  wrk.path = {prefix_of_bay if bays else ''}{json.dumps(path)}\n"
        + (f"  wrk.body = {json.dumps(call.body)}\n" if call.body else "")
        + "".join(f"  wrk.headers[{json.dumps(name)}] = {json.dumps(value)}\n" for name, value in headers.items())
        + f"  batch = string.rep(wrk.format(), {depth})\n"
        "end\n" + ("function request() return batch end\n" if depth > 1 else "")
    )
    command = ["wrk", f"-t{bays or 1}", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script]
    before = server.cpu
    text = subprocess.run([*command, f"http://{host}/"], capture_output=True, text=True, check=True).stdout
    used = server.cpu - before
    refused = re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", text)
    if refused and not server.fails:
        sys.exit(f"{call.name}: {refused[0]}")
    requests = int(re.search(r"(\d+) requests in", text)[1])
    return Figures(
        rate=float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
        p50=microseconds(re.search(r"50%\s+(\S+)", text)[1]),
        p99=microseconds(re.search(r"99%\s+(\S+)", text)[1]),
        cpu=used / max(requests, 1) * 100_000,
        requests=requests,
    )


def microseconds(text):
    match = re.fullmatch(r"([\d.]+)(us|ms|s)", text)
    return float(match[1]) * {"us": 1, "ms": 1_000, "s": 1_000_000}[match[2]] if match else None


def one(server, call, path, headers):
    began = time.perf_counter()
    exchange(server.url(call), call.method, path, call.body, headers)
    return time.perf_counter() - began


def one_by_one(server, call, path, headers, seconds):
    times, before, end = [], server.cpu, time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        times.append(one(server, call, path, headers))
    used = server.cpu - before
    middle = statistics.median(times) * 1_000_000
    return Figures(len(times) / sum(times), middle, max(times) * 1_000_000, used / len(times) * 100_000, len(times))


def in_turns(rounds, **sides):
    """A B A B …: what each side measured, by its name."""
    results = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            results[name].append(side())
    return results


def middle(results, field):
    """The median of a figure over the rounds."""
    values = [value for value in (getattr(result, field) for result in results) if value is not None]
    return statistics.median(values) if values else float("nan")


def ratio(ours, theirs, field="cpu"):
    """The median of the ratios of each turn, which a machine that drifts between turns leaves alone."""
    return statistics.median(getattr(a, field) / getattr(b, field) for a, b in zip(ours, theirs))
