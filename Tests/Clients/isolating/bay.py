"""A bay and, beside it, what must be in it."""

import copy
import dataclasses
import re
import threading

from .calls import ACCOUNT, Leak

MARK = re.compile(r"zq\d+x")
ITEM = {"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001}
PRICE = "6241712be68f7a98102ba272"
STOCK = 1_000_000  # of that item, by the scenario
LATEST = 50  # exchanges of the journal that are looked at
# Where marks are written to.
COLLECTIONS = {
    "sales": ("htp", "sales"),
    "customers": ("autosync", "customers"),
    "items": ("autoleap", "items"),
    "products": ("leadway", "products"),
}


@dataclasses.dataclass
class World:
    """What was written, by collection: marks, with what else is known of each; and two numbers that are overwritten."""

    sales: dict = dataclasses.field(default_factory=dict)
    customers: dict = dataclasses.field(default_factory=dict)
    items: dict = dataclasses.field(default_factory=dict)
    products: dict = dataclasses.field(default_factory=dict)
    part: int = 40
    price: int = 50

    @property
    def marks(self):
        return {mark for kind in COLLECTIONS for mark in getattr(self, kind)}


class Bay:
    def __init__(self, name):
        self.name = name
        self.lock = threading.Lock()
        self.was_used = False
        self.forget()

    def forget(self, start=None):
        """As it is before its first use, or as a copy of another is made."""
        self.start = start or World()
        self.snapshots = {}
        self.is_there = False
        self.begin()

    def begin(self):
        """As it starts: the journal is empty and no token has been given out."""
        self.world = copy.deepcopy(self.start)
        self.known = self.world.marks
        """All marks that may stand in its journal."""
        self.number = 0
        self.tokens = {}

    # What is done in it.

    def do_something(self, client, chance, field):
        self.was_used = True
        adding = (self.sell, self.add_customer, self.add_item, self.add_product)
        changing = (self.rename, self.set_part, self.set_price)
        changes = (self.fork, self.reset, self.remove, self.keep, self.restore)
        kind = chance.random()
        if kind < 0.08:
            action = chance.choice(changes)
            client.counts[action.__name__] += action(client, chance, field) is not False
        elif kind < 0.16:
            self.look(client)
        else:
            self.is_there = True
            chance.choice(adding + changing)(client, field.mark(), chance)

    def sell(self, client, mark, chance):
        quantity = chance.randrange(1, 5)
        self.wrote("sales", mark, quantity)
        line = {**ITEM, "quantity": quantity, "price": "4500.00"}
        client.vendor("htp", self, "POST", "/sale/create", {"po_number": mark, "line_items": [line]})
        self.look_at_sales(client)

    def add_customer(self, client, mark, chance):
        self.wrote("customers", mark, None)
        body = {"first_name": mark, "last_name": "Doe", "phone": "(555) 555-0100"}
        reply = client.vendor("autosync", self, "POST", "/v1/shops/1/customers", body)
        self.world.customers[mark] = reply and reply["data"]["id"]
        self.look_at_customers(client)

    def rename(self, client, mark, chance):
        if not self.world.customers:
            return self.add_customer(client, mark, chance)
        old = chance.choice(list(self.world.customers))
        number = self.world.customers.pop(old)
        self.wrote("customers", mark, number)
        client.vendor("autosync", self, "PUT", f"/v1/shops/1/customers/{number}", {"first_name": mark})
        self.look_at_customers(client)

    def set_part(self, client, mark, chance):
        self.world.part = chance.randrange(100, 1_000_000)
        client.vendor("autosync", self, "PATCH", "/v1/shops/1/inventory/9", {"quantity": self.world.part})
        self.look_at_numbers(client)

    def add_item(self, client, mark, chance):
        self.wrote("items", mark, None)
        details = {"costPerUnit": 80.15, "pricePerUnit": 149.99}
        item = {"itemType": "part", "itemName": "Clutch", "itemNumber": mark, "status": "Active", "taxable": True}
        body = {"companyId": "SHOP5678", "items": [{**item, "partDetails": details}]}
        client.vendor("autoleap", self, "POST", "/v2/items", body)
        self.look_at_items(client, mark)

    def add_product(self, client, mark, chance):
        self.wrote("products", mark, None)
        body = {"name": mark, "locationId": ACCOUNT, "productType": "PHYSICAL"}
        client.vendor("leadway", self, "POST", "/products/", body)
        self.look_at_products(client)

    def set_price(self, client, mark, chance):
        self.world.price = chance.randrange(1_000_000)
        items = [{"priceId": PRICE, "availableQuantity": self.world.price}]
        body = {"altId": ACCOUNT, "altType": "location", "items": items}
        client.vendor("leadway", self, "POST", "/products/inventory", body)
        self.look_at_numbers(client)

    def wrote(self, kind, mark, what):
        getattr(self.world, kind)[mark] = what
        self.known.add(mark)

    # What is done with it. False: not now.

    def fork(self, client, chance, field):
        copied = self.is_there and field.free_bay(chance, self)
        if not copied:
            return False
        try:
            copied.was_used = True
            if copied.is_there:
                client.control("DELETE", f"bays/{copied.name}")
            copied.forget(copy.deepcopy(self.world))
            client.control("POST", f"bays/{self.name}/fork", {"name": copied.name})
            copied.is_there = True
            copied.look(client)
        finally:
            copied.lock.release()

    def reset(self, client, chance, field):
        if not self.is_there:
            return False
        client.control("POST", f"bays/{self.name}/reset")
        self.begin()
        self.look(client)

    def remove(self, client, chance, field):
        if not self.is_there:
            return False
        client.control("DELETE", f"bays/{self.name}")
        self.forget()

    def keep(self, client, chance, field):
        name = f"kept-{chance.randrange(3)}"
        client.control("POST", f"bays/{self.name}/snapshots", {"name": name})
        self.is_there = True
        self.snapshots[name] = copy.deepcopy((self.world, self.tokens))

    def restore(self, client, chance, field):
        if not self.snapshots:
            return False
        name = chance.choice(list(self.snapshots))
        client.control("POST", f"bays/{self.name}/snapshots/{name}/restore")
        self.world, self.tokens = copy.deepcopy(self.snapshots[name])
        # It may be from before a reset, and with it what the journal may speak of from now on.
        self.known |= self.world.marks
        self.look(client)

    def start_over(self, client):
        """After a leak, so that it is told once."""
        client.exchange("gateway", "DELETE", f"/__mockbay/bays/{self.name}", {})
        self.forget()

    # What must show.

    def look(self, client):
        """At everything: all that the vendors show, what the state holds, and what the journal tells."""
        if not self.is_there:
            return
        self.look_at_sales(client)
        self.look_at_customers(client)
        self.look_at_items(client)
        self.look_at_products(client)
        self.look_at_numbers(client)
        for kind, (vendor, collection) in COLLECTIONS.items():
            page = client.control("GET", f"bays/{self.name}/state/{vendor}/{collection}?limit=1000")
            found = set(MARK.findall(str(page)))
            self.must_be(client, f"state of {vendor}.{collection}", found, getattr(self.world, kind))
        self.look_at_journal(client)

    def look_at_sales(self, client):
        page = client.control("GET", f"bays/{self.name}/state/htp/sales?limit=1000")
        self.must_be(client, "sales", [sale["po_number"] for sale in page["records"]], self.world.sales)
        item = client.vendor("htp", self, "GET", "/inventory/details/101/1/500001")
        left = STOCK - sum(self.world.sales.values())
        self.must_have(client, "stock of the item", int(item["available_quantity"]), left)

    def look_at_customers(self, client):
        found, page = {}, 1
        while True:
            path = f"/v1/shops/1/customers?search=zq&per_page=100&page={page}"
            reply = client.vendor("autosync", self, "GET", path)
            found |= {customer["first_name"]: customer["id"] for customer in reply["data"]}
            if len(found) >= reply["pagination"]["total"] or not reply["data"]:
                break
            page += 1
        self.must_be(client, "customers", found, self.world.customers)
        self.must_have(client, "customers' ids", found, self.world.customers)

    def look_at_items(self, client, mark=None):
        if mark:
            path = f"/v2/items?companyId=SHOP5678&itemNumber={mark}"
            found = client.vendor("autoleap", self, "GET", path)["content"]
            self.must_be(client, "item", [item["itemNumber"] for item in found], [mark])
            return
        found, page, last = [], 1, 1
        while page <= last:
            reply = client.vendor("autoleap", self, "GET", f"/v2/items?companyId=SHOP5678&size=100&page={page}")
            found += MARK.findall(str(reply["content"]))
            last, page = reply["totalPages"], page + 1
        self.must_be(client, "items", found, self.world.items)

    def look_at_products(self, client):
        path = f"/products/?locationId={ACCOUNT}&search=zq&limit=1000"
        found = [product["name"] for product in client.vendor("leadway", self, "GET", path)["products"]]
        self.must_be(client, "products", found, self.world.products)

    def look_at_numbers(self, client):
        parts = client.vendor("autosync", self, "GET", "/v1/shops/1/inventory?per_page=100")["data"]
        quantity = next(part["quantity"] for part in parts if part["id"] == 9)
        path = f"/products/inventory?altId={ACCOUNT}&search=TSHIRT-MED-001"
        row = client.vendor("leadway", self, "GET", path)["inventory"][0]
        self.must_have(client, "part 9", quantity, self.world.part)
        self.must_have(client, "the T-shirt", row["availableQuantity"], self.world.price)

    def look_at_journal(self, client):
        """Every exchange is one of ours, and speaks of nothing that was never here."""
        since = max(0, self.number - LATEST)
        page = client.control("GET", f"bays/{self.name}/journal?since={since}")
        numbers = [entry["number"] for entry in page["entries"]]
        self.must_have(client, "the journal's numbers", numbers, list(range(since + 1, self.number + 1)))
        strangers = set(MARK.findall(str(page))) - self.known
        self.must_have(client, "strangers in the journal", strangers, set())

    def must_be(self, client, what, found, expected):
        """These marks, each once."""
        self.must_have(client, what, sorted(found), sorted(expected))

    def must_have(self, client, what, found, expected):
        client.counts["checks"] += 1
        if found != expected:
            raise Leak(f"{self.name}: {what}: {str(found)[:200]} instead of {str(expected)[:200]}")
