"""Copies four lists a row at a time: more GETs than a minute allows."""

# exec: --clock scaled:25

import time

import mockbay

LISTS = ["customers", "vehicles", "items", "orders"]


def copy(get):
    token = mockbay.login()["accessToken"]
    for name in LISTS:
        number, is_last = 1, False
        while not is_last:
            reply = get(f"/{name}?companyId=SHOP5678&size=1&page={number}", token)
            if reply.status != 200:
                return
            number, is_last = number + 1, reply.json["last"]


def patient(path, token):
    pause = 0.4
    while (reply := mockbay.autoleap("GET", path, token=token)).status == 429:
        time.sleep(pause)
        pause *= 2
    return reply


def hasty(path, token):
    for _ in range(50):
        reply = mockbay.autoleap("GET", path, token=token)
        if reply.status != 429:
            break
    return reply


def good():
    """Waits, twice as long each time, and goes on where it was."""
    copy(patient)


def naive():
    """Tries again at once, fifty times, and makes do with what it has."""
    copy(hasty)


mockbay.main(good, naive)
