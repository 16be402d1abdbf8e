"""Reads four pages where three calls in ten seconds are allowed."""

# exec: --clock scaled:5

import time

import mockbay

PAGES = range(1, 5)


def page(number):
    return mockbay.htp("GET", f"/inventory/search/*/CUMMINS/ISX?page_number={number}&result_size=20")


def good():
    """Waits as long as the vendor says."""
    for number in PAGES:
        reply = page(number)
        while reply.status == 429:
            time.sleep(reply.retry_after)
            reply = page(number)
        assert reply.status == 200, reply.json


def naive():
    """Tries again at once, then makes do with the pages it has."""
    for number in PAGES:
        for _ in range(5):
            if page(number).status == 200:
                break


mockbay.main(good, naive)
