"""Two at once on PostgreSQL: the last main_admin, one invitation, one BankID order, one remembered device, many guesses."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, text

from services.contracts import identity
from services.contracts.envelope import Ask
from services.contracts.refusals import Refused
from services.contracts.rights import Role
from services.identity.domain.bankid import Pending
from tests.unit.identity.driver import EVE, OMAR, PASSWORD, Company, Identity, browser, identified, invited, key

TokenOf = Callable[[str], str]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The answers, or the codes of the refusals, of calls that begin together."""
    together = threading.Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        together.wait(10)
        try:
            return call()
        except Refused as refused:
            return refused.refusal.code

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def asking(it: Identity, ask: Ask[Any], *caller: Any) -> Callable[[], Any]:
    return lambda: it.ask(ask, *caller)


@pytest.mark.parametrize("turn", range(5))
def test_two_main_admins_who_remove_each_other_at_once_leave_one(
    it: Identity, ab: Company, engine: Engine, token_of: TokenOf, turn: int
) -> None:
    added = it.ask(identity.AddOrganisation(idempotency_key=key(), name=f"Race {turn}", customer_number=f"race-{turn}"), ab.karin)
    token = invited(it, ab.karin, token_of, f"a{turn}@race.example", "main_admin", added.organisation_id)
    one = it.caller(it.with_bankid("register", OMAR, who="omar", registration=it.begun(token)), added.slug)
    token = invited(it, one, token_of, f"b{turn}@race.example", "main_admin")
    two = it.caller(it.with_bankid("register", EVE, who="eve", registration=it.begun(token)), added.slug)
    answers = at_once(
        asking(it, identity.RemoveMember(idempotency_key=key(), person_id=two.person_id), one),
        asking(
            it,
            identity.ChangeRole(idempotency_key=key(), person_id=one.person_id, expected=Role.MAIN_ADMIN, role=Role.USER),
            two,
        ),
    )
    assert sorted(str(type(each).__name__) for each in answers) == ["Done", "str"]
    assert {each for each in answers if isinstance(each, str)} <= {"last_main_admin", "role_above_own"}
    with engine.connect() as connection:
        connection.execute(text("SELECT set_config('portal.reach', 'all', false)"))
        left = connection.execute(
            text("SELECT count(*) FROM memberships WHERE organisation_id = :id AND role = 'main_admin'"), {"id": added.organisation_id}
        ).scalar_one()
    assert left == 1


def test_one_invitation_is_accepted_once(it: Identity, ab: Company, engine: Engine, token_of: TokenOf) -> None:
    token = invited(it, ab.anna, token_of, "twice@company.example", "user")
    registrations = [it.begun(token), it.begun(token)]
    answers = at_once(
        *(
            asking(it, identity.CompleteWithPassword(registration=each, password=PASSWORD, remember=False, browser=browser("twice")))
            for each in registrations
        )
    )
    assert sum(isinstance(each, identity.SignedIn) for each in answers) == 1
    assert {each for each in answers if isinstance(each, str)} <= {"invitation_used", "not_found", "account_exists"}
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM persons WHERE email = 'twice@company.example'")).scalar_one() == 1


def test_one_order_opens_one_session(it: Identity, ab: Company, token_of: TokenOf) -> None:
    attempt = it.bankid_attempt("sign_in", "199001012385")
    finish = identity.FinishBankId(attempt=attempt, browser=browser())
    answers = at_once(*[asking(it, finish)] * 4)
    assert sum(isinstance(each, identity.SignedIn) for each in answers) == 1
    assert {each for each in answers if isinstance(each, str)} == {"not_found"}


def test_bankid_is_asked_by_one_poll_at_a_time_and_its_only_answer_is_not_lost(it: Identity, ab: Company) -> None:
    started = it.ask(identity.StartBankId(purpose="sign_in", way="other_device", browser=browser()))
    it.bankid.answers[it.bankid.latest] = identified("199001012385")
    before = len(it.bankid.collected)
    poll = identity.PollBankId(attempt=started.attempt, browser=browser())
    states = at_once(*[asking(it, poll)] * 6)
    assert len(it.bankid.collected) - before == 1
    assert {each.state for each in states} <= {"waiting", "complete"}
    it.bankid.answers[it.bankid.latest] = Pending("outstandingTransaction")
    assert it.ask(poll).state == "complete"


def test_of_tabs_that_wake_together_three_are_let_in_and_none_is_a_thief(it: Identity, ab: Company) -> None:
    session = it.with_bankid("sign_in", "199001012385", remember=True)
    ask = identity.ResumeDevice(device_token=session.device_token or "", browser=browser())
    answers = at_once(*[asking(it, ask)] * 5)
    let_in = [each for each in answers if isinstance(each, identity.SignedIn)]
    assert (len(let_in), [each for each in answers if isinstance(each, str)]) == (3, ["sign_in", "sign_in"])
    (token,) = {each.device_token for each in let_in}
    assert it.ask(ask.model_copy(update={"device_token": token})).device_token


def test_many_guesses_at_once_are_all_counted(it: Identity, ab: Company) -> None:
    guess = identity.SignInWithPassword(email="guessed@company.example", password="wrong", remember=False, browser=browser("thief"))
    answers = at_once(*[asking(it, guess)] * 16)
    assert sorted(set(answers)) == ["too_many_attempts", "wrong_credentials"]
    assert answers.count("wrong_credentials") == 10
