"""Reads nine pages where four calls in ten seconds are allowed."""

# exec: --clock scaled:10

import email.utils
import time

import mockbay

SPEED = 10  # of the vendor's clock, as above
SIZE = 7


def page(number):
    return mockbay.autosync("GET", f"/shops/1/customers?per_page={SIZE}&page={number}")


def until_reset(reply):
    """The seconds until the window is over, by the vendor's own clock."""
    now = email.utils.parsedate_to_datetime(reply.headers["Date"]).timestamp()
    return int(reply.headers["X-RateLimit-Reset"]) - now


def good():
    """Waits until the window is over, and asks for the same page again."""
    number = 1
    while True:
        reply = page(number)
        if reply.status == 429:
            time.sleep(until_reset(reply) / SPEED)
            continue
        if len(reply.json["data"]) < SIZE or SIZE * number >= reply.json["pagination"]["total"]:
            break
        number += 1


def naive():
    """Waits as long as Retry-After says, which is not there, and gives up after five times."""
    for number in range(1, 10):
        for _ in range(5):
            reply = page(number)
            if reply.status == 200:
                break
            time.sleep(reply.retry_after or 0)


mockbay.main(good, naive)
