"""Buys the last one of an item, and a rival is faster."""

import sys

import mockbay

ITEM = "101/1/500001"


def good():
    """Reads under `errors` that the item is gone, and says so."""
    assert int(mockbay.htp("GET", f"/inventory/details/{ITEM}").json["available_quantity"]) == 1
    refused = mockbay.refused(mockbay.sell("PO-4711", ITEM))
    assert refused == {ITEM: "ERR_NOT_AVAILABLE"}, refused
    print("Sorry, somebody was faster.", file=sys.stderr)


def naive():
    """Has seen that there is one, so that the refusal must be a mistake: tries again."""
    assert int(mockbay.htp("GET", f"/inventory/details/{ITEM}").json["available_quantity"]) == 1
    for _ in range(3):
        if not mockbay.refused(mockbay.sell("PO-4711", ITEM)):
            break


mockbay.main(good, naive)
