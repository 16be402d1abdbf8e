"""Reads five pages where three calls in two seconds are allowed, and no Retry-After says how long to wait."""

import time

import mockbay

OFFSETS = range(0, 100, 20)


def good():
    """Waits for an interval, which every reply names."""
    for offset in OFFSETS:
        reply = mockbay.leadway_stock(offset)
        while reply.status == 429:
            time.sleep(int(reply.headers["X-RateLimit-Interval-Milliseconds"]) / 1000)
            reply = mockbay.leadway_stock(offset)
        assert reply.status == 200, reply.json


def naive():
    """Looks for Retry-After, finds none, and tries again at once."""
    for offset in OFFSETS:
        for _ in range(5):
            reply = mockbay.leadway_stock(offset)
            if reply.status == 200:
                break
            time.sleep(reply.retry_after or 0)


mockbay.main(good, naive)
