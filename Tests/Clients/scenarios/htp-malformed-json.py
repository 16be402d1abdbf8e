"""Buys an item if there is one left, and the first answer to that question is no JSON."""

import mockbay

ITEM = "101/1/500028"


def left():
    return int(mockbay.htp("GET", f"/inventory/details/{ITEM}").json["available_quantity"])


def good():
    """Asks again where the answer cannot be read."""
    try:
        count = left()
    except mockbay.Lost:
        count = left()
    if count > 0:
        assert not mockbay.refused(mockbay.sell("PO-4711", ITEM))


def naive():
    """Takes an answer that cannot be read for "none left"."""
    try:
        count = left()
    except mockbay.Lost:
        count = 0
    if count > 0:
        mockbay.sell("PO-4711", ITEM)


mockbay.main(good, naive)
