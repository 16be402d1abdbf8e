"""Sets the stock of an item while the vendor is out of order."""

import time

import mockbay

SHIRT = "6241712be68f7a98102ba272"


def good():
    """Tries five times at most, and waits twice as long each time."""
    pause = 0.2
    for _ in range(5):
        if mockbay.leadway_set_stock(SHIRT, 49).status == 201:
            return
        time.sleep(pause)
        pause *= 2
    raise AssertionError("the vendor is out of order")


def naive():
    """Tries again at once until it works."""
    for _ in range(10):
        if mockbay.leadway_set_stock(SHIRT, 49).status == 201:
            break


mockbay.main(good, naive)
