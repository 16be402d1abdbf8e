"""Reads the feed, which takes longer than other calls."""

import mockbay

USUAL = 1  # second: short, as the delay is


def good():
    """Has a time limit of its own for the feed: the vendor advises 120 seconds."""
    assert mockbay.htp("GET", "/inventory/feed", timeout=120).status == 200


def naive():
    """Gives up after its usual time limit, and asks for the whole feed again."""
    for _ in range(3):
        try:
            mockbay.htp("GET", "/inventory/feed", timeout=USUAL)
            break
        except mockbay.Lost:
            continue


mockbay.main(good, naive)
