"""Creates three vehicles in one call; the customer of one of them is gone."""

import re

import mockbay

ROWS = [{"customerId": customer, "make": "Kia"} for customer in ("CUST001", "CUST003", "CUST005")]


def create(token, rows):
    return mockbay.autoleap("POST", "/vehicles", {"companyId": "SHOP5678", "vehicles": rows}, token=token)


def good():
    """Takes out the row that the error names, and sends the rest."""
    token = mockbay.login()["accessToken"]
    rows = list(ROWS)
    while rows and (reply := create(token, rows)).status != 200:
        bad = re.search(r"vehicles\[(\d+)\]", reply.json["error"])
        assert bad, reply.json
        rows.pop(int(bad[1]))


def naive():
    """Sends the same again, and leaves it at that."""
    token = mockbay.login()["accessToken"]
    for _ in range(3):
        if create(token, ROWS).status == 200:
            break


mockbay.main(good, naive)
