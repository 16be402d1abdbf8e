"""Reads the inventory where only documented calls are taken."""

import os

import mockbay


def good():
    """Pages by limit and offset."""
    offset, total = 0, 1
    while offset < total:
        reply = mockbay.leadway_stock(offset, limit=50)
        assert reply.status == 200, reply.json
        total = reply.json["total"]["total"]
        offset += 50


def naive():
    """Pages by number, calls the kind of the account as it likes, and goes on until a page has no rows."""
    for number in range(1, 4):
        query = f"altId={os.environ['LEADWAY_ALT_ID']}&altType=account&page={number}"
        if not mockbay.leadway("GET", f"/products/inventory?{query}", version="v3").json.get("inventory"):
            break
    mockbay.leadway("GET", "/product/inventory")


mockbay.main(good, naive)
