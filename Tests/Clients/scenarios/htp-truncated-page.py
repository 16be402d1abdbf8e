"""Reads four pages, one of which breaks off in the middle."""

import mockbay

PAGES = range(1, 5)


def page(number):
    return mockbay.htp("GET", f"/inventory/search/*/CUMMINS/ISX?page_number={number}&result_size=20")


def good():
    """Asks again for a page that has not come whole."""
    for number in PAGES:
        try:
            reply = page(number)
        except mockbay.Lost:
            reply = page(number)
        assert reply.status == 200 and reply.json["results"], reply.json


def naive():
    """Takes a page that cannot be read for the end of the list."""
    for number in PAGES:
        try:
            page(number)
        except mockbay.Lost:
            break


mockbay.main(good, naive)
