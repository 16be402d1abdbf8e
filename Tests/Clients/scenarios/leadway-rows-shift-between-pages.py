"""Reads the inventory while somebody changes it."""

import mockbay


def read():
    """The rows of all pages by their ids, and how many there should be."""
    rows, offset, total = {}, 0, 1
    while offset < total:
        page = mockbay.leadway_stock(offset).json
        rows.update((row["_id"], row) for row in page["inventory"])
        total = page["total"]["total"]
        offset += 20
    return rows, total


def good():
    """Knows rows by their ids, and starts over where some are missing."""
    for _ in range(3):
        rows, total = read()
        if len(rows) == total:
            return
    raise AssertionError("the inventory does not come to rest")


def naive():
    """Has read to the last page, so that it must have all rows."""
    read()


mockbay.main(good, naive)
