"""AutoLeap by the Python package requests: pages, a token that is refreshed when it dies, and what signs it."""

import base64
import json
import os

import requests

base = os.environ["AUTOLEAP_BASE_URL"]
control = os.environ["MOCKBAY_URL"] + "/__mockbay/bays/" + os.environ["MOCKBAY_BAY"]


class Partner(requests.auth.AuthBase):
    """Logs in, and refreshes once when a call is refused for its token."""

    def __init__(self):
        self.take(self.post("login", partnerId="PARTNER-DEMO", authKey="demo-auth-key"))
        self.refreshes = 0

    def post(self, path, **body):
        reply = requests.post(f"{base}/partners/{path}", json=body, timeout=20)
        reply.raise_for_status()
        return reply.json()

    def take(self, tokens):
        self.access = tokens["data"]["accessToken"]
        self.refresh = tokens["data"]["refreshToken"]

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.access}"
        request.register_hook("response", self.again)
        return request

    def again(self, reply, **options):
        if reply.status_code != 401 or reply.request.headers.get("X-Again"):
            return reply
        self.take(self.post("generateNewAccessToken", refreshToken=self.refresh))
        self.refreshes += 1
        request = reply.request.copy()
        request.headers.update({"Authorization": f"Bearer {self.access}", "X-Again": "1"})
        return reply.connection.send(request, **options)


def claims(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


partner = Partner()
session = requests.Session()
session.auth = partner
assert claims(partner.access)["bay"] == os.environ["MOCKBAY_BAY"]
assert claims(partner.access)["exp"] - claims(partner.access)["iat"] == 3600

rows, number = [], 1
while True:
    if number == 2:
        requests.post(f"{control}/clock", json={"action": "advance", "by": "1h"}, timeout=20).raise_for_status()
    page = session.get(f"{base}/payments", params={"companyId": "SHOP5678", "page": number}, timeout=20).json()
    rows += page["content"]
    if page["last"]:
        break
    number += 1
assert number == 3 and len(rows) == page["totalCount"] == len({row["paymentId"] for row in rows}), number
assert partner.refreshes == 1

created = session.post(
    f"{base}/customers",
    json={"companyId": "SHOP5678", "customers": [{"firstName": "Zoë", "lastName": "O'Neil"}, {"firstName": "Al"}]},
    timeout=20,
)
assert created.status_code == 400 and created.json()["error"] == "customers[1].lastName is required", created.text
found = session.get(f"{base}/customers", params={"companyId": "SHOP5678", "search": "zoë"}, timeout=20)
assert found.json()["totalCount"] == 0, "nothing of the call was stored"

statuses = [session.get(f"{base}/partners/profile", timeout=20).status_code for _ in range(160)]
assert statuses.count(429) > 0 and statuses == sorted(statuses), "a limit, and nothing after it"
