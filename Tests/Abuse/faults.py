"""What may happen to a server and to the machine around it: each ends in a clear message, and nothing promised is lost."""

import concurrent.futures
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

from server import DETAILS, GET_DETAILS, HEAD, Failure, Server, reply, until


def sigterm_in_the_middle(binary, folder):
    """Under load, with a stalled reply, a follower of the journal and a half-sent request: it is over within seconds."""
    scenario = folder / "stall.json5"
    scenario.write_text('{"scenario": 1, "flow": {"htp.inventory.feed": [{"calls": "rest", "fault": {"stall": {}}}]}}')
    server = Server(binary, "--scenario", scenario, "--log", "json", errors=open(folder / "log", "wb"))
    stalled, half = server.connect(), server.connect()
    stalled.sendall(f"GET /inventory/feed HTTP/1.1\r\n{HEAD}\r\n".encode())
    half.sendall(GET_DETAILS[:40])
    host, port = server.control.split("/")[2].split(":")
    following = socket.create_connection((host, int(port)))
    following.sendall(b"GET /__mockbay/bays/default/journal/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    whole, broken, refused = 0, 0, 0
    lock = threading.Lock()

    def load():
        nonlocal whole, broken, refused
        while True:
            try:
                connection = server.connect(timeout=10)
            except ConnectionRefusedError:
                with lock:
                    refused += 1
                return
            try:
                connection.sendall(GET_DETAILS)
                answered = reply(connection)[0] == 200
                with lock:
                    whole += answered
            except (OSError, Failure):
                # Taken by the kernel before the server ended, and never by the server.
                with lock:
                    broken += 1
            finally:
                connection.close()

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for _ in range(8):
            pool.submit(load)
        until(lambda: whole > 200, 20, "there was no load")
        took = server.end()
    for connection in (stalled, half, following):
        connection.close()
    log = (folder / "log").read_text()
    for line in log.splitlines():
        json.loads(line)
    if "stopped" not in log or took > 5:
        raise Failure(f"it took {took:.1f} s, and the log ends with {log[-200:]!r}")
    return f"over after {took:.1f} s; {whole} whole replies, {broken} connections ended, the log whole to its last line"


def sigterm_under_exec(binary, folder):
    """exec hands the signal on and still writes every report."""
    scenario = folder / "expects.json5"
    scenario.write_text('{"scenario": 1, "expect": [{"op": "htp.inventory.feed", "calls": {"min": 1}}]}')
    reports = [folder / name for name in ("junit.xml", "report.json", "all.har")]
    run = subprocess.Popen(
        [binary, "exec", "--scenario", scenario, "--junit", reports[0], "--json", reports[1], "--har", reports[2]]
        + ["--", "sh", "-c", f"touch {folder}/started; exec sleep 60"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    until((folder / "started").exists, 10, "the command did not start")
    run.send_signal(signal.SIGTERM)
    errors = run.communicate(timeout=10)[1].decode()
    missing = [report.name for report in reports if not report.exists()]
    if missing or run.returncode != 128 + signal.SIGTERM:
        raise Failure(f"{run.returncode}, without {missing}: {errors}")
    json.loads(reports[1].read_text())
    return f"ended with {run.returncode}, and all three reports are there"


def full_disk(binary, folder):
    """No room for the ready file nor for reports: a message that names the file, and nothing half-written."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk], capture_output=True).returncode:
        return "skipped: no small file system can be mounted here"
    try:
        (disk / "filler").write_bytes(b"x" * 4096)
        serve = subprocess.run(
            [binary, "serve", "--port", "0", "--ready-file", disk / "ready"], capture_output=True, timeout=20
        )
        message = serve.stderr.decode()
        if serve.returncode != 2 or "ready" not in message or "No space left" not in message:
            raise Failure(f"serve: {serve.returncode}, {message}")
        run = subprocess.run(
            [binary, "exec", "--scenario", _nothing(folder), "--json", disk / "report.json", "--", "true"],
            capture_output=True,
            timeout=20,
        )
        message = run.stderr.decode()
        if run.returncode != 2 or "report.json" not in message or "No space left" not in message:
            raise Failure(f"exec: {run.returncode}, {message}")
        if (left := sorted(os.listdir(disk))) != ["filler"]:
            raise Failure(f"it left {left}")
        return "serve and exec end with 2, say which file and why, and leave nothing half-written"
    finally:
        subprocess.run(["umount", disk], check=True)


def _nothing(folder):
    scenario = folder / "nothing.json5"
    scenario.write_text('{"scenario": 1}')
    return scenario


def unreadable_files(binary, folder):
    """A scenario, a base of one and a snapshot that cannot be read: 3, with the name of the file."""
    secret = folder / "secret.json5"
    secret.write_text('{"scenario": 1}')
    secret.chmod(0)
    (folder / "builds.json5").write_text('{"scenario": 1, "extends": "secret.json5"}')
    (folder / "kept.json5").write_text('{"scenario": 1, "given": {"snapshot": "gone.json"}}')
    # Root may read everything; somebody else may not.
    other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
    folder.chmod(0o755)
    copy = folder / "mockbay"
    copy.write_bytes(pathlib.Path(binary).read_bytes())
    copy.chmod(0o755)
    for name, culprit in (("secret", "secret"), ("builds", "secret"), ("kept", "gone.json")):
        for command in (["check"], ["serve", "--port", "0", "--scenario"]):
            run = subprocess.run([*other, copy, *command, f"{name}.json5"], capture_output=True, timeout=20, cwd=folder)
            message = (run.stderr + run.stdout).decode()
            if run.returncode != 3 or culprit not in message:
                raise Failure(f"{command[0]} {name}: {run.returncode}, {message}")
    return "check and serve end with 3 and name the file"


def few_descriptors(binary, folder):
    """More connections than descriptors: those that fit are served, those that left make room."""
    server = Server(binary, "--quiet", limit=256)
    connections = []
    try:
        for _ in range(1000):
            connection = socket.socket()
            connection.setblocking(False)
            connection.connect_ex(server.address)
            connections.append(connection)
        until(lambda: server.descriptors >= 200, 10, lambda: f"{server.descriptors} descriptors are open")
        connections[0].setblocking(True)
        connections[0].settimeout(5)
        connections[0].sendall(GET_DETAILS)
        first = reply(connections[0])[0]
        for connection in connections:
            connection.close()
        began = time.monotonic()
        answered, _ = server.request("GET", DETAILS)
        waited = time.monotonic() - began
        if (first, answered) != (200, 200):
            raise Failure(f"{first} while it was full, {answered} after")
        return f"256 descriptors, 1,000 connections: 200 on the first, and {waited * 1000:.0f} ms after they had left"
    finally:
        for connection in connections:
            connection.close()
        server.end()


def hanging_receiver(binary, folder):
    """A receiver of webhooks that takes a connection and says nothing: others get theirs, and it is told in the end."""
    hanging = socket.create_server(("127.0.0.1", 0), backlog=64)
    good = socket.create_server(("127.0.0.1", 0), backlog=64)
    got = []

    def receive():
        while True:
            try:
                connection, _ = good.accept()
            except OSError:
                return
            connection.recv(65536)
            got.append(time.monotonic())
            connection.sendall(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")
            connection.close()

    threading.Thread(target=receive, daemon=True).start()
    urls = [f"http://127.0.0.1:{listener.getsockname()[1]}/hook" for listener in (hanging, good)]
    scenario = folder / "hooks.json5"
    hooks = ", ".join(f'{{"vendor": "autosync", "url": "{url}"}}' for url in urls)
    scenario.write_text(f'{{"scenario": 1, "given": {{"webhooks": [{hooks}]}}}}')
    server = Server(binary, "--quiet", "--scenario", scenario)
    try:
        began = time.monotonic()
        server.ask("POST", "bays/default/webhooks", {"event": "payment.received", "of": "autosync.payments/1"})
        until(lambda: got, 5, "the good receiver got nothing")
        first = got[0] - began

        def attempts():
            deliveries = server.ask("GET", "bays/default/webhooks")["deliveries"]
            return [attempt for delivery in deliveries if delivery["url"] == urls[0] for attempt in delivery["attempts"]]

        until(lambda: any(attempt.get("error") for attempt in attempts()), 15, lambda: f"attempts are {attempts()}")
        reason = next(attempt["error"] for attempt in attempts() if attempt.get("error"))
        took = time.monotonic() - began
        return f"the good one had it after {first * 1000:.0f} ms; of the other it says '{reason}' after {took:.1f} s"
    finally:
        hanging.close()
        good.close()
        server.end()


def nobody_reads_the_log(binary, folder):
    """Standard error is a pipe that nobody reads: requests are answered, and lines are left out rather than waited for."""
    reading, writing = os.pipe()
    server = Server(binary, "--log", "text", errors=writing)
    try:
        connection = server.connect(timeout=20)
        for _ in range(40):
            connection.sendall(GET_DETAILS * 50)
            seen = 0
            tail = b""
            while seen < 50 or not tail.endswith(b"}"):
                part = connection.recv(1 << 20)
                if not part:
                    raise Failure("the connection ended")
                window = tail + part
                seen += window.count(b"HTTP/1.1 200 ")
                tail = window[-12:]
        took = server.end()
        return f"2,000 requests answered with a full pipe; SIGTERM took {took:.1f} s"
    finally:
        os.close(reading)
        os.close(writing)


def host_clock(binary, folder):
    """The machine's clock jumps by a day and back: bays go on by their own time. Moves the real clock, so on request only."""
    server = Server(binary, "--quiet")
    try:
        before = server.ask("GET", "bays/default/clock")["now"]
        real = time.clock_gettime(time.CLOCK_REALTIME)
        steady = time.monotonic()
        try:
            time.clock_settime(time.CLOCK_REALTIME, real + 86_400)
        except PermissionError:
            return "skipped: the clock of this machine cannot be set"
        try:
            during = server.ask("GET", "bays/default/clock")["now"]
            answered, _ = server.request("GET", DETAILS)
        finally:
            time.clock_settime(time.CLOCK_REALTIME, real + time.monotonic() - steady)
        after = server.ask("GET", "bays/default/clock")["now"]
        if answered != 200 or not before <= during <= after or before[:10] != during[:10]:
            raise Failure(f"{answered}; the bay's clock: {before}, {during}, {after}")
        return f"a day ahead and back: the bay's clock went {before}, {during}, {after}"
    finally:
        server.end()


FAULTS = [
    ("SIGTERM in the middle of everything", sigterm_in_the_middle),
    ("SIGTERM under exec", sigterm_under_exec),
    ("a full disk", full_disk),
    ("files that cannot be read", unreadable_files),
    ("more connections than descriptors", few_descriptors),
    ("a receiver of webhooks that hangs", hanging_receiver),
    ("a log that nobody reads", nobody_reads_the_log),
]
