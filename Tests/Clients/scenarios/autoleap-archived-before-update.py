"""Notes in a customer's sheet that a reminder is due, and asks for the appointment."""

import mockbay


def note(token):
    row = {"customerId": "CUST001", "notes": "Reminded of the inspection"}
    body = {"companyId": "SHOP5678", "customers": [row]}
    reply = mockbay.autoleap("PUT", "/customers", body, token=token)
    assert reply.status == 200, reply.json


def ask(token, customer):
    body = {
        "companyId": "SHOP5678",
        "locationId": "LOC11",
        "startDateTime": "2026-08-03T09:00:00Z",
        "endDateTime": "2026-08-03T09:30:00Z",
        "customer": {"firstName": customer["firstName"], "lastName": customer["lastName"]},
    }
    reply = mockbay.autoleap("POST", "/appointmentRequests/create", body, token=token)
    assert reply.status == 200, reply.json


def listed(token):
    reply = mockbay.autoleap("GET", "/customers?companyId=SHOP5678&search=doe", token=token)
    return next(row for row in reply.json["content"] if row["customerId"] == "CUST001")


def good():
    """Reads the customer once more after the update, and leaves alone who is gone."""
    token = mockbay.login()["accessToken"]
    if listed(token)["customerStatus"] == "Active":
        note(token)
        customer = mockbay.autoleap("GET", "/customers/CUST001", token=token).json
        if customer["customerStatus"] == "Active":
            ask(token, customer)


def naive():
    """Believes its list, since the update went through."""
    token = mockbay.login()["accessToken"]
    customer = listed(token)
    if customer["customerStatus"] == "Active":
        note(token)
        ask(token, customer)


mockbay.main(good, naive)
