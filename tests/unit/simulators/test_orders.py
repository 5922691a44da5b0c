"""The life of an order in the simulator: windows, once-only collect, ownership, scanning and outcomes."""

import threading

import pytest

from deploy.simulators.bankid.app import Simulator, return_url
from deploy.simulators.bankid.order_book import AlreadyInProgress, AppRefuses, NoSuchOrder
from deploy.simulators.bankid.orders import Order, Wanted

OURS, THEIRS = "our certificate", "their certificate"


def start(bankid: Simulator, **wanted: object) -> Order:
    return bankid.book.start(Wanted("auth", **wanted), OURS, "Platzers kundportal")  # type: ignore[arg-type]


def collect(bankid: Simulator, order: Order) -> tuple[object, object]:
    answer = bankid.book.collect(order.order_ref, OURS)
    return answer["status"], answer.get("hintCode")


def scanned(bankid: Simulator, **wanted: object) -> Order:
    order = start(bankid, **wanted)
    return bankid.book.scan(bankid.book.code_of(order), "10.0.0.7")


def approve(bankid: Simulator, order: Order, person: str = "anna", risk: str | None = "low", device_ip: str = "") -> Order:
    return bankid.approve(order.id, person, risk=risk, device_ip=device_ip)


def test_an_order_waits_to_be_picked_up_then_signed_then_is_complete(bankid: Simulator) -> None:
    order = start(bankid, return_risk=True)
    assert collect(bankid, order) == ("pending", "outstandingTransaction")
    bankid.book.scan(bankid.book.code_of(order), "10.0.0.7")
    assert collect(bankid, order) == ("pending", "userSign")
    approve(bankid, order, risk="moderate")
    answer = bankid.book.collect(order.order_ref, OURS)
    assert answer["status"] == "complete"
    data = answer["completionData"]
    assert isinstance(data, dict)
    assert data["user"] == {"personalNumber": "199001012385", "name": "Anna Lindgren", "givenName": "Anna", "surname": "Lindgren"}
    assert (data["device"]["ipAddress"], data["risk"], data["bankIdIssueDate"]) == ("10.0.0.7", "moderate", "2025-03-14")
    assert "stepUp" not in data
    assert len(data["device"]["uhi"]) == 28


def test_a_final_answer_is_given_once_and_then_the_order_is_unknown(bankid: Simulator) -> None:
    order = scanned(bankid)
    approve(bankid, order)
    assert collect(bankid, order) == ("complete", None)
    with pytest.raises(NoSuchOrder):
        bankid.book.collect(order.order_ref, OURS)
    with pytest.raises(NoSuchOrder):
        bankid.book.cancel(order.order_ref, OURS)


def test_of_many_collects_at_once_exactly_one_is_told(bankid: Simulator) -> None:
    order = scanned(bankid)
    approve(bankid, order)
    told: list[object] = []
    ready = threading.Barrier(8)

    def ask() -> None:
        ready.wait()
        try:
            told.append(bankid.book.collect(order.order_ref, OURS)["status"])
        except NoSuchOrder:
            told.append("no such order")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told)) == ["complete"] + ["no such order"] * 7


def test_nobody_picks_it_up_in_thirty_seconds_and_it_fails(bankid: Simulator) -> None:
    order = start(bankid)
    bankid.clock.advance(29.9)
    assert collect(bankid, order) == ("pending", "outstandingTransaction")
    bankid.clock.advance(0.1)
    assert collect(bankid, order) == ("failed", "startFailed")


@pytest.mark.parametrize(("waited", "known"), [(219.9, True), (220.1, False)])
def test_an_order_never_picked_up_is_kept_for_three_minutes_and_ten_seconds(bankid: Simulator, waited: float, known: bool) -> None:
    order = start(bankid)
    bankid.clock.advance(waited)
    if known:
        assert collect(bankid, order) == ("failed", "startFailed")
    else:
        with pytest.raises(NoSuchOrder):
            collect(bankid, order)


