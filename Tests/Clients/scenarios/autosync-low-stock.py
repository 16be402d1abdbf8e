"""Enters a new cost of part 9, and sells two of them."""

import mockbay

SOLD = 2


def seen():
    parts = mockbay.autosync("GET", "/shops/1/inventory").json["data"]
    return next(part["quantity"] for part in parts if part["id"] == 9)


def update(**fields):
    """The stock as the reply has it."""
    reply = mockbay.autosync("PATCH", "/shops/1/inventory/9", fields)
    assert reply.status == 200, reply.json
    return reply.json["data"]["quantity"]


def good():
    """Takes the stock from the reply to its own update."""
    quantity = update(cost=6.2)
    update(quantity=quantity - SOLD)


def naive():
    """Counts from the stock that it saw before."""
    quantity = seen()
    update(cost=6.2)
    update(quantity=quantity - SOLD)


mockbay.main(good, naive)
