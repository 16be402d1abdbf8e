"""Reads a company's orders until it is not let in any more."""

import mockbay


def orders(token, company):
    """The rows, and the status that ended them."""
    rows, number = [], 1
    while True:
        reply = mockbay.autoleap("GET", f"/orders?companyId={company}&size=10&page={number}", token=token)
        if reply.status != 200:
            return rows, reply.status
        rows += reply.json["content"]
        if reply.json["last"]:
            return rows, 200
        number += 1


def good():
    """Asks the profile what is left, and goes on with that."""
    token = mockbay.login()["accessToken"]
    _, status = orders(token, "SHOP5678")
    if status == 403:
        profile = mockbay.autoleap("GET", "/partners/profile", token=token).json["data"]
        for company in profile["companies"]:
            orders(token, company["companyId"])


def naive():
    """Takes the 403 for a token that is too old, and logs in again."""
    for _ in range(3):
        token = mockbay.login()["accessToken"]
        _, status = orders(token, "SHOP5678")
        if status == 200:
            break


mockbay.main(good, naive)
