"""Reads all customers from lists that do not say how long they are."""

import mockbay


def page(number):
    return mockbay.autosync("GET", f"/shops/1/customers?per_page=25&page={number}").json


def good():
    """Asks for page after page until one is short."""
    rows, number = [], 1
    while True:
        more = page(number)["data"]
        rows += more
        if len(more) < 25:
            break
        number += 1
    assert len({row["id"] for row in rows}) == len(rows)


def naive():
    """Reads as many pages as `pagination` tells of: one where it is not there."""
    first = page(1)
    rows = first["data"]
    total = first.get("pagination", {}).get("total", 0)
    for number in range(2, -(-total // 25) + 1):
        rows += page(number)["data"]


mockbay.main(good, naive)
