"""The phone page and the control API, through Flask's own client."""

import base64

import pytest
from flask.testing import FlaskClient

from deploy.simulators.bankid.app import Simulator
from deploy.simulators.bankid.faults import BadFault
from deploy.simulators.bankid.orders import Order, Wanted
from deploy.simulators.bankid.phone import create_app


@pytest.fixture
def phone(bankid: Simulator) -> FlaskClient:
    return create_app(bankid).test_client()


def start(bankid: Simulator, text: str = "Logga in i kundportalen", **wanted: object) -> Order:
    data = base64.b64encode(text.encode()).decode()
    return bankid.book.start(Wanted("auth", visible_text=text, visible_data=data, **wanted), "a", "Platzers kundportal")  # type: ignore[arg-type]


def state(bankid: Simulator, order: Order) -> object:
    answer = bankid.book.collect(order.order_ref, "a")
    return answer.get("hintCode") or answer["status"]


def test_the_page_says_that_it_is_a_simulator_and_shows_the_codes(bankid: Simulator, phone: FlaskClient) -> None:
    order = start(bankid, text="<b>Logga in</b>")
    page = phone.get("/").text
    assert "<strong>SIMULATOR</strong> – inte riktigt BankID" in page
    assert f'data-order="{order.id}"' in page
    assert "&lt;b&gt;Logga in&lt;/b&gt;" in page
    assert order.qr_start_secret not in page + phone.get("/api/orders").text
    code = phone.get(f"/api/orders/{order.id}/code.svg")
    assert (code.mimetype, code.headers["Cache-Control"]) == ("image/svg+xml", "no-store")


def test_picking_a_live_code_and_identifying(bankid: Simulator, phone: FlaskClient) -> None:
    order = start(bankid)
    bankid.clock.advance(20)
    page = phone.post(f"/orders/{order.id}/scan", follow_redirects=True).text
    assert "Logga in i kundportalen" in page
    assert "Platzers kundportal" in page
    assert state(bankid, order) == "userSign"
    done = phone.post(f"/orders/{order.id}/approve", data={"person": "johan", "risk": "low"}, follow_redirects=True)
    assert "Klart" in done.text
    assert state(bankid, order) == "complete"


def test_pasting_the_code_goes_through_the_same_check(bankid: Simulator, phone: FlaskClient) -> None:
    order = start(bankid)
    old = bankid.book.code_of(order)
    bankid.clock.advance(10)
    refused = phone.post("/scan", data={"qr": old})
    assert refused.status_code == 409
    assert "för gammal" in refused.text
    assert phone.post("/scan", data={"qr": f" {bankid.book.code_of(order)}\n"}).headers["Location"] == f"/orders/{order.id}"


def test_the_start_link_leads_back_to_the_portal(bankid: Simulator, phone: FlaskClient) -> None:
    order = start(bankid, return_url="http://localhost:8080/klart?n=1")
    opened = phone.get(f"/?autostarttoken={order.auto_start_token}")
    assert opened.headers["Location"] == f"/orders/{order.id}"
    back = phone.post(f"/orders/{order.id}/approve", data={"person": "anna", "risk": "", "device_ip": ""})
    assert (back.status_code, back.headers["Location"]) == (303, "http://localhost:8080/klart?n=1")
    assert phone.get(f"/orders/{order.id}").status_code == 409


def test_a_return_address_that_is_no_web_page_is_not_followed(bankid: Simulator, phone: FlaskClient) -> None:
    order = start(bankid, return_url="javascript:alert(1)")
    phone.get(f"/?autostarttoken={order.auto_start_token}")
    assert phone.post(f"/orders/{order.id}/approve", data={"person": "anna"}).headers["Location"] == "/done?outcome=complete"


@pytest.mark.parametrize(("path", "status"), [("/?autostarttoken=nothing", 404), ("/orders/nothing", 404)])
def test_what_is_not_there_is_said_on_a_page(phone: FlaskClient, path: str, status: int) -> None:
    answer = phone.get(path)
    assert answer.status_code == status
    assert "Det gick inte" in answer.text


