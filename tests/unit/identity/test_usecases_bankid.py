"""BankID through the use cases: bound to browser, purpose and way; asked sparingly; finished once by the right person."""

from datetime import timedelta
from typing import Any

import pytest

from services.contracts import identity
from services.identity.domain.attempt import Attempt, State
from services.identity.domain.bankid import BankIdRefused, BankIdUnavailable, Failed, Pending
from services.identity.domain.person import Person
from services.identity.domain.session import Session
from tests.unit.identity.driver import ANNA, EVE, OMAR, PASSWORD, Company, Identity, browser, identified, invited
from tests.unit.identity.fakes import Kept

RETURN = "https://portal.example/logga-in/bankid/ater"


def start(it: Identity, way: str = "other_device", purpose: str = "sign_in", **given: Any) -> str:
    if way == "same_device":
        given.setdefault("return_address", RETURN)
    given.setdefault("browser", browser())
    return str(it.ask(identity.StartBankId(purpose=purpose, way=way, **given)).attempt)


def poll(it: Identity, attempt: str, who: str = "anna") -> Any:
    return it.ask(identity.PollBankId(attempt=attempt, browser=browser(who)))


def finish(it: Identity, attempt: str, who: str = "anna", nonce: str | None = None) -> str:
    return it.refusal(identity.FinishBankId(attempt=attempt, browser=browser(who), nonce=nonce))


def test_what_bankid_is_told(it: Identity, ab: Company) -> None:
    start(it)
    told = it.bankid.started[-1]
    assert told["end_user_ip"] == "192.0.2.1"
    assert told["return_url"] is None
    assert len(told["device_identifier"]) == 64
    assert browser().browser_id not in repr(told)
    assert told["visible_text"].startswith("Logga in i Platzers kundportal\n")


def test_the_page_gets_a_code_that_moves_and_never_the_secret(it: Identity, ab: Company) -> None:
    attempt = start(it)
    first = poll(it, attempt)
    it.clock.advance(seconds=1)
    second = poll(it, attempt)
    assert first.qr.split(".")[1:3] == [f"qr-{len(it.bankid.started) - 1}", "0"]
    assert second.qr.split(".")[2] == "1"
    assert "secret" not in first.model_dump_json()
    assert "order-" not in first.model_dump_json()
    assert first.start_address is None


def test_bankid_is_asked_every_other_second_however_often_the_page_asks(it: Identity, ab: Company) -> None:
    attempt = start(it)
    before = len(it.bankid.collected)
    for _ in range(40):
        poll(it, attempt)
        it.clock.advance(seconds=0.25)
    assert len(it.bankid.collected) - before == 5


def test_the_code_is_gone_once_an_app_has_the_order(it: Identity, ab: Company) -> None:
    attempt = start(it)
    it.bankid.answers[it.bankid.latest] = Pending("userSign")
    state = poll(it, attempt)
    assert (state.state, state.message, state.qr) == ("waiting", "enter_code", None)


@pytest.mark.parametrize(
    ("hint", "message"), [("userCancel", "cancelled_by_user"), ("certificateErr", "bankid_blocked"), ("brandNew", "unknown")]
)
def test_a_failure_is_said_in_our_words_and_stays(it: Identity, ab: Company, hint: str, message: str) -> None:
    attempt = start(it)
    it.bankid.answers[it.bankid.latest] = Failed(hint)
    for _ in range(2):
        state = poll(it, attempt)
        assert (state.state, state.message, state.qr) == ("failed", message, None)
        it.clock.advance(seconds=5)
    assert finish(it, attempt) == "bankid_not_complete"


def test_an_order_nobody_scans_is_renewed_quietly_five_times_and_then_stops(it: Identity, ab: Company) -> None:
    attempt = start(it)
    orders = len(it.bankid.started)
    states = []
    for _ in range(6):
        it.clock.advance(seconds=30)
        it.bankid.answers[it.bankid.latest] = Failed("startFailed")
        states.append(poll(it, attempt))
    assert [each.state for each in states] == ["waiting"] * 5 + ["stopped"]
    assert all(each.qr for each in states[:5])
    assert states[-1].message == "stopped"
    assert len(it.bankid.started) - orders == 5


def test_an_app_that_does_not_start_on_the_same_device_is_not_renewed(it: Identity, ab: Company) -> None:
    attempt = start(it, "same_device")
    it.bankid.answers[it.bankid.latest] = Failed("startFailed")
    assert (poll(it, attempt).state, poll(it, attempt).message) == ("failed", "app_missing")


def test_bankid_away_is_waited_for_and_a_lost_order_is_a_failure(it: Identity, ab: Company) -> None:
    attempt = start(it)
    it.bankid.answers[it.bankid.latest] = BankIdUnavailable("timed_out")
    assert poll(it, attempt).state == "waiting"
    it.clock.advance(seconds=2)
    it.bankid.answers[it.bankid.latest] = BankIdRefused("no_such_order")
    assert poll(it, attempt).state == "failed"


