"""Checks an RP's request the way BankID does, with the `details` texts that its test environment answers with."""

import base64
import json
import re
from ipaddress import ip_address

from deploy.simulators.bankid.orders import Wanted

VISIBLE_LIMIT = {"auth": 1_500, "sign": 40_000}
NON_VISIBLE_LIMIT = {"auth": 1_500, "sign": 200_000}
_REQUIREMENTS = {"pinCode", "mrtd", "cardReader", "certificatePolicies", "personalNumber", "risk"}
_POLICY = re.compile(r"[0-9]+(\.[0-9]+){3,}(\.\*)?")
_DOMAIN = re.compile(r"[0-9a-z.-]{3,253}")
_APP_FIELDS = ("appIdentifier", "deviceOS", "deviceModelName", "deviceIdentifier")
Json = dict[str, object]


class InvalidParameters(Exception):  # noqa: N818 - an answer, not an error
    """The request is refused; the text is what BankID puts in `details`."""


def parse(body: bytes) -> Json:
    """The body as a JSON object. Raises InvalidParameters."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidParameters("Invalid request") from None
    if not isinstance(parsed, dict):
        raise InvalidParameters("Invalid request")
    return parsed


def order_ref(body: Json) -> str:
    """The order that collect or cancel is about. Raises InvalidParameters."""
    found = body.get("orderRef")
    if not isinstance(found, str) or not found:
        raise InvalidParameters("No such order")
    return found


def wanted(operation: str, body: Json) -> Wanted:
    """What a start asks for. Raises InvalidParameters with the text for the first thing that is wrong."""
    by_phone = operation.startswith("phone/")
    kind = operation.removeprefix("phone/")
    personal_number = body.get("personalNumber") if by_phone else _requirement(body).get("personalNumber")
    if personal_number is not None and not (isinstance(personal_number, str) and re.fullmatch(r"[0-9]{12}", personal_number)):
        raise InvalidParameters("Incorrect personalNumber")
    if by_phone and personal_number is None:
        raise InvalidParameters("Incorrect personalNumber")
    initiator = body.get("callInitiator") if by_phone else None
    if by_phone and initiator not in ("user", "RP"):
        raise InvalidParameters("Incorrect callInitiator")
    requirement = _checked_requirement(_requirement(body))
    text = _text(body, "userVisibleData", VISIBLE_LIMIT[kind], required=kind == "sign")
    _text(body, "userNonVisibleData", NON_VISIBLE_LIMIT[kind], required=False)
    form = body.get("userVisibleDataFormat")
    if form not in (None, "plaintext", "simpleMarkdownV1"):
        raise InvalidParameters("Invalid userVisibleDataFormat")
    if not by_phone:
        _check_device(body)
    return Wanted(
        operation=operation,
        end_user_ip=str(body.get("endUserIp", "")),
        return_url=None if by_phone else _return_url(body),
        return_risk=not by_phone and body.get("returnRisk") is True,
        visible_text=text,
        visible_data=_string(body, "userVisibleData"),
        visible_format=str(form) if form else None,
        non_visible_data=_string(body, "userNonVisibleData"),
        personal_number=personal_number,
        policies=tuple(_policies(requirement)),
        mrtd=requirement.get("mrtd") is True,
        call_initiator=str(initiator) if initiator else None,
    )


def _requirement(body: Json) -> Json:
    found = body.get("requirement")
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise InvalidParameters("Invalid requirement")
    return found


def _checked_requirement(requirement: Json) -> Json:
    good = (
        not requirement.keys() - _REQUIREMENTS
        and all(isinstance(requirement.get(name, False), bool) for name in ("pinCode", "mrtd"))
        and requirement.get("cardReader") in (None, "class1", "class2")
        and requirement.get("risk") in (None, "low", "moderate")
        and isinstance(requirement.get("certificatePolicies", []), list)
        and all(_POLICY.fullmatch(policy) for policy in _policies(requirement))
    )
    if not good:
        raise InvalidParameters("Invalid requirement")
    return requirement


def _policies(requirement: Json) -> list[str]:
    found = requirement.get("certificatePolicies")
    return [str(policy) for policy in found] if isinstance(found, list) else []


def _string(body: Json, name: str) -> str | None:
    found = body.get(name)
    return found if isinstance(found, str) else None


def _text(body: Json, name: str, limit: int, *, required: bool) -> str:
    found = body.get(name)
    if found is None and not required:
        return ""
    if not isinstance(found, str) or not 1 <= len(found) <= limit:
        raise InvalidParameters(f"Invalid {name}")
    try:
        raw = base64.b64decode(found, validate=True)
        return raw.decode() if name == "userVisibleData" else ""
    except ValueError:
        raise InvalidParameters(f"Invalid {name}") from None


def _return_url(body: Json) -> str | None:
    found = body.get("returnUrl")
    if found is None:
        return None
    if not isinstance(found, str) or not 1 <= len(found) <= 512:
        raise InvalidParameters("Invalid returnUrl")
    return found


def _check_device(body: Json) -> None:
    address = body.get("endUserIp")
    try:
        ip_address(address if isinstance(address, str) else "")
    except ValueError:
        raise InvalidParameters("Invalid endUserIp") from None
    web, app = body.get("web"), body.get("app")
    if web is not None and app is not None:
        raise InvalidParameters("Invalid request")
    if web is not None:
        _check_web(web)
    if app is not None and not (isinstance(app, dict) and app and all(isinstance(app.get(name, ""), str) for name in _APP_FIELDS)):
        raise InvalidParameters("Invalid app")


def _check_web(web: object) -> None:
    if not isinstance(web, dict) or not web:
        raise InvalidParameters("Invalid web")
    domain, agent, device = (web.get(name) for name in ("referringDomain", "userAgent", "deviceIdentifier"))
    if domain is not None and not (isinstance(domain, str) and _DOMAIN.fullmatch(domain)):
        raise InvalidParameters("Invalid referringDomain")
    if agent is not None and not (isinstance(agent, str) and 1 <= len(agent) <= 256):
        raise InvalidParameters("Invalid userAgent")
    if device is not None and not (isinstance(device, str) and 1 <= len(device) <= 64):
        raise InvalidParameters("Invalid deviceIdentifier")