def test_cancel_and_other_outcomes_from_the_page(bankid: Simulator, phone: FlaskClient) -> None:
    for data, hint in (({"person": "anna"}, "userCancel"), ({"hint": "certificateErr"}, "certificateErr")):
        order = start(bankid)
        phone.post(f"/orders/{order.id}/scan")
        assert "Det blev ingen identifiering" in phone.post(f"/orders/{order.id}/end", data=data, follow_redirects=True).text
        assert state(bankid, order) == hint


def test_the_control_api_plays_the_whole_way(bankid: Simulator, phone: FlaskClient) -> None:
    order = start(bankid, return_url="http://localhost:8080/klart")
    assert [p["id"] for p in phone.get("/api/persons").json or []][:2] == ["anna", "johan"]
    listed = (phone.get("/api/orders").json or [])[0]
    assert (listed["id"], listed["flow"], listed["visible_text"]) == (order.id, "waiting", "Logga in i kundportalen")
    assert (listed["qr_start_token"], listed["auto_start_token"]) == (order.qr_start_token, order.auto_start_token)
    picked = phone.post("/api/autostart", json={"token": order.auto_start_token, "device_ip": "192.0.2.1"})
    assert picked.status_code == 200
    assert (picked.json or {})["flow"] == "autostart"
    phone.post(f"/api/orders/{order.id}/step", json={"hint": "userFace"})
    assert state(bankid, order) == "userFace"
    done = phone.post(f"/api/orders/{order.id}/approve", json={"person": "anna", "risk": "high"})
    assert (done.json or {})["return_url"] == "http://localhost:8080/klart"


def test_the_control_api_refuses_with_a_code(bankid: Simulator, phone: FlaskClient) -> None:
    order = start(bankid)
    scan = phone.post("/api/scan", json={"qr": "bankid.x"})
    assert (scan.status_code, scan.json) == (400, {"error": "malformed_code"})
    early = phone.post(f"/api/orders/{order.id}/approve", json={"person": "anna"})
    assert (early.status_code, early.json) == (409, {"error": "not_picked_up"})
    phone.post(f"/api/orders/{order.id}/scan", json={})
    for body, error in (
        ({"person": "nobody"}, "unknown_person"),
        ({"person": "anna", "risk": "none"}, "unknown_risk"),
        ({}, "bad_request"),
    ):
        answer = phone.post(f"/api/orders/{order.id}/approve", json=body)
        assert (answer.status_code, (answer.json or {})["error"]) == (400, error)
    assert phone.post("/api/scan", data=b"no json").status_code == 400
    assert phone.post("/api/clock", json={"advance_s": -1}).status_code == 400


def test_time_can_be_moved(bankid: Simulator, phone: FlaskClient) -> None:
    order = start(bankid)
    phone.post("/api/clock", json={"advance_s": 31})
    assert state(bankid, order) == "startFailed"


def test_faults_are_planned_used_up_and_cleared(bankid: Simulator, phone: FlaskClient) -> None:
    answers = [{"operation": "collect", "status": 503, "times": 2}, {"status": 405, "body": ""}]
    assert phone.post("/api/faults", json={"answers": answers, "latency_s": 1, "first_hint": "noClient"}).status_code == 200
    faults = bankid.faults
    given = [faults.next_answer(operation) for operation in ("collect", "auth", "collect", "auth")]
    assert [(answer.status, b"maintenance" in answer.body) if answer else None for answer in given] == [
        (503, True),
        (405, False),
        (503, True),
        None,
    ]
    phone.post("/api/faults", json={"answers": answers})
    phone.delete("/api/faults")
    assert (faults.next_answer("collect"), faults.latency_s, bankid.book.first_hint) == (None, 0, "outstandingTransaction")


@pytest.mark.parametrize(
    "wanted", [{"latency": 1}, {"latency_s": "1"}, {"answers": {}}, {"answers": [{"status": 99}]}, {"latency_s": True}]
)
def test_a_fault_that_is_not_understood_changes_nothing(bankid: Simulator, wanted: dict[str, object]) -> None:
    with pytest.raises(BadFault):
        bankid.faults.set({"handshake_hangs": 1, **wanted})
    assert bankid.faults.next_hang() == 0


def test_pages_carry_strict_headers_and_health_answers(phone: FlaskClient) -> None:
    assert phone.get("/livez").status_code == 200
    headers = phone.get("/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
