"""The completion data of an approved order."""

import base64
import hashlib
import os

from deploy.simulators.bankid.orders import JsonObject, Order
from deploy.simulators.bankid.persons import Person
from deploy.simulators.bankid.signature import Signer


def completion_data(signer: Signer, order: Order, person: Person, *, device_ip: str, risk: str | None, document_passed: bool) -> JsonObject:
    """What collect gives. `risk` only when asked for (None: could not be computed); `stepUp` only when an ID document was required."""
    uhi = base64.b64encode(hashlib.sha1(f"{person.id}'s phone".encode(), usedforsecurity=False).digest()).decode()
    signature = signer.sign(order, person, uhi)
    nonce = hashlib.sha1(signature.encode(), usedforsecurity=False).digest() + os.urandom(12)
    completed: JsonObject = {
        "user": {
            "personalNumber": person.personal_number,
            "name": person.name,
            "givenName": person.given_name,
            "surname": person.surname,
        },
        "device": {"ipAddress": device_ip, "uhi": uhi},
        "bankIdIssueDate": person.issued,
        "signature": signature,
        "ocspResponse": base64.b64encode(nonce).decode(),
    }
    if order.wanted.mrtd:
        completed["stepUp"] = {"mrtd": document_passed}
    if order.wanted.return_risk and risk:
        completed["risk"] = risk
    return completed
