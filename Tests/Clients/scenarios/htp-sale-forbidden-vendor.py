"""Orders from two vendors, one of which has withdrawn its permission since the first order."""

import sys

import mockbay

FIRST = "101/1/500001"
SECOND = ["101/1/500028", "102/1/610001"]


def good():
    """Keeps what went through, and tells somebody about the rest."""
    assert not mockbay.refused(mockbay.sell("PO-1", FIRST))
    refused = mockbay.refused(mockbay.sell("PO-2", *SECOND))
    assert set(refused) == {"101/1/500028"}, refused
    for item, code in refused.items():
        print(f"{item}: {code}, ask the vendor", file=sys.stderr)


def naive():
    """Repeats the whole cart as long as any line of it is refused."""
    mockbay.sell("PO-1", FIRST)
    for _ in range(3):
        if not mockbay.refused(mockbay.sell("PO-2", *SECOND)):
            break


mockbay.main(good, naive)
