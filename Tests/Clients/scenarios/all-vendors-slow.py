"""Calls each of the vendors once, on a day when all of them are slow."""

import mockbay


def calls(timeout):
    partner = {"partnerId": "PARTNER-DEMO", "authKey": "demo-auth-key"}
    yield lambda: mockbay.autoleap("POST", "/partners/login", partner, timeout=timeout)
    yield lambda: mockbay.autosync("GET", "/shops", timeout=timeout)
    yield lambda: mockbay.htp("GET", "/inventory/search/*/CUMMINS/ISX", timeout=timeout)
    yield lambda: mockbay.leadway_stock(0, timeout=timeout)


def good():
    """Has patience."""
    for call in calls(timeout=20):
        assert call().status == 200


def naive():
    """Gives up after a quarter of a second, and asks again."""
    for call in calls(timeout=0.25):
        for _ in range(2):
            try:
                call()
                break
            except mockbay.Lost:
                continue


mockbay.main(good, naive)
