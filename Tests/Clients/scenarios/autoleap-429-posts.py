"""Asks for an appointment in every half hour of a day and more: more POSTs than a minute allows."""

# exec: --clock scaled:30

import datetime
import time

import mockbay

MONDAY = datetime.datetime(2026, 8, 3, 8)
HALF_HOUR = datetime.timedelta(minutes=30)
CUSTOMER = {"firstName": "Jane", "lastName": "Smith"}


def ask(token, number):
    start = MONDAY + number * HALF_HOUR
    body = {
        "companyId": "SHOP5678",
        "locationId": "LOC11",
        "startDateTime": f"{start:%FT%TZ}",
        "endDateTime": f"{start + HALF_HOUR:%FT%TZ}",
        "customer": CUSTOMER,
    }
    return mockbay.autoleap("POST", "/appointmentRequests/create", body, token=token)


def good():
    """Comes back when it is told to."""
    token = mockbay.login()["accessToken"]
    for number in range(55):
        while (reply := ask(token, number)).status == 429:
            time.sleep(reply.retry_after)
        assert reply.status == 200, reply.json


def naive():
    """Tries three times without a look at Retry-After, and goes on to the next one."""
    token = mockbay.login()["accessToken"]
    for number in range(55):
        for _ in range(3):
            if ask(token, number).status == 200:
                break


mockbay.main(good, naive)
