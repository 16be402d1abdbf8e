"""Adds an inspection to every new work order, and sets to waiting for parts what is still a draft: by what webhooks
tell. The port is the scenario's, so that two of these take turns."""

import hashlib
import hmac
import http.server
import json
import queue
import sys
import threading
import time

import mockbay

SECRET = b"whsec_mock_secret"
ORDERS = "/shops/1/workorders"
bodies = queue.Queue()


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        code = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        is_genuine = hmac.compare_digest(self.headers["X-AutoSync-Signature"], code)
        self.send_response(200 if is_genuine else 401)
        self.end_headers()
        if is_genuine:
            bodies.put(body)

    def log_message(self, *_):
        pass


class Server(http.server.HTTPServer):
    allow_reuse_port = False


def listen(patience=20):
    deadline = time.monotonic() + patience
    while True:
        try:
            server = Server(("127.0.0.1", 9000), Receiver)
            break
        except OSError as error:
            if time.monotonic() > deadline:
                sys.exit(f"port 9000, where the scenario sends its webhooks, is not to be had: {error}")
            time.sleep(0.05)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def write(method, path, body):
    reply = mockbay.autosync(method, path, body)
    assert reply.status in (200, 201), reply.json
    return reply.json["data"]


def work():
    """Opens two orders and begins the second. The bodies of the four webhooks of that, as they came."""
    listen()
    order = {"customer_id": 42, "vehicle_id": 78}
    write("POST", ORDERS, order)
    second = write("POST", ORDERS, order)["id"]
    write("PUT", f"{ORDERS}/{second}", {"status": "in_progress"})
    return [bodies.get(timeout=10) for _ in range(4)]


def follow_up(created, statuses):
    """Each write is announced, too: the receiver stays until that has come."""
    for order in created:
        write("POST", f"{ORDERS}/{order}/jobs", {"name": "Inspection"})
        bodies.get(timeout=10)
    for order, status in statuses.items():
        if status == "draft":
            write("PUT", f"{ORDERS}/{order}", {"status": "waiting_parts"})
            bodies.get(timeout=10)


def good():
    """Knows a body that it has had, and looks the order up instead of trusting the event."""
    created, statuses = [], {}
    for body in dict.fromkeys(work()):
        event = json.loads(body)
        order = event["data"]["id"]
        if event["event"] == "workorder.created":
            created.append(order)
        statuses[order] = mockbay.autosync("GET", f"{ORDERS}/{order}").json["data"]["status"]
    follow_up(created, statuses)


def naive():
    """Believes every event as it comes."""
    created, statuses = [], {}
    for body in work():
        event = json.loads(body)
        order = event["data"]["id"]
        if event["event"] == "workorder.created":
            created.append(order)
        statuses[order] = event["data"]["status"]
    follow_up(created, statuses)


mockbay.main(good, naive)
