"""What identity knows of a BankID order: the moving code, the hints, and when to ask, renew and refuse."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.identity.domain.bankid import (
    BankIdRefused,
    BankIdUnavailable,
    Complete,
    Failed,
    Pending,
    StartedOrder,
    Way,
    code_at,
    may_collect,
    may_renew,
    message_for,
    message_for_error,
    same_address,
    shows_code,
    start_link,
    too_risky,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOKEN = "67df3917-fa0d-44e5-b327-edcc928297f8"
ORDER = StartedOrder(
    "131daac9-16c6-4618-beb0-365768f37288", "7c40b5c9-fa74-49cf-b98c-bfe651f9a7c6", TOKEN, "d28db9a7-4cde-429e-a983-359be676944c", NOW
)
DONE = Complete("199001012385", "Anna Lindgren", "Anna", "Lindgren", "192.0.2.1", "low", None)
PHONE, COMPUTER = Way.OTHER_DEVICE, Way.SAME_DEVICE


@pytest.mark.parametrize(
    ("seconds", "seal"),
    [
        (0, "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"),
        (0.999, "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"),
        (1, "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2"),
        (2.5, "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3"),
        (3, "96077d77699971790b46ee1f04ff1e44fe96b0602c9c51e4ca9c6d031c7c3bb7"),
    ],
)
def test_the_code_is_bankids_own_for_every_second(seconds: float, seal: str) -> None:
    assert code_at(ORDER, NOW + timedelta(seconds=seconds)) == f"bankid.{TOKEN}.{int(seconds)}.{seal}"


def test_a_clock_that_steps_back_gives_the_first_code() -> None:
    assert code_at(ORDER, NOW - timedelta(seconds=5)) == code_at(ORDER, NOW)


def test_the_secret_is_not_in_the_code() -> None:
    assert ORDER.qr_start_secret not in code_at(ORDER, NOW)


@pytest.mark.parametrize(
    ("way", "state", "shown"),
    [
        (PHONE, Pending("outstandingTransaction"), True),
        (PHONE, Pending("userSign"), False),
        (PHONE, Pending("noClient"), False),
        (PHONE, Failed("startFailed"), False),
        (PHONE, DONE, False),
        (COMPUTER, Pending("outstandingTransaction"), False),
    ],
)
def test_the_code_is_shown_only_while_it_can_be_scanned(way: Way, state: Pending | Failed | Complete, shown: bool) -> None:
    assert shows_code(way, state) is shown


def test_start_links_of_phones_computers_and_the_simulator() -> None:
    token = ORDER.auto_start_token
    assert start_link("https://app.bankid.com/", ORDER) == f"https://app.bankid.com/?autostarttoken={token}"
    assert start_link("bankid:///", ORDER) == f"bankid:///?autostarttoken={token}&redirect=null"
    assert start_link("http://localhost:8081/", ORDER) == f"http://localhost:8081/?autostarttoken={token}"


@pytest.mark.parametrize(("since", "may"), [(None, True), (0.0, False), (1.999, False), (2.0, True), (60.0, True)])
def test_bankid_is_asked_every_two_seconds_at_most(since: float | None, may: bool) -> None:
    assert may_collect(None if since is None else NOW - timedelta(seconds=since), NOW) is may


@pytest.mark.parametrize(
    ("way", "hint", "renewals", "after", "renewed"),
    [
        (PHONE, "startFailed", 0, 30, True),
        (PHONE, "startFailed", 4, 150, True),
        (PHONE, "startFailed", 5, 160, False),
        (PHONE, "startFailed", 0, 180, False),
        (PHONE, "userCancel", 0, 30, False),
        (PHONE, "expiredTransaction", 0, 30, False),
        (COMPUTER, "startFailed", 0, 30, False),
    ],
)
def test_an_order_nobody_picked_up_is_renewed_within_limits(way: Way, hint: str, renewals: int, after: int, renewed: bool) -> None:
    assert may_renew(way, Failed(hint), NOW, renewals, NOW + timedelta(seconds=after)) is renewed


@pytest.mark.parametrize(
    ("device", "browser", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("2001:db8::1", "2001:0db8:0:0::1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "192.0.2.1", False),
        ("", "", False),
        ("unknown", "unknown", False),
    ],
)
def test_addresses_are_compared_as_addresses(device: str, browser: str, same: bool) -> None:
    assert same_address(device, browser) is same


@pytest.mark.parametrize(
    ("risk", "refused"), [(None, False), ("low", False), ("moderate", False), ("high", True), ("extreme", True), ("", True)]
)
def test_high_and_unknown_risks_are_refused(risk: str | None, refused: bool) -> None:
    assert too_risky(replace(DONE, risk=risk)) is refused


@pytest.mark.parametrize(
    ("way", "state", "message"),
    [
        (PHONE, Pending("outstandingTransaction"), "scan"),
        (COMPUTER, Pending("outstandingTransaction"), "starting_app"),
        (PHONE, Pending("noClient"), "open_app"),
        (COMPUTER, Pending("started"), "looking_for_bankid"),
        (PHONE, Pending("userSign"), "enter_code"),
        (PHONE, Pending("userMrtd"), "read_document"),
        (PHONE, Pending("userFace"), "show_face"),
        (PHONE, Pending("userStepUp"), "confirm_identity"),
        (PHONE, Pending("processing"), "working"),
        (PHONE, Pending("somethingNew2027"), "working"),
        (PHONE, Failed("startFailed"), "not_scanned"),
        (COMPUTER, Failed("startFailed"), "app_missing"),
        (PHONE, Failed("userCancel"), "cancelled_by_user"),
        (PHONE, Failed("cancelled"), "cancelled"),
        (PHONE, Failed("expiredTransaction"), "app_not_answering"),
        (PHONE, Failed("certificateErr"), "bankid_blocked"),
        (PHONE, Failed("notSupportedByUserApp"), "update_app"),
        (PHONE, Failed("userDeclinedCall"), "in_a_call"),
        (PHONE, Failed("mrtdVerificationFailed"), "document_failed"),
        (PHONE, Failed("facialRecognitionFailed"), "face_failed"),
        (PHONE, Failed("nfcNotSupportedByDevice"), "reader_missing"),
        (PHONE, Failed("multipleBankIdsOnDevice"), "several_bankids"),
        (PHONE, Failed("stepUpFailed"), "identity_not_confirmed"),
        (PHONE, Failed("transactionRiskBlocked"), "unknown"),
        (PHONE, Failed("somethingNew2027"), "unknown"),
    ],
)
def test_every_hint_has_our_own_message(way: Way, state: Pending | Failed, message: str) -> None:
    assert message_for(way, state) == message


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (BankIdRefused("already_in_progress"), "already_in_progress"),
        (BankIdUnavailable("maintenance"), "unavailable"),
        (BankIdUnavailable("timed_out"), "unavailable"),
        (BankIdUnavailable("connection_lost"), "unavailable"),
        (BankIdRefused("invalid_parameters"), "unknown"),
        (BankIdRefused("unauthorized"), "unknown"),
        (BankIdUnavailable("certificate_not_accepted"), "unknown"),
    ],
)
def test_our_own_mistakes_are_not_shown_as_bankids(error: BankIdUnavailable | BankIdRefused, message: str) -> None:
    assert message_for_error(error) == message
