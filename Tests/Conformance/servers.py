"""The servers that the tables are tried on, and what the tables' words mean there."""

import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass

SCENARIO = {
    "scenario": 1,
    "name": "conformance",
    "given": {"limits": {"autosync": "off"}},
    "flow": {
        "autosync.shops.get": [
            {"calls": "rest", "when": {"header": {"X-Wanted": str(status)}}, "reply": {"status": status}}
            for status in (204, 304)
        ]
    },
}
WORD = re.compile(r"\$(escaped|fields|host|key|page|POST|post|probe|slashed|tilde)")
KEY = "Authorization: Bearer sk_live_demo\r\n"


@dataclass(frozen=True)
class Listener:
    name: str
    address: tuple[str, int]
    words: dict[str, str]
    at_vendors: bool
    is_nginx: bool = False

    def say(self, text: str) -> str:
        """The text with its `$` words replaced."""
        return WORD.sub(lambda word: self.words[word[1]], text)


def listener(
    name: str, port: int, post: str, page: str, probe: str, key: str = "", at_vendors: bool = True, **more: bool
) -> Listener:
    host = f"127.0.0.1:{port}"
    method, post = post.split()
    *folders, last = page.split("/")
    words = {
        "host": host,
        "key": key,
        "fields": f"Host: {host}\r\n{key}",
        "POST": method,
        "post": post,
        "page": page,
        "escaped": f"{page[:-1]}%{ord(page[-1]):x}",
        "slashed": f"{'/'.join(folders)}%2F{last}",
        "tilde": page.replace("~", "%7E"),
        "probe": probe,
    }
    return Listener(name, ("127.0.0.1", port), words, at_vendors, **more)


class Mockbay:
    """Three ways in: the control API and a vendor on the gateway, and the vendor's own listener."""

    def __init__(self, binary: str, folder: pathlib.Path) -> None:
        scenario = folder / "conformance.json"
        scenario.write_text(json.dumps(SCENARIO))
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--quiet", "--scenario", scenario], stdout=subprocess.PIPE, text=True
        )
        line = self.process.stdout.readline()
        if not line:
            sys.exit("it does not start")
        ready = json.loads(line)
        gateway, vendor = port(ready["url"]), port(ready["vendors"]["autosync"]["url"])
        state = "/__mockbay/bays/default/state/autosync/customers"
        shop = "/v1/shops/1"
        there = f"/~gateway/autosync{shop}"
        self.listeners = [
            listener("control", gateway, f"PATCH {state}/43", "/__mockbay/version", f"{state}/42", at_vendors=False),
            listener("gateway", gateway, f"POST {there}/customers", there, f"{there}/customers/42", KEY),
            listener("autosync", vendor, f"POST {shop}/customers", shop, f"{shop}/customers/42", KEY),
        ]

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(20) != 0:
            sys.exit(f"it ended with {self.process.returncode}")


class Nginx:
    """With limits near Mockbay's. What is posted comes back from a second server, which gets it in a field."""

    VERSION = "1.22"

    @classmethod
    def is_known(cls) -> bool:
        said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=False).stderr
        return f"nginx/{cls.VERSION}." in said

    def __init__(self, folder: pathlib.Path) -> None:
        there, echo = free_port(), free_port()
        (folder / "nginx.conf").write_text(
            f"""
            worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
            events {{ worker_connections 1000; }}
            http {{
                access_log off; default_type application/json; keepalive_requests 100000; client_header_timeout 10s;
                lingering_timeout 1s;
                client_max_body_size 8m; client_body_buffer_size 16m; large_client_header_buffers 2 8k;
                client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fcgi;
                uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
                map $request_body $start {{ "~^(?<first>.{{0,200}})" $first; }}
                server {{
                    listen 127.0.0.1:{there};
                    location = /a/page/customers {{ add_header WWW-Authenticate Basic always; return 401; }}
                    location = /a/page {{
                        if ($request_method !~ ^(GET|HEAD|OPTIONS)$) {{ return 405; }}
                        if ($http_x_wanted = 204) {{ return 204; }}
                        if ($http_x_wanted = 304) {{ return 304; }}
                        return 200 '{{"page":1}}';
                    }}
                    location = /probe {{ return 200 '{{"last_name":"Thompson"}}'; }}
                    location = /post {{
                        proxy_pass http://127.0.0.1:{echo}/; proxy_pass_request_body off;
                        proxy_set_header Content-Length ""; proxy_set_header X-Content $start;
                        proxy_ignore_client_abort on;
                    }}
                    location / {{ return 404; }}
                }}
                server {{ listen 127.0.0.1:{echo}; location / {{ return 200 $http_x_content; }} }}
            }}"""
        )
        self.process = subprocess.Popen(
            ["nginx", "-c", folder / "nginx.conf", "-p", folder, "-e", folder / "error.log"], stderr=subprocess.DEVNULL
        )
        wait_for_port(there)
        self.listeners = [listener("nginx", there, "POST /post", "/a/page", "/probe", is_nginx=True)]

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def port(url: str) -> int:
    return int(re.search(r":(\d+)", url)[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(number: int) -> None:
    """Until somebody listens: the connection itself is the event."""
    for _ in range(100_000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", number)) == 0:
                return
    sys.exit(f"nothing listens on port {number}")
