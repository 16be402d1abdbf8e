"""A client under test. It knows nothing of Mockbay: it is told a URL and credentials, as it is in production."""

import base64
import http.client
import json
import urllib.request


class PartsClient:
    def __init__(self, url, user, password, careful=True):
        self.url = url
        self.authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self.careful = careful

    def stock(self, item):
        return int(self._call(f"/inventory/details/{item}")["available_quantity"])

    def buy(self, item, order):
        """Buys one piece, once: also where the reply to the order is lost. A careless one just orders again."""
        before = self.stock(item)
        try:
            self._sell(item, order)
        except (OSError, http.client.HTTPException):
            if not self.careful or self.stock(item) == before:
                self._sell(item, order)

    def _sell(self, item, order):
        vendor, store, number = item.split("/")
        line = {"vendor_id": vendor, "vendor_store": store, "vendor_inventory_id": number, "price": "100.00"}
        self._call("/sale/create", {"po_number": order, "line_items": [line]})

    def _call(self, path, body=None):
        request = urllib.request.Request(self.url + path, None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", self.authorization)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.load(reply)
