"""Asks for an appointment, and the reply is lost."""

import mockbay

DAY = "2026-08-03"
APPOINTMENT = {
    "companyId": "SHOP5678",
    "locationId": "LOC11",
    "startDateTime": f"{DAY}T09:00:00Z",
    "endDateTime": f"{DAY}T09:30:00Z",
    "customer": {"firstName": "Jane", "lastName": "Smith"},
}


def ask(token):
    mockbay.autoleap("POST", "/appointmentRequests/create", APPOINTMENT, token=token)


def is_there(token):
    path = f"/appointmentRequests?companyId=SHOP5678&appointmentStartDate={DAY}&appointmentEndDate={DAY}"
    reply = mockbay.autoleap("GET", path, token=token)
    return any(row["startDateTime"].startswith(f"{DAY}T09:00:00") for row in reply.json["content"])


def good():
    """Looks whether the appointment is there before it would ask again."""
    token = mockbay.login()["accessToken"]
    try:
        ask(token)
    except mockbay.Lost:
        if not is_there(token):
            ask(token)


def naive():
    """Takes silence for failure, and asks again."""
    token = mockbay.login()["accessToken"]
    try:
        ask(token)
    except mockbay.Lost:
        ask(token)


mockbay.main(good, naive)
