"""AutoSync's OAuth flow by the Python package requests-oauthlib, with a receiver for the redirect on loopback; then the
token at work. The bay is named by the client's id alone, and goes with code and token from there."""

import html
import os
import re
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, HTTPServer

import requests
from requests_oauthlib import OAuth2Session

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain HTTP will do on loopback
os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"  # the scopes come back in the vendor's order
origin = os.environ["AUTOSYNC_ORIGIN"]
api = f"{origin}/v1"
client_id, secret = "mockbay-client~oauth", "mockbay-secret"
arrived = []


class Receiver(BaseHTTPRequestHandler):
    def do_GET(self):
        arrived.append(f"http://{self.headers['Host']}{self.path}")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"thanks")

    def log_message(self, *_):
        pass


receiver = HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
callback = f"http://127.0.0.1:{receiver.server_port}/callback"


def authorize(session, **headers):
    """The redirect that the authorize call ends in, as a browser would follow it."""
    address, state = session.authorization_url(f"{origin}/oauth/authorize")
    reply = requests.get(address, headers=headers, timeout=20)
    if "text/html" in reply.headers.get("Content-Type", ""):
        assert all(scope in reply.text for scope in session.scope), reply.text
        link = html.unescape(re.search(r'id="allow" href="([^"]+)"', reply.text)[1])
        reply = requests.get(urllib.parse.urljoin(address, link), headers=headers, timeout=20)
    assert reply.text == "thanks", reply.text
    assert f"state={state}" in arrived[-1]
    return arrived[-1]


def exchange(session, redirect):
    return session.fetch_token(
        f"{api}/oauth/token",
        authorization_response=redirect,
        client_secret=secret,
        include_client_id=True,
        timeout=20,
    )


scopes = ["shops:read", "customers:read", "workorders:write"]
for headers in ({}, {"Accept": "text/html,application/xhtml+xml"}):
    session = OAuth2Session(client_id, redirect_uri=callback, scope=scopes)
    redirect = authorize(session, **headers)
    token = exchange(session, redirect)
    assert token["token_type"] == "Bearer" and token["expires_in"] == 3600, token
    assert token["access_token"].endswith("~oauth"), token
    shops = session.get(f"{api}/shops", timeout=20)
    assert [shop["id"] for shop in shops.json()["data"]] == [1, 2], shops.text
    assert shops.headers["X-RateLimit-Remaining"] == "99", shops.headers

    # A code works once, whoever tries it again.
    code = urllib.parse.parse_qs(urllib.parse.urlparse(redirect).query)["code"][0]
    again = requests.post(
        f"{api}/oauth/token",
        json={"grant_type": "authorization_code", "code": code, "client_id": client_id, "client_secret": secret},
        timeout=20,
    )
    assert again.status_code == 400 and again.json()["success"] is False, again.text

# What the scopes allow, and what they do not.
order = session.put(f"{api}/shops/1/workorders/1043", json={"status": "completed"}, timeout=20)
assert order.status_code == 200 and order.json()["data"]["status"] == "completed", order.text
assert session.get(f"{api}/shops/1/workorders/1043", timeout=20).status_code == 403

# All customers, by the rule that holds for each of the documented envelopes.
ids = []
for page in range(1, 100):
    rows = [row["id"] for row in session.get(f"{api}/shops/1/customers", params={"page": page}, timeout=20).json()["data"]]
    if not rows or rows[0] in ids:
        break
    ids += rows
assert len(ids) == len(set(ids)) == 63 and 42 in ids, ids

# The token belongs to its bay: elsewhere nobody knows it.
stranger = {"Authorization": f"Bearer {session.token['access_token'].removesuffix('~oauth')}"}
assert requests.get(f"{api}/shops", headers=stranger, timeout=20).status_code == 401
receiver.shutdown()
