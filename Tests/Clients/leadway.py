"""The official Python client of the platform behind Leadway, against Mockbay: pages, search, stock, errors, tokens.

It has no option for the base URL; a subclass sets it. Each part has a bay of its own.
"""

import asyncio
import json
import os
import urllib.request

from highlevel import HighLevel
from highlevel.error import GHLError

ACCOUNT = "6578278e879ad2646715ba9c"
SHIRT = "6241712be68f7a98102ba272"
TSHIRT = "6241712be68f7a98102ba270"


def client(bay, version="v3", **credentials):
    class Mockbay(HighLevel):
        BASE_URL = os.environ["LEADWAY_BASE_URL"] + f"/~{bay}"
        API_VERSION = version

    credentials = credentials or {"private_integration_token": "pit-demo"}
    return Mockbay(**credentials, log_level="none")


def control(path, body):
    request = urllib.request.Request(
        os.environ["MOCKBAY_URL"] + "/__mockbay/" + path,
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


async def refused(call, status, message):
    try:
        await call
    except GHLError as error:
        assert error.status_code == status, (error.status_code, error.response)
        assert error.message == message, error.message
        assert error.response["statusCode"] == status, error.response
        return error
    raise AssertionError(f"no {status}")


async def all_pages():
    products = client("official-pages").products
    rows = []
    while True:
        page = await products.get_list_inventory(ACCOUNT, "location", limit=30, offset=len(rows))
        assert page["total"] == {"total": 100}, page["total"]
        rows += page["inventory"]
        if len(page["inventory"]) < 30:
            break
    assert len(rows) == 100 and len({row["_id"] for row in rows}) == 100
    required = {"_id", "name", "availableQuantity", "sku", "allowOutOfStockPurchases", "product", "updatedAt"}
    assert all(required <= row.keys() <= required | {"image", "productName"} for row in rows)
    # Languages with a float type send what is declared as a number like that.
    last = await products.get_list_inventory(ACCOUNT, "location", limit=20.0, offset=80.0)
    assert last["inventory"] == rows[80:]


async def search():
    products = client("official-search").products
    page = await products.get_list_inventory(ACCOUNT, "location", search="t-SHIRT")
    assert page["total"]["total"] == 3, page["total"]
    assert page["inventory"][0]["name"] == "Medium T-shirt"
    assert (await products.get_list_inventory(ACCOUNT, "location", search="teapot"))["inventory"] == []


async def stock():
    products = client("official-stock").products
    before = (await products.get_list_inventory(ACCOUNT, "location", search="TSHIRT-MED"))["inventory"][0]
    item = {"priceId": SHIRT, "availableQuantity": 7, "allowOutOfStockPurchases": True}
    done = await products.update_inventory({"altId": ACCOUNT, "altType": "location", "items": [item]})
    assert done["status"] is True
    after = (await products.get_list_inventory(ACCOUNT, "location", limit=1))["inventory"][0]
    assert after["_id"] == SHIRT and after["availableQuantity"] == 7 and after["allowOutOfStockPurchases"]
    assert after["updatedAt"] > before["updatedAt"]
    price = await products.get_price_by_id_for_product(TSHIRT, SHIRT, ACCOUNT)
    assert price["availableQuantity"] == 7 and price["updatedAt"] == after["updatedAt"]


async def catalogue():
    products = client("official-catalogue").products
    # The client calls the list of products like that.
    page = await products.list_invoices(ACCOUNT, limit=5, product_ids=[TSHIRT])
    assert [product["_id"] for product in page["products"]] == [TSHIRT] and page["total"] == [{"total": 1}]
    assert (await products.get_product_by_id(TSHIRT, ACCOUNT))["name"] == "T-shirt"
    prices = await products.list_prices_for_product(TSHIRT, location_id=ACCOUNT)
    assert prices["total"] == 3 and SHIRT in [price["_id"] for price in prices["prices"]]
    new = await products.create_product({"name": "Tea Cosy", "locationId": ACCOUNT, "productType": "PHYSICAL"})
    assert (await products.get_product_by_id(new["_id"], ACCOUNT)) == new


async def errors():
    bay = "official-errors"

    def inventory(sdk, account=ACCOUNT, error=None, **parameters):
        options = {"headers": {"X-Mockbay-Error": error}} if error else None
        return sdk.products.get_list_inventory(account, "location", options=options, **parameters)

    good = client(bay)
    await refused(
        inventory(client(bay, private_integration_token="pit-0")), 401, "Invalid Private Integration token"
    )
    await refused(inventory(client(bay, private_integration_token="eyJ")), 401, "Invalid JWT")
    await refused(inventory(client(bay, version="")), 401, "version header was not found.")
    await refused(inventory(client(bay, version="2019-01-01")), 401, "version header is invalid")
    readonly = client(bay, private_integration_token="pit-readonly")
    item = {"priceId": SHIRT, "availableQuantity": 1}
    await refused(
        readonly.products.update_inventory({"altId": ACCOUNT, "altType": "location", "items": [item]}),
        401,
        "The token is not authorized for this scope.",
    )
    other = client(bay, private_integration_token="pit-other")
    await refused(inventory(other), 403, "The token does not have access to this location.")
    broken = await refused(
        inventory(good, "", limit=-1),
        422,
        "limit must be a number conforming to the specified constraints, altId should not be empty",
    )
    assert isinstance(broken.response["message"], list)
    await refused(good.products.get_product_by_id("teapot", ACCOUNT), 404, "Product not found")
    await refused(inventory(good, error="bad_request"), 400, "Bad Request")
    await refused(inventory(good, error="server_error"), 500, "Internal server error")


async def burst():
    sdk = client("official-burst")
    control("bays", {"name": "official-burst"})
    control("bays/official-burst/clock", {"action": "freeze"})
    for _ in range(100):
        await sdk.products.get_list_inventory(ACCOUNT, "location", limit=1)
    await refused(sdk.products.get_list_inventory(ACCOUNT, "location"), 429, "Too Many Requests")
    control("bays/official-burst/clock", {"action": "advance", "by": "10s"})
    await sdk.products.get_list_inventory(ACCOUNT, "location", limit=1)


async def tokens():
    bay = "official-tokens"
    sdk = client(bay, client_id="mockbay-client", client_secret="mockbay-secret")
    session = await sdk.oauth.get_access_token(
        {
            "clientId": "mockbay-client",
            "clientSecret": "mockbay-secret",
            "grantType": "authorization_code",
            "code": "code-demo",
            "userType": "Location",
        }
    )
    assert session["locationId"] == ACCOUNT and session["accessToken"].endswith(f"~{bay}")
    await sdk.session_storage.set_session(ACCOUNT, session)
    # The client finds the stored session by this field, and not by altId.
    options = {"headers": {"x-location-id": ACCOUNT}}
    page = await sdk.products.get_list_inventory(ACCOUNT, "location", limit=1, options=options)
    assert page["total"]["total"] == 100
    # A day later the token has expired; the client refreshes it and tries again, unasked.
    control(f"bays/{bay}/clock", {"action": "advance", "by": "25h"})
    page = await sdk.products.get_list_inventory(ACCOUNT, "location", limit=1, options=options)
    assert page["total"]["total"] == 100
    renewed = await sdk.session_storage.get_session(ACCOUNT)
    assert renewed["refreshToken"] != session["refreshToken"]


async def main():
    for part in (all_pages, search, stock, catalogue, errors, burst, tokens):
        await part()
        print(f"{part.__name__}: as it should be")


asyncio.run(main())
