"""Buys an injector where it is to be had: the vendor's first reply is a 200 for nothing."""

import mockbay

CHOICE = ["101/1/500028", "101/1/500001"]


def good():
    """Believes that it has bought only what is not under `errors`, and takes the next best item."""
    for item in CHOICE:
        if item not in mockbay.refused(mockbay.sell("PO-4711", item)):
            break


def naive():
    """Believes the status."""
    for item in CHOICE:
        if mockbay.sell("PO-4711", item).status == 200:
            break


mockbay.main(good, naive)
