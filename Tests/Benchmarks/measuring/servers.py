"""Servers to measure: started on free ports, asked what CPU time and memory they have taken, ended."""

import base64
import functools
import http.client
import json
import os
import pathlib
import re
import resource
import shutil
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
ACCOUNT = "6578278e879ad2646715ba9c"
# So many event loops our server has unless it is told otherwise.
LOOPS = max(1, min(4, os.cpu_count() // 2))
# No call may be refused by a limit, and none that counts its calls in the headers of its replies may stop doing so.
PLENTY = {"requests": 1_000_000_000, "per": "60s"}
WORLD = {
    "scenario": 1,
    "name": "benchmark",
    "given": {
        "limits": {
            "autoleap": {method: PLENTY for method in ("GET", "POST", "PUT", "PATCH")},
            "autosync": PLENTY,
            "leadway": [PLENTY, {**PLENTY, "per": "1d"}],
        },
        "records": {"htp.items/101-1-500001": {"available_quantity": 1_000_000}},
    },
}


def binary(given):
    """The binary that is named, or the static release build."""
    if given:
        return given.resolve()
    build = ["swift", "build", "-c", "release", "--product", "mockbay", "-Xswiftc", "-static-executable"]
    subprocess.run(build, cwd=ROOT, check=True)
    shown = subprocess.run([*build, "--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True)
    return pathlib.Path(shown.stdout.strip()) / "mockbay"


def raise_file_limit():
    """As many open files as are allowed, for this program and the servers it starts."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process, with its children if it has any."""

    fails = False
    """Whether some of its replies may be errors without an end to the benchmark."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen(command, **options)

    @property
    def pids(self):
        tasks = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        return [self.process.pid, *map(int, pathlib.Path(tasks).read_text().split())]

    @property
    def cpu(self):
        """Seconds of CPU so far: the process clocks of POSIX, with nanoseconds where /proc has hundredths."""
        return sum(time.clock_gettime((~pid << 3) | 2) for pid in self.pids)

    @property
    def resident(self):
        """Bytes of memory."""
        statuses = (pathlib.Path(f"/proc/{pid}/status").read_text() for pid in self.pids)
        return sum(int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) for status in statuses) * 1024

    def wait_until_it_listens(self, port):
        """The connection itself is the event."""
        while self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
        sys.exit(f"{self.process.args[0]} ended with {self.process.returncode}")

    def reset(self):
        """Forgets what was written."""

    def end(self):
        self.process.terminate()
        self.process.wait(20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


class Mockbay(Server):
    """A server of ours, on the default world and limits that nobody reaches."""

    def __init__(self, binary, folder, *arguments, world=WORLD, generate=None):
        """- generate: so many more records, by collection"""
        command = [binary, "serve", "--port", "0", "--quiet", *arguments]
        if world:
            scenario = folder / "benchmark.json"
            scenario.write_text(json.dumps(world))
            command += ["--scenario", scenario]
        for collection, count in (generate or {}).items():
            command += ["--generate", f"{collection}={count}"]
        super().__init__(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"mockbay does not start: it ended with {self.process.wait()}")
        ready = json.loads(line)
        self.gateway = ready["url"]
        self.urls = {vendor: facts["url"] for vendor, facts in ready["vendors"].items()}

    def url(self, call):
        return self.urls[call.vendor]

    def reset(self):
        self.control("POST", "bays/default/reset")
        self.__dict__.pop("autoleap_token", None)

    def headers(self, vendor):
        """What a call has to bring."""
        return {
            "autoleap": lambda: {"Authorization": f"Bearer {self.autoleap_token}"},
            "autosync": lambda: {"Authorization": "Bearer sk_live_demo"},
            "htp": lambda: {"Authorization": "Basic " + base64.b64encode(b"demo:demo").decode()},
            "leadway": lambda: {"Authorization": "Bearer pit-demo", "Version": "2021-07-28"},
        }[vendor]()

    @functools.cached_property
    def autoleap_token(self):
        partner = {"partnerId": "PARTNER-DEMO", "authKey": "demo-auth-key"}
        status, body = exchange(self.urls["autoleap"], "POST", "/partners/login", json.dumps(partner))
        assert status == 200, body
        return json.loads(body)["data"]["accessToken"]

    def control(self, method, path, body=None):
        status, content = exchange(self.gateway, method, "/__mockbay/" + path, body and json.dumps(body))
        assert status < 300, (path, status, content)
        return json.loads(content) if content else None


class Nginx(Server):
    """nginx at its best: files kept open, no log, as many workers as we have loops."""

    def __init__(self, folder, replies, headers):
        """
        - replies: from a name to the body of a static file, or to the status and body of a fixed reply
        - headers: what the calls bring to the server that it stands beside, by vendor: it gets the same bytes
        """
        self.headers = headers
        self.port = free_port()
        www = folder / "www"
        www.mkdir()
        fixed = ""
        for name, reply in replies.items():
            if isinstance(reply, bytes):
                (www / name).write_bytes(reply)
            else:
                # A dollar would begin a variable; a letter in its place is as long.
                text = reply[1].decode().replace("$", "S").replace("\\", "\\\\").replace("'", "\\'")
                fixed += f"location = /{name} {{ return {reply[0]} '{text}'; }}\n"
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"""
            worker_processes {LOOPS}; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
            events {{ worker_connections 20000; }}
            http {{
                access_log off; sendfile on; tcp_nodelay on; keepalive_timeout 3600; keepalive_requests 1000000000;
                open_file_cache max=200 inactive=1h; open_file_cache_valid 1h; default_type application/json;
                {temporary}
                server {{ listen 127.0.0.1:{self.port} backlog=4096; root {www}; {fixed} }}
            }}"""
        )
        super().__init__(["nginx", "-c", folder / "nginx.conf", "-p", folder], stderr=subprocess.DEVNULL)
        self.wait_until_it_listens(self.port)

    def url(self, call):
        return f"http://127.0.0.1:{self.port}"


class Moto(Server):
    """The emulator of AWS that Python users pick, in a process of its own; of it, S3."""

    PACKAGE = "moto[server]"
    fails = True  # It does on a few of many writes to one object at once.

    @staticmethod
    @functools.cache
    def program():
        """Its command, in an environment made for it the first time; None, and why, where it cannot be had."""
        folder = ROOT / ".build" / "moto"
        program = folder / "bin" / "moto_server"
        if program.exists():
            return program, None
        pip = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
        install = [*pip, "install", "--quiet", Moto.PACKAGE]
        try:
            for command in ([sys.executable, "-m", "venv", folder], install):
                subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
        except (OSError, subprocess.SubprocessError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            return None, str(getattr(error, "stderr", None) or error).strip().splitlines()[-1]
        return program, None

    def __init__(self):
        self.port = free_port()
        super().__init__(
            [self.program()[0], "-p", str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.wait_until_it_listens(self.port)

    def url(self, call):
        return f"http://127.0.0.1:{self.port}"

    def headers(self, vendor):
        scope = "AKIAIOSFODNN7EXAMPLE/20260302/us-east-1/s3/aws4_request"
        return {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}


def exchange(url, method, path, body=None, headers=None):
    """One request on a connection of its own: status and content."""
    host, _, prefix = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host)
    headers = dict(headers or {})
    if body:
        headers["Content-Type"] = "application/json"
    try:
        connection.request(method, ("/" + prefix if prefix else "") + path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()
