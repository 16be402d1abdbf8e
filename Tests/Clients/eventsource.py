"""A browser's EventSource follows the journal of a bay: live, in order, and after a broken connection from where it was.

    python3 eventsource.py GATEWAY

Drives Chromium through chromedriver (Debian: apt-get install chromium chromium-driver), whose protocol is HTTP and
JSON. The gateway has no pages and answers none of other origins, so the browser opens one of the gateway's own
addresses, and the script runs there. Between the two stands a relay that cuts connections when it is told to.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import urllib.parse

PATIENCE = 20  # seconds until what does not come counts as missing
BAY = os.environ["MOCKBAY_BAY"]
FOLLOW = """
    window.seen = []; window.opened = 0; window.waiting = null;
    window.source = new EventSource(arguments[0]);
    source.onopen = () => { opened += 1; if (waiting) waiting(); };
    source.onmessage = event => {
        seen.push({id: event.lastEventId, target: JSON.parse(event.data).request.target});
        if (waiting) waiting();
    };
"""
# Answers once so many events have come and the stream was opened so often.
WAIT = """
    const [events, opened, done] = arguments;
    window.waiting = () => {
        if (window.seen.length < events || window.opened < opened) return;
        window.waiting = null;
        done(window.seen);
    };
    waiting();
"""


class Relay:
    """Passes bytes on to the gateway and back, until it cuts what is open."""

    def __init__(self, host, port):
        self.target = (host, port)
        self.open = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near = self.listener.accept()[0]
            far = socket.create_connection(self.target)
            self.open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(source, sink), daemon=True).start()

    @staticmethod
    def carry(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # It was cut.

    def cut(self):
        for connection in self.open:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # It has ended already.
        self.open.clear()


class Browser:
    """Chromium without a window, by the WebDriver protocol."""

    def __init__(self):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        line = next(line for line in self.driver.stdout if "successfully on port" in line)
        self.port = int(line.rstrip(".\n").rsplit(" ", 1)[1])
        flags = ["--headless=new", "--disable-dev-shm-usage"] + (["--no-sandbox"] if os.getuid() == 0 else [])
        options = {"goog:chromeOptions": {"args": flags}, "timeouts": {"script": PATIENCE * 1000}}
        self.session = ""
        session = self.command("POST", "", {"capabilities": {"alwaysMatch": options}})
        self.session = "/" + session["sessionId"]

    def command(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3 * PATIENCE)
        connection.request(method, f"/session{self.session}{path}", json.dumps(body) if body is not None else None)
        response = connection.getresponse()
        value = json.loads(response.read())["value"]
        assert response.status == 200, value
        return value

    def run(self, script, *arguments, kind="sync"):
        return self.command("POST", f"/execute/{kind}", {"script": script, "args": arguments})

    def end(self):
        self.command("DELETE", "")
        self.driver.terminate()
        self.driver.wait()


gateway = urllib.parse.urlsplit(sys.argv[1])
relay = Relay(gateway.hostname, gateway.port)
stream = f"/__mockbay/bays/{BAY}/journal/stream"


def call(*names):
    """Exchanges for the journal, made past the browser."""
    for name in names:
        connection = http.client.HTTPConnection(gateway.hostname, gateway.port)
        connection.request("GET", f"/~{BAY}/htp/{name}")
        connection.getresponse().read()
        connection.close()


def must_be(seen, *names):
    expected = [{"id": str(number), "target": f"/~{BAY}/htp/{name}"} for number, name in enumerate(names, 1)]
    assert seen == expected, f"{seen} instead of {expected}"


browser = Browser()
try:
    browser.command("POST", "/url", {"url": relay.origin + "/__mockbay/version"})
    browser.run(FOLLOW, stream)
    browser.run(WAIT, 0, 1, kind="async")
    call("one", "two", "three")
    must_be(browser.run(WAIT, 3, 1, kind="async"), "one", "two", "three")
    relay.cut()
    call("four", "five")  # while nobody follows
    must_be(browser.run(WAIT, 5, 2, kind="async"), "one", "two", "three", "four", "five")
    call("six")
    must_be(browser.run(WAIT, 6, 2, kind="async"), "one", "two", "three", "four", "five", "six")

    # A page of another site may not follow.
    browser.command("POST", "/url", {"url": relay.origin.replace("127.0.0.1", "localhost") + "/__mockbay/version"})
    refused = """
        const [url, done] = arguments, source = new EventSource(url);
        source.onopen = () => done("opened");
        source.onerror = () => done("refused");
    """
    assert browser.run(refused, relay.origin + stream, kind="async") == "refused"
finally:
    browser.end()
