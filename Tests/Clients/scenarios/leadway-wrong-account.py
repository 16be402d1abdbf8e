"""Asks for an account that its token does not open."""

import os
import sys

import mockbay


def good():
    """Stops, and says which account it has asked for."""
    reply = mockbay.leadway_stock(0)
    assert reply.status == 403, reply.json
    print(f"{os.environ['LEADWAY_ALT_ID']}: {reply.json['message']}", file=sys.stderr)


def naive():
    """Takes every refusal for a passing one, and tries again."""
    for _ in range(5):
        if mockbay.leadway_stock(0).status == 200:
            break


mockbay.main(good, naive)
