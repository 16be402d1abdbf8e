"""The README's tour by Python's http.client, over one kept-alive connection."""

import base64
import http.client
import json
import os
import urllib.parse

base = urllib.parse.urlsplit(os.environ["HTP_BASE_URL"])
credentials = base64.b64encode(f"{os.environ['HTP_USER']}:{os.environ['HTP_PASSWORD']}".encode()).decode()
connection = http.client.HTTPConnection(base.hostname, base.port, timeout=20)


def ask(method, path, body=None, **headers):
    headers["Authorization"] = f"Basic {credentials}"
    connection.request(method, path, body and json.dumps(body), headers)
    response = connection.getresponse()
    content = response.read()
    return response.status, json.loads(content) if content else None


def search(**query):
    status, page = ask("GET", f"{base.path}/inventory/search/*/CUMMINS/ISX?{urllib.parse.urlencode(query)}")
    assert status == 200, page
    return page


def sell(vendor, store, item):
    line = {"vendor_id": int(vendor), "vendor_store": store, "vendor_inventory_id": int(item), "price": "1.00"}
    status, reply = ask("POST", f"{base.path}/sale/create", {"line_items": [line]})
    assert status == 200, reply
    return reply


found = search(category="USED", vendor=101, result_size=1)["results"][0]
uri = urllib.parse.urlsplit(found["details_uri"])
status, details = ask("GET", uri.path)
assert status == 200 and int(details["available_quantity"]) == 1, details
key = uri.path.split("/")[-3:]
assert sell(*key)["errors"] == []
left = search(category="USED", vendor=101, result_size="all")
assert found["details_uri"] not in [item["details_uri"] for item in left["results"]]
assert sell(*key)["errors"][0]["error"]["code"] == "ERR_NOT_AVAILABLE"
assert ask("GET", uri.path, **{"X-Mockbay-Error": "rate_limited"})[0] == 429
assert ask("HEAD", uri.path) == (200, None)