def test_an_answer_that_was_lost_with_its_process_is_asked_for_again(it: Identity, ab: Company, kept: Kept) -> None:
    attempt = start(it)
    row = kept.all(Attempt)[-1]
    row.asking, row.asked_at = True, it.clock.now()
    before = len(it.bankid.collected)
    it.clock.advance(seconds=14)
    poll(it, attempt)
    assert len(it.bankid.collected) == before
    it.clock.advance(seconds=2)
    poll(it, attempt)
    assert len(it.bankid.collected) == before + 1


@pytest.mark.parametrize("failure", [BankIdUnavailable("timed_out"), BankIdRefused("already_in_progress")])
def test_bankid_away_at_the_start_is_refused_and_nothing_is_kept(it: Identity, ab: Company, kept: Kept, failure: Exception) -> None:
    before = len(kept.all(Attempt))
    it.bankid.silent = failure
    assert it.refusal(identity.StartBankId(purpose="sign_in", way="other_device", browser=browser())) == "bankid_unavailable"
    assert len(kept.all(Attempt)) == before


def test_an_order_is_of_no_use_in_another_browser(it: Identity, ab: Company) -> None:
    attempt = it.bankid_attempt("sign_in", ANNA)
    assert it.refusal(identity.PollBankId(attempt=attempt, browser=browser("thief"))) == "not_found"
    assert finish(it, attempt, "thief") == "not_found"
    it.ask(identity.CancelBankId(attempt=attempt, browser=browser("thief")))
    assert it.ask(identity.FinishBankId(attempt=attempt, browser=browser())).person_id == ab.anna.person_id


def test_an_order_opens_one_session_and_only_in_time(it: Identity, ab: Company) -> None:
    attempt = it.bankid_attempt("sign_in", ANNA)
    it.ask(identity.FinishBankId(attempt=attempt, browser=browser()))
    assert finish(it, attempt) == "not_found"
    late = it.bankid_attempt("sign_in", ANNA)
    it.clock.advance(minutes=3)
    assert finish(it, late) == "not_found"


def test_who_identified_is_forgotten_when_the_order_is_used(it: Identity, ab: Company, kept: Kept) -> None:
    it.ask(identity.FinishBankId(attempt=it.bankid_attempt("sign_in", ANNA), browser=browser()))
    row = kept.all(Attempt)[-1]
    assert row.state is State.OVER
    left = (
        row.number_fingerprint,
        row.number_ciphertext,
        row.given_name,
        row.surname,
        row.device_ip,
        row.qr_start_secret,
        row.auto_start_token,
    )
    assert not any(left)


def test_the_same_device_takes_the_nonce_that_came_back(it: Identity, ab: Company) -> None:
    attempt = it.bankid_attempt("sign_in", ANNA, way="same_device")
    nonce = it.bankid.started[-1]["return_url"].removeprefix(f"{RETURN}?n=")
    assert poll(it, attempt).needs_return
    assert finish(it, attempt) == "bankid_return_mismatch"
    assert finish(it, attempt, nonce="somebody-elses-nonce") == "bankid_return_mismatch"
    assert it.ask(identity.FinishBankId(attempt=attempt, browser=browser(), nonce=nonce)).person_id == ab.anna.person_id


def test_the_same_device_gets_a_link_and_no_code(it: Identity, ab: Company) -> None:
    state = poll(it, start(it, "same_device"))
    assert state.qr is None
    assert state.start_address == f"https://app.bankid.com/?autostarttoken=auto-{len(it.bankid.started) - 1}"


@pytest.mark.parametrize("address", [None, "https://portal.example.evil.test/x", "https://evil.test/", "https://portal.example@evil.test/"])
def test_the_nonce_is_never_sent_elsewhere(it: Identity, ab: Company, address: str | None) -> None:
    ask = identity.StartBankId(purpose="sign_in", way="same_device", browser=browser(), return_address=address)
    assert it.refusal(ask) == "invalid"


def test_a_new_order_cancels_the_one_before(it: Identity, ab: Company) -> None:
    first = start(it)
    pending = it.bankid.latest
    start(it)
    assert it.bankid.cancelled == [pending]
    assert it.refusal(identity.PollBankId(attempt=first, browser=browser())) == "not_found"


def test_giving_up_cancels_at_bankid_too_and_may_be_repeated(it: Identity, ab: Company) -> None:
    attempt = start(it)
    for _ in range(2):
        it.ask(identity.CancelBankId(attempt=attempt, browser=browser()))
    assert it.bankid.cancelled == [it.bankid.latest]


