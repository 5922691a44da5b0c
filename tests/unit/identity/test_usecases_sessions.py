"""Passwords, sessions and devices through the use cases."""

from typing import Any

import pytest

from services.contracts import identity
from services.contracts.identity import SessionsEnded
from services.contracts.refusals import Refused
from services.identity.domain.device import GRACE, Device
from services.identity.domain.person import Person
from services.identity.domain.session import Session
from tests.unit.identity.driver import ANNA, PASSWORD, Company, Identity, browser, invited
from tests.unit.identity.fakes import Kept

OMAR = "omar@company.example"
WRONG = "not it at all"


@pytest.fixture
def omar(it: Identity, ab: Company, token_of: Any) -> Any:
    """Omar's first session, with a remembered device."""
    registration = it.begun(invited(it, ab.anna, token_of, OMAR, "user"), "Omar", "Berg")
    return it.ask(identity.CompleteWithPassword(registration=registration, password=PASSWORD, remember=True, browser=browser("omar")))


def guess(email: str = OMAR, *, password: str = WRONG, ip: str = "192.0.2.66") -> Any:
    return identity.SignInWithPassword(email=email, password=password, remember=False, browser=browser("guesser", ip))


def alive(it: Identity, session: Any) -> bool:
    try:
        it.ask(identity.AssertFor(session_token=session.session_token, organisation=None, audiences=[]))
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "password_too_short"), ("lösenordlösenord1", "password_too_common"), ("OmarBerg-CompanyAB", "password_too_common")],
)
def test_a_poor_password_is_refused_with_what_is_wrong_and_may_be_tried_again(
    it: Identity, ab: Company, kept: Kept, token_of: Any, password: str, code: str
) -> None:
    registration = it.begun(invited(it, ab.anna, token_of, OMAR, "user"), "Omar", "Berg")
    ask = identity.CompleteWithPassword(registration=registration, password=password, remember=False, browser=browser("omar"))
    assert it.refusal(ask) == code
    assert kept.find(Person, email=OMAR) is None
    it.passwords.weak = True
    assert it.refusal(ask.model_copy(update={"password": PASSWORD})) == "password_too_guessable"
    it.passwords.weak = False
    assert it.ask(ask.model_copy(update={"password": PASSWORD})).kind == "tenant"


def test_unknown_address_wrong_password_and_no_password_are_answered_the_same_after_the_same_work(it: Identity, omar: Any) -> None:
    it.passwords.compared.clear()
    answers = {it.refusal(guess(email)) for email in (OMAR, "nobody@company.example", "anna@company.example", "not an address")}
    assert answers == {"wrong_credentials"}
    assert len(it.passwords.compared) == 4


def test_ten_failures_make_an_account_wait_known_or_not_and_a_right_password_waits_too(it: Identity, omar: Any) -> None:
    for email in (OMAR, "nobody@company.example"):
        assert [it.refusal(guess(email, ip=f"192.0.2.{number}")) for number in range(10)] == ["wrong_credentials"] * 10
        assert it.refusal(guess(email)) == "too_many_attempts"
    assert it.refusal(guess(password=PASSWORD)) == "too_many_attempts"
    it.clock.advance(seconds=30)
    assert it.ask(guess(password=PASSWORD)).person_id == omar.person_id


def test_a_right_password_forgives_the_failures_before_it(it: Identity, omar: Any) -> None:
    for _ in range(3):
        assert [it.refusal(guess()) for _ in range(9)] == ["wrong_credentials"] * 9
        it.ask(guess(password=PASSWORD))


def test_one_network_trying_many_accounts_waits(it: Identity, omar: Any) -> None:
    answers = [it.refusal(guess(f"x{number}@company.example")) for number in range(101)]
    assert answers == ["wrong_credentials"] * 100 + ["too_many_attempts"]
    assert it.refusal(guess(password=PASSWORD)) == "too_many_attempts"
    assert it.ask(guess(password=PASSWORD, ip="192.0.2.67")).person_id == omar.person_id


def test_nobody_is_locked_out_of_bankid_by_guesses(it: Identity, ab: Company) -> None:
    for _ in range(12):
        it.refusal(guess("anna@company.example"))
    assert it.with_bankid("sign_in", ANNA).person_id == ab.anna.person_id


def test_a_weaker_hash_is_replaced_when_its_password_comes(it: Identity, omar: Any, kept: Kept) -> None:
    person = kept.one(Person, email=OMAR)
    person.password_hash = f"1:{PASSWORD[::-1]}"
    it.ask(guess(password=PASSWORD))
    assert person.password_hash == f"2:{PASSWORD[::-1]}"


