"""Refreshes its token in good time, and the reply is lost."""

import time

import mockbay


def refresh(token):
    """New tokens, or None where the old one is not taken."""
    reply = mockbay.autoleap("POST", "/partners/generateNewAccessToken", {"refreshToken": token})
    return reply.json["data"] if reply.status == 200 else None


def refreshed(token):
    try:
        return refresh(token)
    except mockbay.Lost:
        return None


def profile(tokens):
    reply = mockbay.autoleap("GET", "/partners/profile", token=tokens["accessToken"])
    assert reply.status == 200, reply.json


def good():
    """Tries the refresh once more, and logs in when that does not help."""
    tokens = mockbay.login()
    old = tokens["refreshToken"]
    profile(refreshed(old) or refreshed(old) or mockbay.login())


def naive():
    """Repeats the refresh for as long as it fails, or has patience."""
    tokens = mockbay.login()
    for _ in range(10):
        new = refreshed(tokens["refreshToken"])
        if new:
            return profile(new)
        time.sleep(0.05)


mockbay.main(good, naive)
