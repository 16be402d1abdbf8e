"""A receiver of webhooks as a customer would write one: http.server and hmac, nothing of Mockbay's.

    python3 webhook_receiver.py GATEWAY EVENT RECORD [--vendor KEY] [--header NAME] [--scope FIELD]

GATEWAY is the gateway's URL, RECORD what the event is about: workorder.completed autosync.workorders/1043.
It makes a bay whose webhooks come here, has the event sent in it, and exits with 1 where something is not as it
should be: bytes that do not verify, a try that does not come, a fault that does not show.
"""

import argparse
import hashlib
import hmac
import http.server
import json
import os
import queue
import threading
import urllib.request

SECRET = b"a secret of the receiver's own"
PATIENCE = 20  # seconds until a delivery that does not come counts as missing

parser = argparse.ArgumentParser()
parser.add_argument("gateway")
parser.add_argument("event")
parser.add_argument("record")
parser.add_argument("--vendor", default="autosync")
parser.add_argument("--header", default="X-AutoSync-Signature")
parser.add_argument("--scope", default="shop_id", help="the member of the body that names the shop")
arguments = parser.parse_args()

received = queue.Queue()
answers = queue.Queue()  # the statuses of the next replies; 200 where there is none


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        received.put((self.path, self.headers, body))
        try:
            status = answers.get_nowait()
        except queue.Empty:
            status = 200
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
control = arguments.gateway.rstrip("/") + "/__mockbay"
bay = f"webhooks-{os.getpid()}"


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(control + path, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        text = response.read()
        return json.loads(text) if text else None


def trigger():
    return call("POST", f"/bays/{bay}/webhooks", {"event": arguments.event, "of": arguments.record})["deliveries"]


def delivery(is_good=True):
    """The next one that arrives: its raw bytes, verified before anything is read in them."""
    path, headers, body = received.get(timeout=PATIENCE)
    assert path == "/hook?from=mockbay", path
    assert headers["Content-Type"] == "application/json", headers["Content-Type"]
    signature = headers[arguments.header]
    assert signature, f"no {arguments.header}"
    expected = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(signature, expected) == is_good, f"signature {signature} of {body!r}"
    return body


def settled():
    """The deliveries as the control API has them, once the last reply has been noted."""
    while True:
        deliveries = call("GET", f"/bays/{bay}/webhooks")["deliveries"]
        if not any(attempt["status"] is None and attempt["error"] is None
                   for one in deliveries for attempt in one["attempts"]):
            return deliveries


def start(*faults):
    subscription = {
        "vendor": arguments.vendor,
        "url": f"http://127.0.0.1:{server.server_port}/hook?from=mockbay",
        "secret": SECRET.decode(),
        "faults": list(faults),
    }
    scenario = {"scenario": 1, "clock": {"mode": "manual"}, "given": {"webhooks": [subscription]}}
    call("PUT", f"/bays/{bay}/scenario", scenario)


# Delivered, and verified over the raw bytes.
start()
made = trigger()
body = delivery()
content = json.loads(body)
assert content["event"] == arguments.event, content
assert arguments.scope in content and "data" in content and "timestamp" in content, content
assert settled()[0]["state"] == "delivered"

# Refused, and tried again with the same bytes when the bay's clock has moved on.
start()
answers.put(500)
trigger()
first = delivery()
assert settled()[0]["state"] == "pending"
call("POST", f"/bays/{bay}/clock", {"action": "advance", "by": "10s"})
assert delivery() == first
deliveries = settled()
assert deliveries[0]["state"] == "delivered"
assert [attempt["status"] for attempt in deliveries[0]["attempts"]] == [500, 200]

# Delivered twice, forged, and not at all.
start({"fault": "duplicate"}, {"fault": "badSignature"}, {"fault": "drop"})
trigger()
assert delivery() == delivery()
trigger()
delivery(is_good=False)
trigger()
assert [one["state"] for one in settled()] == ["delivered", "delivered", "delivered", "dropped"]
trigger()
delivery()
assert settled()[-1]["state"] == "delivered"
assert received.empty()

# Nothing shows the secret.
for path in ("/webhooks", "/scenario", "/journal"):
    assert SECRET.decode() not in json.dumps(call("GET", f"/bays/{bay}{path}")), path

call("DELETE", f"/bays/{bay}")
print(f"{arguments.event}: delivered, tried again, repeated, forged and dropped as told")
