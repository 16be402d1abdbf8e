"""Reads all payments, and its token dies after two pages of three."""

import mockbay


def page(tokens, number):
    path = f"/payments?companyId=SHOP5678&size=10&page={number}"
    return mockbay.autoleap("GET", path, token=tokens["accessToken"])


def good():
    """Refreshes its token on a 401, and asks for the same page again."""
    tokens = mockbay.login()
    rows, number = [], 1
    while True:
        reply = page(tokens, number)
        if reply.status == 401:
            body = {"refreshToken": tokens["refreshToken"]}
            tokens = mockbay.autoleap("POST", "/partners/generateNewAccessToken", body).json["data"]
            reply = page(tokens, number)
        assert reply.status == 200, reply.json
        rows += reply.json["content"]
        if reply.json["last"]:
            break
        number += 1
    assert len(rows) == reply.json["totalCount"]


def naive():
    """Reads until a page is not there, whatever the reason."""
    tokens = mockbay.login()
    rows, number = [], 1
    while (reply := page(tokens, number)).status == 200:
        rows += reply.json["content"]
        number += 1
        if reply.json["last"]:
            break


mockbay.main(good, naive)
