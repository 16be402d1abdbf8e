"""Opens a work order, and the reply is lost."""

import mockbay


def open_order():
    mockbay.autosync("POST", "/shops/1/workorders", {"customer_id": 42, "vehicle_id": 78})


def orders():
    reply = mockbay.autosync("GET", "/shops/1/workorders?vehicle_id=78")
    assert reply.status == 200, reply.json
    return {row["id"] for row in reply.json["data"]}


def good():
    """Looks whether the vehicle has a new work order before it would open one again."""
    before = orders()
    try:
        open_order()
    except mockbay.Lost:
        if orders() == before:
            open_order()


def naive():
    """Takes silence for failure, and opens it again."""
    try:
        open_order()
    except mockbay.Lost:
        open_order()


mockbay.main(good, naive)
