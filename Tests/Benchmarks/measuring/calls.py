"""The calls that are measured: what a client of each vendor does most."""

import dataclasses
import json

from .servers import ACCOUNT


@dataclasses.dataclass(frozen=True)
class Call:
    kind: str
    vendor: str
    path: str
    method: str = "GET"
    body: str = None
    more: tuple = ()
    """Pairs of further request headers."""

    @property
    def name(self):
        return f"{self.kind}, {self.vendor}"

    @property
    def writes(self):
        return self.method != "GET"

    def headers(self, server):
        headers = {**server.headers(self.vendor), **dict(self.more)}
        return {**headers, "Content-Type": "application/json"} if self.body else headers


def post(vendor, path, body, kind="POST"):
    return Call(kind, vendor, path, "POST", json.dumps(body))


BY_ID = [
    Call("object", "autoleap", "/itemPricing/ITEM1"),
    Call("object", "autosync", "/shops/1/customers/42"),
    Call("object", "htp", "/inventory/details/101/1/500001"),
    Call("object", "leadway", f"/products/644ffe20511ac397e3f1a60e?locationId={ACCOUNT}"),
]
PAGES = [
    Call("page of 25", "autoleap", "/vehicles?companyId=SHOP5678&size=25"),
    Call("page of 25", "autosync", "/shops/1/workorders?per_page=25"),
    Call("page of 25", "htp", "/inventory/search/*/CUMMINS/ISX"),
    Call("page of 25", "leadway", f"/products/inventory?altId={ACCOUNT}&limit=25"),
]
POSTS = [
    post(
        "autoleap",
        "/items",
        {
            "companyId": "SHOP5678",
            "items": [
                {
                    "itemType": "part",
                    "itemName": "Clutch Kit",
                    "itemNumber": "CK-100",
                    "category": "Drive Train",
                    "description": "Pressure plate, disc, release bearing, pilot bearing and the tool to align them",
                    "status": "Active",
                    "taxable": True,
                    "commissionable": True,
                    "internalNotes": "Comes two days after it was ordered",
                    "partDetails": {"costPerUnit": 80.15, "pricePerUnit": 149.99},
                }
            ],
        },
    ),
    post(
        "autosync",
        "/shops/1/customers",
        {
            "first_name": "Margarethe",
            "last_name": "Featherstonehaugh",
            "email": "margarethe.featherstonehaugh@accounts.example.com",
            "phone": "(555) 555-0199",
            "is_business": True,
            "business_name": "Featherstonehaugh Haulage, Removals and Recovery of Southern Illinois",
            "address": {"street": "1200 East Washington Street", "city": "Springfield", "state": "IL", "zip": "62701"},
        },
    ),
    post(
        "htp",
        "/enduser/log/part_request",
        {
            "contact": {
                "name": "Pat Doe",
                "company": "Doe Truck Repair",
                "email": "pat@example.com",
                "phone": "402-555-0199",
                "address": "12 Main Street",
                "city": "Lincoln",
                "state": "NE",
                "postal_code": "68503",
            },
            "part_type": "Engine Assembly",
            "make": "CUMMINS",
            "model": "ISX",
            "year": "2014",
            "vehicle": {"make": "PETERBILT", "model": "389", "year": "2014"},
        },
    ),
    post(
        "leadway",
        "/products/",
        {
            "name": "Insulated Bottle",
            "locationId": ACCOUNT,
            "productType": "PHYSICAL",
            "description": "Keeps a litre hot for twelve hours and cold for a day, and fits the holder of every cab",
            "image": "https://img.example.com/bottles/insulated-litre-steel.jpg",
            "statementDescriptor": "BOTTLE",
            "availableInStore": True,
            "isTaxesEnabled": False,
            "slug": "insulated-bottle",
        },
    ),
]
SALE = post(
    "htp",
    "/sale/create",
    {
        "po_number": "PO-4711",
        "user_id": "1",
        "shipping_method": "Pick-Up",
        "line_items": [
            {"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "quantity": 1, "price": "4500.00"}
        ],
        "billing_address": {
            "contact": "Pat Doe",
            "company": "Doe Truck Repair",
            "email": "pat@example.com",
            "street": "12 Main Street",
            "city": "Lincoln",
            "state": "NE",
            "postal_code": "68503",
            "country": "US",
        },
    },
    kind="sale",
)
# Each finds a page or more among 10,000 records that were generated, and among 100,000.
SEARCHES = {
    "autoleap.customers": Call("search", "autoleap", "/customers?companyId=SHOP5678&size=25&search=lowe"),
    "autosync.customers": Call("search", "autosync", "/shops/1/customers?search=grant"),
    "htp.items": Call("search", "htp", "/inventory/search/*/CUMMINS/ISX?category=USED"),
    "leadway.prices": Call("search", "leadway", f"/products/inventory?altId={ACCOUNT}&limit=25&search=shirt"),
}
HTP_OBJECT = BY_ID[2]
# What a browser or a client behind a proxy sends along.
TEN_HEADERS = (
    ("Accept", "application/json, text/plain, */*"),
    ("Accept-Encoding", "gzip, deflate, br"),
    ("Accept-Language", "en-US,en;q=0.9"),
    ("Cache-Control", "no-cache"),
    ("Cookie", "session=0123456789abcdef0123456789abcdef; theme=dark"),
    ("Referer", "http://127.0.0.1/inventory"),
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"),
    ("X-Correlation-Id", "7f6f0d0e-7f39-4f2b-9f43-0d5d1b6c5a10"),
    ("X-Forwarded-For", "192.0.2.44"),
    ("X-Requested-With", "XMLHttpRequest"),
)