def test_what_bankid_says_after_giving_up_counts_for_nothing(it: Identity, ab: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = start(it)

    def gives_up_meanwhile(order_ref: str) -> Any:
        it.ask(identity.CancelBankId(attempt=attempt, browser=browser()))
        return identified(ANNA)

    monkeypatch.setattr(it.bankid, "collect", gives_up_meanwhile)
    assert it.refusal(identity.PollBankId(attempt=attempt, browser=browser())) == "not_found"
    assert finish(it, attempt) == "not_found"


def test_a_high_risk_is_refused_and_uses_the_order_up(it: Identity, ab: Company, kept: Kept) -> None:
    attempt = start(it)
    it.bankid.answers[it.bankid.latest] = identified(ANNA, risk="high")
    poll(it, attempt)
    sessions = len(kept.all(Session))
    assert finish(it, attempt) == "bankid_risk"
    assert finish(it, attempt) == "not_found"
    assert len(kept.all(Session)) == sessions
    assert ("bankid.refused", kept.all(Attempt)[-1].id) in kept.audited


def test_nobody_with_that_bankid_has_no_account(it: Identity, ab: Company) -> None:
    assert finish(it, it.bankid_attempt("sign_in", EVE)) == "no_account"


def test_each_entrance_is_for_its_own(it: Identity, ab: Company) -> None:
    assert finish(it, it.bankid_attempt("staff_sign_in", ANNA)) == "no_account"
    karin = "198001019876"
    assert finish(it, it.bankid_attempt("sign_in", karin)) == "no_account"
    assert it.with_bankid("staff_sign_in", karin).kind == "staff"


def test_step_up_takes_the_same_person_and_a_living_session(it: Identity, ab: Company) -> None:
    token = ab.anna_session.session_token
    attempt = it.bankid_attempt("step_up", OMAR, session_token=token)
    assert finish(it, attempt) == "bankid_other_person"
    stepped = it.with_bankid("step_up", ANNA, session_token=token)
    assert stepped.session_token != token
    for gone in (token, "x" * 40, None):
        ask = identity.StartBankId(purpose="step_up", way="other_device", browser=browser(), session_token=gone)
        assert it.refusal(ask) == "sign_in"


def test_signing_out_while_bankid_is_open_stops_the_step_up(it: Identity, ab: Company) -> None:
    attempt = it.bankid_attempt("step_up", ANNA, session_token=ab.anna_session.session_token)
    it.ask(identity.SignOut(session_token=ab.anna_session.session_token))
    assert finish(it, attempt) == "sign_in"


def registered_with_password(
    it: Identity, ab: Company, token_of: Any, email: str = "eva@company.example", *, remember: bool = False
) -> Any:
    registration = it.begun(invited(it, ab.anna, token_of, email, "main_admin"), "Eva", "Ek")
    ask = identity.CompleteWithPassword(registration=registration, password=PASSWORD, remember=remember, browser=browser("eva"))
    return it.ask(ask)


def test_a_first_bankid_is_linked_after_a_fresh_password_and_she_is_told(it: Identity, ab: Company, kept: Kept, token_of: Any) -> None:
    session = registered_with_password(it, ab, token_of)
    it.with_bankid("step_up", EVE, who="eva", session_token=session.session_token)
    assert kept.one(Person, email="eva@company.example").methods == ["bankid", "password"]
    assert [to for to, _ in kept.mails("method_added")] == ["eva@company.example"]
    assert it.with_bankid("sign_in", EVE, who="eva").person_id == session.person_id


def test_a_first_bankid_is_not_linked_on_an_old_password_or_a_remembered_device(it: Identity, ab: Company, token_of: Any) -> None:
    session = registered_with_password(it, ab, token_of, remember=True)
    resumed = it.ask(identity.ResumeDevice(device_token=session.device_token, browser=browser("eva")))
    for token, later in ((resumed.session_token, timedelta(0)), (session.session_token, timedelta(minutes=5))):
        it.clock.at += later
        ask = identity.StartBankId(purpose="step_up", way="other_device", browser=browser("eva"), session_token=token)
        assert it.refusal(ask) == "sign_in"


def test_a_bankid_that_is_somebody_elses_is_not_linked(it: Identity, ab: Company, token_of: Any) -> None:
    session = registered_with_password(it, ab, token_of)
    attempt = it.bankid_attempt("step_up", ANNA, who="eva", session_token=session.session_token)
    assert finish(it, attempt, "eva") == "bankid_other_person"


def test_a_bankid_alone_does_not_take_over_an_account_with_the_invited_address(it: Identity, ab: Company, token_of: Any) -> None:
    registered_with_password(it, ab, token_of)
    added = it.ask(identity.AddOrganisation(idempotency_key="k" * 20, name="Other AB", customer_number="2"), ab.karin)
    token = invited(it, ab.karin, token_of, "eva@company.example", "user", added.organisation_id)
    attempt = it.bankid_attempt("register", EVE, who="eva", registration=it.begun(token))
    assert finish(it, attempt, "eva") == "account_exists"


def test_a_browser_that_starts_order_after_order_waits(it: Identity, ab: Company) -> None:
    for _ in range(30):
        start(it, browser=browser("busy", "198.51.100.9"))
    ask = identity.StartBankId(purpose="sign_in", way="other_device", browser=browser("busy", "198.51.100.9"))
    assert it.refusal(ask) == "too_many_attempts"
    it.clock.advance(minutes=10)
    it.ask(ask)
