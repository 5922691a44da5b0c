"""The RP API answers requests, and refuses wrong ones with BankID's own codes and texts."""

import base64
import json
from typing import Any

import pytest

from deploy.simulators.bankid.app import Simulator
from deploy.simulators.bankid.rp_api import RpRequest, answer


def ask(
    bankid: Simulator,
    operation: str,
    body: Any,
    *,
    method: str = "POST",
    content_type: str | None = "application/json",
    certificate: str = "a",
) -> tuple[int, Any]:
    raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    given = answer(bankid.book, RpRequest(method, f"/rp/v6.0/{operation}", content_type, raw, certificate, "Portalen"))
    return given.status, json.loads(given.body)


def base(length: int) -> str:
    return base64.b64encode(b"x" * (length * 3 // 4)).decode()[:length]


GOOD = {"endUserIp": "2001:db8::1"}


def test_a_start_gives_four_ids_of_uuid_shape(bankid: Simulator) -> None:
    status, body = ask(bankid, "auth", GOOD)
    assert status == 200
    assert set(body) == {"orderRef", "autoStartToken", "qrStartToken", "qrStartSecret"}
    assert all(len(value) == 36 and value[14] == "4" for value in body.values())
    assert len(set(body.values())) == 4


def test_collect_echoes_the_order_and_cancel_answers_an_empty_object(bankid: Simulator) -> None:
    order = ask(bankid, "auth", GOOD)[1]["orderRef"]
    assert ask(bankid, "collect", {"orderRef": order}) == (
        200,
        {"orderRef": order, "status": "pending", "hintCode": "outstandingTransaction"},
    )
    assert ask(bankid, "collect", {"orderRef": order}, certificate="b") == (
        400,
        {"errorCode": "invalidParameters", "details": "No such order"},
    )
    assert ask(bankid, "cancel", {"orderRef": order}) == (200, {})
    assert ask(bankid, "cancel", {"orderRef": order})[1]["details"] == "No such order"


@pytest.mark.parametrize(
    ("operation", "method", "content_type", "body", "status", "code"),
    [
        ("auth", "GET", None, b"", 405, "methodNotAllowed"),
        ("payment", "POST", "application/json", b"{}", 404, "notFound"),
        ("../auth", "POST", "application/json", b"{}", 404, "notFound"),
        ("auth", "POST", "application/json; charset=utf-8", b"{}", 415, "unsupportedMediaType"),
        ("auth", "POST", None, b"{}", 415, "unsupportedMediaType"),
        ("auth", "POST", "application/json", b"{", 400, "invalidParameters"),
        ("auth", "POST", "application/json", b"[]", 400, "invalidParameters"),
        ("auth", "POST", "application/json", b"[" * 100_000, 400, "invalidParameters"),
        ("auth", "POST", "application/json", None, 400, "invalidParameters"),
        ("collect", "POST", "application/json", b'{"orderRef": 7}', 400, "invalidParameters"),
    ],
)
def test_a_request_of_the_wrong_form_gets_its_own_error(
    bankid: Simulator, operation: str, method: str, content_type: str | None, body: bytes | None, status: int, code: str
) -> None:
    got, error = ask(bankid, operation, body, method=method, content_type=content_type)
    assert (got, error["errorCode"]) == (status, code)


@pytest.mark.parametrize(
    ("operation", "body", "details"),
    [
        ("auth", {}, "Invalid endUserIp"),
        ("auth", {"endUserIp": "localhost"}, "Invalid endUserIp"),
        ("auth", GOOD | {"returnUrl": ""}, "Invalid returnUrl"),
        ("auth", GOOD | {"returnUrl": "https://x.test/" + "x" * 500}, "Invalid returnUrl"),
        ("auth", GOOD | {"requirement": {"personalNumber": "9001012385"}}, "Incorrect personalNumber"),
        ("auth", GOOD | {"requirement": {"cardReader": "class3"}}, "Invalid requirement"),
        ("auth", GOOD | {"requirement": {"allowFingerprint": True}}, "Invalid requirement"),
        ("auth", GOOD | {"requirement": {"certificatePolicies": ["1.*"]}}, "Invalid requirement"),
        ("auth", GOOD | {"userVisibleData": "åäö"}, "Invalid userVisibleData"),
        ("auth", GOOD | {"userVisibleData": ""}, "Invalid userVisibleData"),
        ("auth", GOOD | {"userVisibleData": base64.b64encode(b"\xff").decode()}, "Invalid userVisibleData"),
        ("auth", GOOD | {"userVisibleData": base(1504)}, "Invalid userVisibleData"),
        ("sign", GOOD, "Invalid userVisibleData"),
        ("sign", GOOD | {"userVisibleData": base(40004)}, "Invalid userVisibleData"),
        ("auth", GOOD | {"userNonVisibleData": base(1504)}, "Invalid userNonVisibleData"),
        ("auth", GOOD | {"web": {"userAgent": "x" * 257}}, "Invalid userAgent"),
        ("auth", GOOD | {"web": {"deviceIdentifier": "x" * 65}}, "Invalid deviceIdentifier"),
        ("auth", GOOD | {"web": {"referringDomain": "https://portal.test"}}, "Invalid referringDomain"),
        ("auth", GOOD | {"web": {}}, "Invalid web"),
        ("auth", GOOD | {"web": {"userAgent": "x"}, "app": {"deviceOS": "x"}}, "Invalid request"),
        ("phone/auth", {"callInitiator": "RP"}, "Incorrect personalNumber"),
        ("phone/auth", {"personalNumber": "1", "callInitiator": "nobody"}, "Incorrect personalNumber"),
        ("phone/auth", {"personalNumber": "199001012385", "callInitiator": "nobody"}, "Incorrect callInitiator"),
        ("phone/sign", {"personalNumber": "199001012385", "callInitiator": "user"}, "Invalid userVisibleData"),
    ],
)
def test_a_wrong_field_is_named_as_bankid_names_it(bankid: Simulator, operation: str, body: dict[str, object], details: str) -> None:
    assert ask(bankid, operation, body) == (400, {"errorCode": "invalidParameters", "details": details})


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("auth", GOOD | {"returnUrl": None, "web": None, "somethingNew": 1}),
        ("auth", GOOD | {"userVisibleData": base(1500), "userVisibleDataFormat": "simpleMarkdownV1"}),
        ("auth", GOOD | {"requirement": {"personalNumber": "200001010101"}}),
        ("auth", GOOD | {"requirement": {"certificatePolicies": ["1.2.3.4.*", "1.2.752.78.1.5"], "pinCode": True, "mrtd": False}}),
        ("auth", GOOD | {"app": {"appIdentifier": "se.platzer"}}),
        ("sign", GOOD | {"userVisibleData": base(40000), "userNonVisibleData": base(200000)}),
        ("phone/sign", {"personalNumber": "199001012385", "callInitiator": "user", "userVisibleData": base(40)}),
    ],
)
def test_what_bankid_accepts_is_accepted(bankid: Simulator, operation: str, body: dict[str, object]) -> None:
    assert ask(bankid, operation, body)[0] == 200


def test_a_named_person_with_an_order_is_told_so(bankid: Simulator) -> None:
    body = GOOD | {"requirement": {"personalNumber": "199001012385"}}
    assert ask(bankid, "auth", body)[0] == 200
    assert ask(bankid, "auth", body) == (400, {"errorCode": "alreadyInProgress", "details": "Order already in progress for pno"})


def test_the_first_hint_can_be_switched(bankid: Simulator) -> None:
    bankid.book.first_hint = "noClient"
    order = ask(bankid, "auth", GOOD)[1]["orderRef"]
    assert ask(bankid, "collect", {"orderRef": order})[1]["hintCode"] == "noClient"