def test_signing_out_ends_this_session_and_its_device_and_is_told(it: Identity, omar: Any, kept: Kept) -> None:
    elsewhere = it.with_password(OMAR, who="omar-phone")
    for _ in range(2):
        it.ask(identity.SignOut(session_token=omar.session_token))
    assert (alive(it, omar), alive(it, elsewhere)) == (False, True)
    assert it.refusal(identity.ResumeDevice(device_token=omar.device_token, browser=browser("omar"))) == "sign_in"
    ended = [each for each in kept.told if isinstance(each, SessionsEnded) and each.person_id == omar.person_id]
    assert [(len(each.session_ids), each.reason) for each in ended] == [(1, "sign_out")]
    it.ask(identity.SignOut(session_token="unknown" * 5))


def test_signing_out_everywhere_ends_everything(it: Identity, omar: Any) -> None:
    elsewhere = it.with_password(OMAR, who="omar-phone", remember=True)
    it.ask(identity.SignOut(session_token=omar.session_token, everywhere=True))
    assert not alive(it, elsewhere)
    for session in (omar, elsewhere):
        assert it.refusal(identity.ResumeDevice(device_token=session.device_token, browser=browser("omar"))) == "sign_in"


def test_a_copied_device_token_ends_everything_the_person_has_and_she_is_told(it: Identity, omar: Any, kept: Kept) -> None:
    phone = it.with_password(OMAR, who="omar-phone", remember=True)
    own = it.ask(identity.ResumeDevice(device_token=omar.device_token, browser=browser("omar")))
    it.clock.at += GRACE * 2
    stolen = identity.ResumeDevice(device_token=omar.device_token, browser=browser("thief"))
    assert it.refusal(stolen) == "sign_in"
    assert not any(alive(it, session) for session in (omar, own, phone))
    assert kept.some(Device, ended_at=None) == []
    assert {each.end_reason for each in kept.some(Session, person_id=omar.person_id)} == {"theft"}
    assert [to for to, _ in kept.mails("device_theft")] == [OMAR]
    assert "device.theft" in [what for what, _ in kept.audited]
    assert it.refusal(identity.ResumeDevice(device_token=own.device_token, browser=browser("omar"))) == "sign_in"
    assert len(kept.mails("device_theft")) == 1


def test_a_resumed_session_says_when_she_herself_last_signed_in(it: Identity, omar: Any, kept: Kept) -> None:
    remembered_at = it.clock.now()
    it.clock.advance(hours=50)
    resumed = it.ask(identity.ResumeDevice(device_token=omar.device_token, browser=browser("omar")))
    assert it.caller(resumed).authenticated_at == remembered_at


def test_a_session_unused_for_an_hour_is_over(it: Identity, omar: Any) -> None:
    it.clock.advance(minutes=59)
    assert alive(it, omar)
    it.clock.advance(minutes=60)
    assert not alive(it, omar)


def test_bankid_standing_lapses_after_half_an_hour_unused_and_does_not_come_back(it: Identity, ab: Company) -> None:
    ask = identity.AssertFor(session_token=ab.anna_session.session_token, organisation="company-ab", audiences=["cases", "billing"])
    it.clock.advance(minutes=29)
    assert set(it.ask(ask).assertions) == {"cases", "billing"}
    it.clock.advance(minutes=30)
    for _ in range(2):
        asserted = it.ask(ask)
        assert set(asserted.assertions) == {"cases"}
        assert not asserted.with_bankid
        assert it.minter.minted[-1][0].assurance == 1
        it.clock.advance(minutes=1)


def test_no_assertion_outlives_the_standing_it_speaks_of(it: Identity, ab: Company) -> None:
    ask = identity.AssertFor(session_token=ab.anna_session.session_token, organisation="company-ab", audiences=["cases", "billing"])
    for _ in range(19):
        it.clock.advance(minutes=25)
        it.ask(ask)
    it.clock.advance(minutes=4, seconds=50)
    it.minter.minted.clear()
    asserted = it.ask(ask)
    assert [lifetime.total_seconds() for _, _, lifetime in it.minter.minted] == [10, 10]
    assert (asserted.expires_at - it.clock.now()).total_seconds() == 10


def test_the_organisation_used_last_is_remembered(it: Identity, ab: Company) -> None:
    assert it.with_bankid("sign_in", ANNA).last_organisation == "company-ab"
