"""What the clients in this folder share: calls by Python's standard library, and the two ways to start them.

    mockbay exec --scenario Scenarios/NAME.json5 -- python3 Tests/Clients/scenarios/NAME.py good|naive
"""

import base64
import http.client
import json
import os
import sys
import urllib.parse


class Lost(Exception):
    """No whole reply came: what the call has done is not known."""


class Reply:
    def __init__(self, response, content):
        self.status = response.status
        self.headers = response.headers
        self.json = json.loads(content) if content else None

    @property
    def retry_after(self):
        """How many seconds to wait; None where nothing is said."""
        seconds = self.headers.get("Retry-After")
        return None if seconds is None else float(seconds)


def call(base, method, path, body=None, headers=None, timeout=20):
    """One request on a connection of its own."""
    url = urllib.parse.urlsplit(base)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=timeout)
    headers = dict(headers or {})
    if body is not None:
        headers["Content-Type"] = "application/json"
        body = json.dumps(body)
    try:
        connection.request(method, url.path + path, body, headers)
        response = connection.getresponse()
        return Reply(response, response.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Lost(repr(error)) from error
    finally:
        connection.close()


def htp(method, path, body=None, **more):
    user = f"{os.environ['HTP_USER']}:{os.environ['HTP_PASSWORD']}"
    headers = {"Authorization": "Basic " + base64.b64encode(user.encode()).decode()}
    return call(os.environ["HTP_BASE_URL"], method, path, body, headers, **more)


def autosync(method, path, body=None, **more):
    headers = {"Authorization": "Bearer " + os.environ["AUTOSYNC_API_KEY"]}
    return call(os.environ["AUTOSYNC_BASE_URL"], method, path, body, headers, **more)


def leadway(method, path, body=None, **more):
    headers = {"Authorization": "Bearer " + os.environ["LEADWAY_TOKEN"], "Version": "2021-07-28"}
    return call(os.environ["LEADWAY_BASE_URL"], method, path, body, headers, **more)


def autoleap(method, path, body=None, token=None, **more):
    headers = {"Authorization": "Bearer " + token} if token else {}
    return call(os.environ["AUTOLEAP_BASE_URL"], method, path, body, headers, **more)


def login():
    """A new pair of AutoLeap's tokens: `accessToken` and `refreshToken`."""
    partner = {"partnerId": os.environ["AUTOLEAP_PARTNER_ID"], "authKey": os.environ["AUTOLEAP_AUTH_KEY"]}
    reply = autoleap("POST", "/partners/login", partner)
    assert reply.status == 200, reply.json
    return reply.json["data"]


def main(good, naive):
    """Runs the client that the command line names. One that crashes ends with 1, as Python has it."""
    clients = {"good": good, "naive": naive}
    if len(sys.argv) != 2 or sys.argv[1] not in clients:
        sys.exit(f"usage: {sys.argv[0]} good|naive")
    clients[sys.argv[1]]()
