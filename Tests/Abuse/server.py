"""The server under attack, what it takes of the machine, and the well-behaved client beside the attack."""

import base64
import http.client
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import threading
import time
import urllib.parse

AUTHORIZATION = "Basic " + base64.b64encode(b"demo:demo").decode()
DETAILS = "/inventory/details/101/1/500001"
PAGE = "/inventory/search/*/*/*"
HEAD = f"Host: localhost\r\nAuthorization: {AUTHORIZATION}\r\n"
GET_DETAILS = f"GET {DETAILS} HTTP/1.1\r\n{HEAD}\r\n".encode()
GET_PAGE = f"GET {PAGE} HTTP/1.1\r\n{HEAD}\r\n".encode()


class Failure(Exception):
    """Something did not come about that is promised."""


class Server:
    """`mockbay serve` on free ports."""

    def __init__(self, binary, *arguments, limit=None, errors=subprocess.DEVNULL, folder=None):
        def prepare():
            if limit:
                import resource

                resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))

        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=errors,
            preexec_fn=prepare,
            cwd=folder,
        )
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f"the server did not start: it ended with {self.process.wait()}")
        self.ready = json.loads(line)
        self.url = self.ready["vendors"]["htp"]["url"]
        address = urllib.parse.urlsplit(self.url)
        self.address = (address.hostname, address.port)
        self.control = self.ready["control"]

    @property
    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    @property
    def memory(self):
        """Resident, in KiB."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1])
        raise Failure("the server is gone")

    def connect(self, timeout=60, receive=None):
        """A connection; `receive` bytes of buffer where the client is to be a slow one."""
        connection = socket.socket()
        if receive:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        connection.settimeout(timeout)
        connection.connect(self.address)
        return connection

    def request(self, method, path, body=None, headers=None, timeout=20, base=None):
        """One exchange on a connection of its own: status and body."""
        address = urllib.parse.urlsplit(base or self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=timeout)
        try:
            fields = {"Authorization": AUTHORIZATION, **(headers or {})}
            connection.request(method, address.path.rstrip("/") + path, body, fields)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def ask(self, method, path, value=None):
        """A control call."""
        body = None if value is None else json.dumps(value)
        status, content = self.request(method, "/" + path, body, base=self.control)
        if status >= 400:
            raise Failure(f"{method} {path}: {status} {content[:300]!r}")
        return json.loads(content) if content else None

    def end(self, within=10):
        """SIGTERM; how long the end took, in seconds."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failure(f"SIGTERM did not end it within {within} s") from None
        if code != 0:
            raise Failure(f"it ended with {code}")
        return time.monotonic() - began


class Bystander(threading.Thread):
    """A client that behaves, on connections of its own: how long the worst of its answers took."""

    LIMIT = 1.0
    PAUSE = 0.02

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server = server
        self.worst = 0.0
        self.calls = 0
        self.problem = None
        self.over = threading.Event()

    def run(self):
        while self.calls == 0 or not self.over.wait(self.PAUSE):
            began = time.monotonic()
            try:
                status, _ = self.server.request("GET", DETAILS)
                if status != 200:
                    self.problem = f"status {status}"
            except (OSError, http.client.HTTPException) as error:
                self.problem = repr(error)
            self.worst = max(self.worst, time.monotonic() - began)
            self.calls += 1

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join(30)

    def judge(self):
        if self.problem:
            raise Failure(f"a well-behaved client got {self.problem}")
        if self.calls == 0 or self.worst > self.LIMIT:
            raise Failure(f"a well-behaved client waited {self.worst:.2f} s ({self.calls} calls)")


def reset(connection):
    """Ends a connection with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def received(connection):
    """All that comes until the server ends the connection, however it does."""
    content = b""
    try:
        while part := connection.recv(65536):
            content += part
    except ConnectionError:
        pass
    return content


def reply(connection):
    """One whole reply: its status and body, by its Content-Length."""
    content = b""
    while b"\r\n\r\n" not in content:
        part = connection.recv(65536)
        if not part:
            raise Failure(f"the connection ended after {content!r}")
        content += part
    head, _, body = content.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        part = connection.recv(65536)
        if not part:
            raise Failure("the connection ended in the middle of a body")
        body += part
    return int(head[9:12]), body


def status(content):
    """The status of the reply that these bytes begin with; None where there is none."""
    return int(content[9:12]) if content.startswith(b"HTTP/1.1 ") else None


def until(condition, seconds, what):
    """Waits for something to become true."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Failure(what() if callable(what) else what)
        time.sleep(0.02)
