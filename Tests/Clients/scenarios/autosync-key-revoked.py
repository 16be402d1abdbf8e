"""Reads all customers, and the key is revoked after two pages of three."""

import sys
import time

import mockbay


def page(number):
    return mockbay.autosync("GET", f"/shops/1/customers?page={number}")


def good():
    """Stops at the 401, and says that what it has is not the whole."""
    for number in range(1, 4):
        reply = page(number)
        if reply.status == 401:
            print("the key is not taken any more: the copy is not complete", file=sys.stderr)
            break


def naive():
    """Takes the 401 for a moment's weakness."""
    for number in range(1, 4):
        for _ in range(5):
            if page(number).status == 200:
                break
            time.sleep(0.1)


mockbay.main(good, naive)
