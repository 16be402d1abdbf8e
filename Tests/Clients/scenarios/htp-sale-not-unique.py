"""Buys an engine that shares its tag number with another item."""

import mockbay


def good():
    """Names the item by its three ids, as the search result has them."""
    hits = mockbay.htp("GET", "/inventory/search/*/CUMMINS/ISX?result_size=all").json["results"]
    hit = next(hit for hit in hits if hit["vendor_sku"] == "T1001")
    vendor = hit["vendor"]
    item = f"{vendor['vendor_id']}/{vendor['vendor_store']}/{hit['vendor_inventory_id']}"
    assert not mockbay.refused(mockbay.sell("PO-4711", item))


def naive():
    """Names the item by its tag, as people do."""
    line = {"vendor_id": 101, "vendor_store": 1, "vendor_sku": "T1001", "quantity": 1, "price": "4500.00"}
    mockbay.htp("POST", "/sale/create", {"po_number": "PO-4711", "line_items": [line]})


mockbay.main(good, naive)