@pytest.mark.parametrize(("ending", "keep"), [("complete", 180), ("failed", 300)])
def test_an_end_that_nobody_collects_is_forgotten(bankid: Simulator, ending: str, keep: int) -> None:
    first, second = scanned(bankid), scanned(bankid)
    for order in (first, second):
        if ending == "complete":
            approve(bankid, order)
        else:
            bankid.book.end(order.id, "userCancel")
    bankid.clock.advance(keep)
    assert collect(bankid, first)[0] == ending
    bankid.clock.advance(0.1)
    with pytest.raises(NoSuchOrder):
        collect(bankid, second)


def test_the_person_does_not_finish_and_it_expires(bankid: Simulator) -> None:
    order = scanned(bankid)
    bankid.clock.advance(180)
    assert collect(bankid, order) == ("failed", "expiredTransaction")


def test_a_cancelled_order_is_gone_at_once(bankid: Simulator) -> None:
    order = start(bankid)
    bankid.book.cancel(order.order_ref, OURS)
    for again in (bankid.book.collect, bankid.book.cancel):
        with pytest.raises(NoSuchOrder):
            again(order.order_ref, OURS)


def test_another_relying_party_does_not_see_the_order(bankid: Simulator) -> None:
    order = start(bankid)
    for deed in (bankid.book.collect, bankid.book.cancel):
        with pytest.raises(NoSuchOrder):
            deed(order.order_ref, THEIRS)
    assert collect(bankid, order) == ("pending", "outstandingTransaction")


def test_a_second_order_for_a_named_person_ends_both(bankid: Simulator) -> None:
    first = start(bankid, personal_number="199001012385")
    with pytest.raises(AlreadyInProgress):
        start(bankid, personal_number="199001012385")
    assert collect(bankid, first) == ("failed", "cancelled")
    assert collect(bankid, start(bankid, personal_number="199001012385"))[0] == "pending"


def test_orders_for_nobody_in_particular_do_not_disturb_each_other(bankid: Simulator) -> None:
    first, second = start(bankid), start(bankid)
    assert collect(bankid, first)[0] == collect(bankid, second)[0] == "pending"


def test_the_moving_code_is_read_within_the_tolerance_only(bankid: Simulator) -> None:
    order = start(bankid)
    old = bankid.book.code_of(order)
    bankid.clock.advance(6)
    with pytest.raises(AppRefuses, match="stale_code"):
        bankid.book.scan(old, "10.0.0.7")
    bankid.clock.advance(-2)
    assert bankid.book.scan(old, "10.0.0.7") is order


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda code: code[:-1] + ("0" if code[-1] != "0" else "1"), "forged_code"),
        (lambda code: code.replace(".0.", ".1."), "forged_code"),
        (lambda code: code.replace(".0.", ".00."), "malformed_code"),
        (lambda code: code.upper(), "malformed_code"),
        (lambda code: "https://example.test", "malformed_code"),
        (lambda code: "bankid.67df3917-fa0d-44e5-b327-edcc928297f8" + code[43:], "unknown_code"),
    ],
)
def test_a_code_that_is_not_right_is_refused(bankid: Simulator, spoil: object, code: str) -> None:
    order = start(bankid)
    with pytest.raises(AppRefuses, match=code):
        bankid.book.scan(spoil(bankid.book.code_of(order)), "10.0.0.7")  # type: ignore[operator]
    assert collect(bankid, order) == ("pending", "outstandingTransaction")


def test_a_picked_up_order_cannot_be_picked_up_by_another_app(bankid: Simulator) -> None:
    order = scanned(bankid)
    with pytest.raises(AppRefuses, match="picked_up"):
        bankid.book.scan(bankid.book.code_of(order), "10.0.0.8")
    with pytest.raises(AppRefuses, match="picked_up"):
        bankid.book.autostart(order.auto_start_token, "10.0.0.8")


