"""Sells one piece, and the reply to the sale is lost."""

import mockbay

ITEM = "101/1/500001"


def sell():
    line = {"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "quantity": 1, "price": "1.00"}
    return mockbay.htp("POST", "/sale/create", {"po_number": "PO-4711", "line_items": [line]})


def stock():
    reply = mockbay.htp("GET", f"/inventory/details/{ITEM}")
    assert reply.status == 200, reply.json
    return int(reply.json["available_quantity"])


def good():
    """Looks whether the sale took place before it would sell again."""
    before = stock()
    try:
        sell()
    except mockbay.Lost:
        if stock() == before:
            sell()
    assert stock() == before - 1


def naive():
    """Takes silence for failure, and sells again."""
    try:
        sell()
    except mockbay.Lost:
        sell()


mockbay.main(good, naive)
