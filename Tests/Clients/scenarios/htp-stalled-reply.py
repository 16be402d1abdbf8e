"""Reads four pages, to one of which nothing comes back."""

import mockbay

PAGES = range(1, 5)


def page(number):
    return mockbay.htp("GET", f"/inventory/search/*/CUMMINS/ISX?page_number={number}&result_size=20", timeout=1)


def good():
    """Gives up waiting, and asks again."""
    for number in PAGES:
        try:
            reply = page(number)
        except mockbay.Lost:
            reply = page(number)
        assert reply.status == 200 and reply.json["results"], reply.json


def naive():
    """Gives up waiting, and leaves the page out."""
    for number in PAGES:
        try:
            page(number)
        except mockbay.Lost:
            continue


mockbay.main(good, naive)
