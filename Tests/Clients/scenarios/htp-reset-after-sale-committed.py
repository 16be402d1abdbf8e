"""Sells one piece, and the reply to the sale is lost."""

import mockbay

ITEM = "101/1/500001"


def stock():
    reply = mockbay.htp("GET", f"/inventory/details/{ITEM}")
    assert reply.status == 200, reply.json
    return int(reply.json["available_quantity"])


def good():
    """Looks whether the sale took place before it would sell again."""
    before = stock()
    try:
        mockbay.sell("PO-4711", ITEM)
    except mockbay.Lost:
        if stock() == before:
            mockbay.sell("PO-4711", ITEM)
    assert stock() == before - 1


def naive():
    """Takes silence for failure, and sells again."""
    try:
        mockbay.sell("PO-4711", ITEM)
    except mockbay.Lost:
        mockbay.sell("PO-4711", ITEM)


mockbay.main(good, naive)
