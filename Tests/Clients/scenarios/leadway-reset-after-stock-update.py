"""Takes three sold pieces off the stock, and the reply to the update is lost."""

import mockbay

SHIRT = "6241712be68f7a98102ba272"


def stock():
    rows = mockbay.leadway_stock(0, limit=100).json["inventory"]
    return next(row["availableQuantity"] for row in rows if row["_id"] == SHIRT)


def good():
    """Repeats the very same update."""
    left = stock() - 3
    try:
        mockbay.leadway_set_stock(SHIRT, left)
    except mockbay.Lost:
        assert mockbay.leadway_set_stock(SHIRT, left).status == 201


def naive():
    """Counts anew before it repeats the update, and so takes the pieces off twice."""
    for _ in range(2):
        try:
            mockbay.leadway_set_stock(SHIRT, stock() - 3)
            break
        except mockbay.Lost:
            continue


mockbay.main(good, naive)
