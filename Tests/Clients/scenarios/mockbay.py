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


def sell(po_number, *items):
    """A cart with one piece of each of the items, named vendor/store/id, and what HTP says to it."""
    names = ("vendor_id", "vendor_store", "vendor_inventory_id")
    lines = [{**dict(zip(names, map(int, item.split("/")))), "quantity": 1, "price": "1.00"} for item in items]
    return htp("POST", "/sale/create", {"po_number": po_number, "line_items": lines})


def refused(reply):
    """The items that a cart was refused, by the code that says why."""
    errors = [(error["item"], error["error"]["code"]) for error in reply.json["errors"]]
    names = ("vendor_id", "vendor_store", "vendor_inventory_id")
    return {"/".join(item[name] for name in names): code for item, code in errors}


def autosync(method, path, body=None, **more):
    headers = {"Authorization": "Bearer " + os.environ["AUTOSYNC_API_KEY"]}
    return call(os.environ["AUTOSYNC_BASE_URL"], method, path, body, headers, **more)


def leadway(method, path, body=None, token=None, version="2021-07-28", **more):
    headers = {"Authorization": "Bearer " + (token or os.environ["LEADWAY_TOKEN"])}
    if version:
        headers["Version"] = version
    return call(os.environ["LEADWAY_BASE_URL"], method, path, body, headers, **more)


def leadway_stock(offset, limit=20, **more):
    """One page of the inventory."""
    account = os.environ["LEADWAY_ALT_ID"]
    return leadway("GET", f"/products/inventory?altId={account}&altType=location&limit={limit}&offset={offset}", **more)


def leadway_set_stock(price, count):
    account = os.environ["LEADWAY_ALT_ID"]
    items = [{"priceId": price, "availableQuantity": count}]
    return leadway("POST", "/products/inventory", {"altId": account, "altType": "location", "items": items})


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
