"""Buys two items, one of which has just been deleted."""

import mockbay

CART = ["101/1/500001", "101/1/500028"]


def good():
    """Drops what is gone, and knows that the rest is bought."""
    gone = mockbay.refused(mockbay.sell("PO-4711", *CART))
    assert gone == {"101/1/500001": "ERR_NOT_FOUND"}, gone


def naive():
    """Repeats the whole cart, hoping for the best."""
    for _ in range(3):
        if not mockbay.refused(mockbay.sell("PO-4711", *CART)):
            break


mockbay.main(good, naive)