def test_the_start_link_shows_started_then_sign_and_returns_to_the_portal(bankid: Simulator) -> None:
    order = start(bankid, return_url="https://portal.test/klart?n=1")
    bankid.book.autostart(order.auto_start_token, "10.0.0.7")
    assert collect(bankid, order) == ("pending", "started")
    assert bankid.book.autostart(order.auto_start_token, "10.0.0.7") is order
    bankid.clock.advance(1)
    assert collect(bankid, order) == ("pending", "userSign")
    assert return_url(order) is None
    assert return_url(approve(bankid, order)) == "https://portal.test/klart?n=1"


def test_a_scanned_order_never_returns_anywhere(bankid: Simulator) -> None:
    assert return_url(approve(bankid, scanned(bankid, return_url="https://portal.test/klart"))) is None


def test_someone_else_cannot_approve_an_order_that_names_a_person(bankid: Simulator) -> None:
    order = scanned(bankid, personal_number="199006022397")
    with pytest.raises(AppRefuses, match="other_person"):
        approve(bankid, order, "anna")
    assert collect(bankid, order) == ("pending", "userSign")
    approve(bankid, order, "johan")
    assert collect(bankid, order) == ("complete", None)


@pytest.mark.parametrize(
    ("policies", "accepted"),
    [((), True), (("1.2.3.4.25",), True), (("1.2.3.4.*",), True), (("1.2.752.78.1.5",), True), (("1.2.3.4.10",), False)],
)
def test_the_app_is_a_mobile_bankid(bankid: Simulator, policies: tuple[str, ...], accepted: bool) -> None:
    order = scanned(bankid, policies=policies)
    if accepted:
        approve(bankid, order)
    else:
        with pytest.raises(AppRefuses, match="no_matching_bankid"):
            approve(bankid, order)


def test_an_expired_bankid_ends_the_order(bankid: Simulator) -> None:
    order = approve(bankid, scanned(bankid), "maj")
    assert collect(bankid, order) == ("failed", "certificateErr")


@pytest.mark.parametrize("hint", ["userCancel", "notSupportedByUserApp", "somethingNew2027"])
def test_any_failure_can_be_played(bankid: Simulator, hint: str) -> None:
    order = scanned(bankid)
    bankid.book.end(order.id, hint)
    assert collect(bankid, order) == ("failed", hint)


def test_any_waiting_hint_can_be_played(bankid: Simulator) -> None:
    order = scanned(bankid)
    bankid.book.show(order.id, "userFace")
    assert collect(bankid, order) == ("pending", "userFace")


def test_the_app_must_pick_an_order_up_before_it_can_do_anything(bankid: Simulator) -> None:
    order = start(bankid)
    with pytest.raises(AppRefuses, match="not_picked_up"):
        approve(bankid, order)
    with pytest.raises(AppRefuses, match="not_picked_up"):
        bankid.book.end(order.id, "userCancel")


def test_risk_and_document_check_come_only_when_asked_for(bankid: Simulator) -> None:
    plain, asked = scanned(bankid), scanned(bankid, return_risk=True, mrtd=True)
    for order in (plain, asked):
        approve(bankid, order, risk="high", device_ip="192.0.2.9")
    one = bankid.book.collect(plain.order_ref, OURS)["completionData"]
    two = bankid.book.collect(asked.order_ref, OURS)["completionData"]
    assert isinstance(one, dict)
    assert isinstance(two, dict)
    assert "risk" not in one
    assert "stepUp" not in one
    assert (two["risk"], two["stepUp"], two["device"]["ipAddress"]) == ("high", {"mrtd": True}, "192.0.2.9")


def test_an_order_started_in_a_call_asks_for_the_call_and_is_opened_by_hand(bankid: Simulator) -> None:
    order = bankid.book.start(Wanted("phone/auth", personal_number="199001012385", call_initiator="RP"), OURS, "Platzer")
    bankid.book.open_call(order.id, "10.0.0.7")
    assert collect(bankid, order) == ("pending", "userCallConfirm")
    with pytest.raises(AppRefuses, match="not_a_call"):
        bankid.book.open_call(start(bankid).id, "10.0.0.7")
