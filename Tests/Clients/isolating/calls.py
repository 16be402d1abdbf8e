"""A client whose requests name their bay now by the path, now by a header, now by a credential."""

import base64
import collections
import http.client
import json
import urllib.parse

ACCOUNT = "6578278e879ad2646715ba9c"
CALLBACK = "http://127.0.0.1/cb"
SCOPES = "customers:read customers:write inventory:read inventory:write"


class Leak(Exception):
    """Something of one bay showed in another, or is missing where it was written."""


class Client:
    """Keeps one connection to each listener, over which it visits all bays in turn."""

    def __init__(self, ready, chance, astray=None):
        """
        - ready: the ready object of the server
        - astray: (chance, bay) → the name of the bay that a write is really sent to
        """
        urls = {vendor: facts["url"] for vendor, facts in ready["vendors"].items()} | {"gateway": ready["url"]}
        self.hosts = {name: urllib.parse.urlsplit(url).netloc for name, url in urls.items()}
        self.connections = {}
        self.chance = chance
        self.astray = astray
        self.counts = collections.Counter()

    def vendor(self, vendor, bay, method, path, body=None, form=None):
        """One call of a vendor in a bay: what its body says."""
        name = bay.name
        if self.astray and method != "GET" and vendor != "autoleap":
            name = self.astray(self.chance, bay.name)
        prefix, headers = self.select(vendor, bay, name)
        if name != bay.name:
            self.exchange(vendor, method, prefix + path, headers, body, form)
            self.counts["led astray"] += 1
            return None
        return self.numbered(bay, vendor, method, prefix + path, headers, body, form)

    def numbered(self, bay, vendor, method, path, headers, body=None, form=None):
        """One call, whose number tells whether anybody else was in the bay since the last one."""
        bay.number += 1
        response, content = self.exchange(vendor, method, path, headers, body, form)
        self.counts["writes" if method != "GET" else "reads"] += 1
        number = response.headers.get("X-Mockbay-Request-Id")
        if number != str(bay.number):
            raise Leak(f"{bay.name}: {method} {path} is exchange {number} there, not {bay.number}")
        if response.status >= 400:
            raise Leak(f"{bay.name}: {method} {path} answers {response.status} {content[:200]}")
        return response if response.status == 302 else json.loads(content)

    def select(self, vendor, bay, name):
        """A way to name the bay: what the path begins with, and headers. Credentials are among them."""
        tokens = {"autoleap": self.autoleap_token, "autosync": self.autosync_token}
        way = self.chance.choice(("path", "header", "credential", "token"))
        if name == bay.name and (vendor == "autoleap" or vendor == "autosync" and way == "token"):
            credential = {"Authorization": "Bearer " + tokens[vendor](bay)}
            suffix, way = "", "token" if vendor == "autosync" else way
        else:
            if way == "token":
                way = "credential"
            suffix = f"~{name}" if way == "credential" else ""
            credential = credential_of(vendor, suffix)
        self.counts[f"by {way}"] += 1
        prefix = f"/~{name}" if way == "path" else ""
        return prefix, credential | ({"X-Mockbay-Bay": name} if way == "header" else {})

    def autoleap_token(self, bay):
        """The bay is a claim of the token."""
        if "autoleap" not in bay.tokens:
            partner = {"partnerId": f"PARTNER-DEMO~{bay.name}", "authKey": "demo-auth-key"}
            reply = self.numbered(bay, "autoleap", "POST", "/v2/partners/login", {}, partner)
            bay.tokens["autoleap"] = reply["data"]["accessToken"]
        return bay.tokens["autoleap"]

    def autosync_token(self, bay):
        """The bay is in the id of the app, and from there in the code and in the token."""
        if "autosync" not in bay.tokens:
            app = {"client_id": f"mockbay-client~{bay.name}", "redirect_uri": CALLBACK}
            asked = urllib.parse.urlencode({**app, "response_type": "code", "scope": SCOPES})
            response = self.numbered(bay, "autosync", "GET", f"/oauth/authorize?{asked}", {})
            code = urllib.parse.parse_qs(urllib.parse.urlsplit(response.headers["Location"]).query)["code"][0]
            form = {**app, "client_secret": "mockbay-secret", "grant_type": "authorization_code", "code": code}
            reply = self.numbered(bay, "autosync", "POST", "/v1/oauth/token", {}, form=form)
            bay.tokens["autosync"] = reply["access_token"]
        return bay.tokens["autosync"]

    def control(self, method, path, body=None):
        response, content = self.exchange("gateway", method, f"/__mockbay/{path}", {}, body)
        self.counts["control calls"] += 1
        if response.status >= 400:
            raise Leak(f"{method} {path} answers {response.status} {content[:200]}")
        return json.loads(content) if content else None

    def exchange(self, listener, method, path, headers, body=None, form=None):
        if listener not in self.connections:
            self.connections[listener] = http.client.HTTPConnection(self.hosts[listener], timeout=60)
        connection = self.connections[listener]
        if form is not None:
            headers = headers | {"Content-Type": "application/x-www-form-urlencoded"}
            body = urllib.parse.urlencode(form)
        elif body is not None:
            headers = headers | {"Content-Type": "application/json"}
            body = json.dumps(body)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response, response.read()


def credential_of(vendor, suffix):
    """A standing credential, with what it is to end in."""
    if vendor == "htp":
        return {"Authorization": "Basic " + base64.b64encode(f"demo{suffix}:demo".encode()).decode()}
    if vendor == "leadway":
        return {"Authorization": f"Bearer pit-demo{suffix}", "Version": "2021-07-28"}
    return {"Authorization": f"Bearer sk_live_demo{suffix}"}
