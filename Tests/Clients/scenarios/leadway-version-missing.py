"""Reads the inventory as a newer SDK does, with a Version that is not taken here."""

import os

import mockbay


def good():
    """Reads the message of the 401, and changes what it complains of."""
    reply = mockbay.leadway_stock(0, limit=100, version="v3")
    if reply.status == 401 and "version" in reply.json["message"]:
        reply = mockbay.leadway_stock(0, limit=100, version="2021-07-28")
    assert reply.status == 200, reply.json


def naive():
    """Takes every 401 for a bad token, and gets another one, and another one."""
    session = {
        "client_id": "mockbay-client", "client_secret": "mockbay-secret",
        "grant_type": "authorization_code", "code": "code-demo",
    }
    token = None
    for _ in range(3):
        if mockbay.leadway_stock(0, limit=100, token=token, version="v3").status == 200:
            break
        reply = mockbay.call(os.environ["LEADWAY_BASE_URL"], "POST", "/oauth/token", session)
        token = reply.json["access_token"]


mockbay.main(good, naive)
