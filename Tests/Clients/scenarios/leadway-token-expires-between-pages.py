"""Reads two pages with an access token that expires after the first one."""

import os

import mockbay


def token(**grant):
    app = {"client_id": "mockbay-client", "client_secret": "mockbay-secret"}
    reply = mockbay.call(os.environ["LEADWAY_BASE_URL"], "POST", "/oauth/token", {**app, **grant})
    assert reply.status == 200, reply.json
    return reply.json


def good():
    """Gets a new token on `Invalid JWT`, keeps the new refresh token too, and goes on with the page where it was."""
    session = token(grant_type="authorization_code", code="code-demo")
    for offset in (0, 50):
        reply = mockbay.leadway_stock(offset, limit=50, token=session["access_token"])
        if reply.status == 401 and reply.json["message"] == "Invalid JWT":
            session = token(grant_type="refresh_token", refresh_token=session["refresh_token"])
            reply = mockbay.leadway_stock(offset, limit=50, token=session["access_token"])
        assert reply.status == 200, reply.json


def naive():
    """Never refreshes its token: a page that fails ends the list."""
    session = token(grant_type="authorization_code", code="code-demo")
    for offset in (0, 50):
        if mockbay.leadway_stock(offset, limit=50, token=session["access_token"]).status != 200:
            break


mockbay.main(good, naive)
