"""The README's tour by the Python package requests, paging through everything on the way."""

import os

import requests

base = os.environ["HTP_BASE_URL"]
session = requests.Session()
session.auth = (os.environ["HTP_USER"], os.environ["HTP_PASSWORD"])


def search(**query):
    reply = session.get(f"{base}/inventory/search/*/CUMMINS/ISX", params=query, timeout=20)
    reply.raise_for_status()
    return reply.json()


def sell(uri):
    vendor, store, item = uri.split("/")[-3:]
    line = {"vendor_id": vendor, "vendor_store": store, "vendor_inventory_id": item, "price": "1.00"}
    reply = session.post(f"{base}/sale/create", json={"line_items": [line]}, timeout=20)
    reply.raise_for_status()
    return reply.json()


first = search()
uris = [item["details_uri"] for item in first["results"]]
for number in range(2, first["total_pages"] + 1):
    uris += [item["details_uri"] for item in search(page_number=number)["results"]]
assert len(uris) == len(set(uris)) == first["total_results"] > 50, len(uris)

uri = search(category="USED", vendor=101, result_size=1)["results"][0]["details_uri"]
details = session.get(uri, timeout=20).json()
assert int(details["available_quantity"]) == 1, details
assert sell(uri)["errors"] == []
assert uri not in [item["details_uri"] for item in search(result_size="all")["results"]]
assert sell(uri)["errors"][0]["error"]["code"] == "ERR_NOT_AVAILABLE"
refused = session.get(uri, headers={"X-Mockbay-Error": "rate_limited"}, timeout=20)
assert refused.status_code == 429 and "Retry-After" in refused.headers, refused.headers
assert requests.get(uri, timeout=20).status_code == 401
