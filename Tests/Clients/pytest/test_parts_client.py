"""How a package tests its own client against the vendors."""

import pytest
from parts_client import PartsClient

ITEM = "101/1/500001"


@pytest.fixture
def client(bay):
    return PartsClient(bay.htp.url, bay.htp.credentials.user, bay.htp.credentials.password)


def test_it_buys_what_is_there(bay, client):
    client.buy(ITEM, "PO-1")
    assert client.stock(ITEM) == 9
    entries = bay.control("GET", "/journal").entries
    assert [entry.operation for entry in entries] == [
        "htp.inventory.details", "htp.sale.create", "htp.inventory.details"
    ]


def test_it_sees_the_last_piece_go(bay, client):
    bay.control("PATCH", "/state/htp/items/101-1-500001", {"available_quantity": 1})
    client.buy(ITEM, "PO-2")
    assert client.stock(ITEM) == 0


@pytest.mark.scenario("cut-off.json5")
def test_it_does_not_buy_twice(client):
    client.buy(ITEM, "PO-3")
