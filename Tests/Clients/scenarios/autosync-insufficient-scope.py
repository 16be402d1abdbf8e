"""Takes in a new customer, and opens a work order: the key may do the first only."""

import mockbay

ZOE = {"first_name": "Zoe", "last_name": "Adler", "email": "zoe.adler@example.com"}


def take_in():
    reply = mockbay.autosync("POST", "/shops/1/customers", ZOE)
    assert reply.status == 201, reply.json


def open_order():
    return mockbay.autosync("POST", "/shops/1/workorders", {"customer_id": 42, "vehicle_id": 78})


def good():
    """Says what the key may not do, and stops."""
    take_in()
    reply = open_order()
    if reply.status == 403:
        print(reply.json["error"]["message"])


def naive():
    """Does all of it again when a part of it fails."""
    for _ in range(3):
        take_in()
        if open_order().status == 201:
            break


mockbay.main(good, naive)
