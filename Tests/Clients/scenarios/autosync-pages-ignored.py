"""Reads all customers where every page is the first."""

import sys

import mockbay


def page(number):
    return mockbay.autosync("GET", f"/shops/1/customers?page={number}").json


def good():
    """Notices that a page repeats the one before, and stops."""
    rows, number = {}, 1
    while True:
        reply = page(number)
        new = {row["id"]: row for row in reply["data"]}
        if rows.keys() & new.keys():
            print(f"page {number} repeats what was there: {len(rows)} rows, and no way to more", file=sys.stderr)
            break
        rows |= new
        if not new or len(rows) >= reply["pagination"]["total"]:
            break
        number += 1


def naive():
    """Counts rows until there are as many as `pagination` tells of."""
    rows, number, total = [], 1, 1
    while len(rows) < total:
        reply = page(number)
        rows += reply["data"]
        total = reply["pagination"]["total"]
        number += 1


mockbay.main(good, naive)
