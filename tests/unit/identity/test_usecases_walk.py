"""The walk of the first issue through identity's use cases: staff, first contact, colleague, sign-in, invoices."""

from typing import Any

from services.contracts import identity
from services.contracts.rights import Role
from services.identity.domain.organisation import Membership
from services.identity.domain.person import Person
from tests.unit.identity.driver import ANNA, OMAR, PASSWORD, Company, Identity, browser, invited, key
from tests.unit.identity.fakes import Kept


def test_the_first_contact_registers_with_bankid_and_may_ask_for_invoices(it: Identity, ab: Company, kept: Kept) -> None:
    assert ab.anna.role is Role.MAIN_ADMIN
    assert ab.anna.methods == ("bankid",)
    assert ab.anna.assurance == 3
    ask = identity.AssertFor(session_token=ab.anna_session.session_token, organisation="company-ab", audiences=["cases", "billing"])
    asserted = it.ask(ask)
    assert set(asserted.assertions) == {"cases", "billing"}
    assert asserted.with_bankid
    lifetimes = {audience: lifetime.total_seconds() for _, audience, lifetime in it.minter.minted}
    assert lifetimes["billing"] <= 60
    assert lifetimes["cases"] <= 300


def test_the_personal_number_is_kept_sealed_and_never_told(ab: Company, kept: Kept) -> None:
    anna = kept.one(Person, email="anna@company.example")
    assert ANNA.encode() not in anna.number_ciphertext + anna.number_fingerprint
    everything = repr([news.model_dump() for news in kept.told]) + repr(kept.mailed) + repr(kept.audited)
    assert ANNA not in everything


def test_a_colleague_registers_with_a_password_and_is_opened_again_by_his_device(
    it: Identity, ab: Company, kept: Kept, token_of: Any
) -> None:
    token = invited(it, ab.anna, token_of, "omar@company.example", "user")
    registration = it.begun(token, "Omar", "Berg")
    done = it.ask(identity.CompleteWithPassword(registration=registration, password=PASSWORD, remember=True, browser=browser("omar")))
    assert done.device_token
    again = it.ask(identity.ResumeDevice(device_token=done.device_token, browser=browser("omar")))
    omar = it.caller(again, "company-ab")
    assert (omar.role, omar.methods, omar.assurance) == (Role.USER, ("rmd",), 0)
    assert again.device_token != done.device_token


def test_billing_is_asserted_for_a_main_admin_on_bankid_only(it: Identity, ab: Company, token_of: Any) -> None:
    token = invited(it, ab.anna, token_of, "eva@company.example", "main_admin")
    it.ask(
        identity.CompleteWithPassword(registration=it.begun(token, "Eva", "Ek"), password=PASSWORD, remember=False, browser=browser("eva"))
    )
    session = it.with_password("EVA@company.example", who="eva")
    ask = identity.AssertFor(session_token=session.session_token, organisation="company-ab", audiences=["identity", "billing"])
    asserted = it.ask(ask)
    assert set(asserted.assertions) == {"identity"}
    assert not asserted.with_bankid
    stepped = it.with_bankid("step_up", OMAR, who="eva", session_token=session.session_token)
    assert it.refusal(ask) == "sign_in"
    after = it.ask(ask.model_copy(update={"session_token": stepped.session_token}))
    assert set(after.assertions) == {"identity", "billing"}


def test_a_user_never_gets_a_billing_assertion(it: Identity, ab: Company, token_of: Any) -> None:
    token = invited(it, ab.anna, token_of, "omar@company.example", "user")
    session = it.with_bankid("register", OMAR, who="omar", registration=it.begun(token, "Omar", "Berg"))
    asserted = it.ask(identity.AssertFor(session_token=session.session_token, organisation="company-ab", audiences=["billing"]))
    assert asserted.assertions == {}


def test_a_foreign_and_an_unknown_organisation_are_the_same(it: Identity, ab: Company) -> None:
    it.ask(identity.AddOrganisation(idempotency_key=key(), name="Other AB", customer_number="2"), ab.karin)
    for slug in ("other-ab", "no-such"):
        ask = identity.AssertFor(session_token=ab.anna_session.session_token, organisation=slug, audiences=["cases"])
        assert it.refusal(ask) == "not_found"


def test_outside_an_organisation_only_identity_is_asserted(it: Identity, ab: Company) -> None:
    ask = identity.AssertFor(session_token=ab.anna_session.session_token, organisation=None, audiences=["identity", "cases", "billing"])
    assert set(it.ask(ask).assertions) == {"identity"}
    assert it.minter.minted[-1][0].kind == "person"


def test_a_person_who_has_bankid_already_gets_one_more_membership(it: Identity, ab: Company, kept: Kept, token_of: Any) -> None:
    other = it.ask(identity.AddOrganisation(idempotency_key=key(), name="Other AB", customer_number="2"), ab.karin)
    token = invited(it, ab.karin, token_of, "anna@other.example", "user", other.organisation_id)
    session = it.with_bankid("register", ANNA, registration=it.begun(token))
    assert [(each.slug, each.role) for each in session.memberships] == [("company-ab", Role.MAIN_ADMIN), ("other-ab", Role.USER)]
    assert len(kept.some(Person, number_fingerprint=kept.one(Person, email="anna@company.example").number_fingerprint)) == 1
    assert session.last_organisation == "other-ab"


def test_an_existing_account_accepts_while_signed_in_and_keeps_its_standing(it: Identity, ab: Company, token_of: Any) -> None:
    other = it.ask(identity.AddOrganisation(idempotency_key=key(), name="Other AB", customer_number="2"), ab.karin)
    token = invited(it, ab.karin, token_of, "anna@company.example", "admin", other.organisation_id)
    begun = it.ask(identity.BeginRegistration(token=token))
    assert begun.has_account
    accepted = it.ask(
        identity.AcceptInvitation(registration=begun.registration, session_token=ab.anna_session.session_token, browser=browser())
    )
    anna = it.caller(accepted, "other-ab")
    assert (anna.role, anna.methods, anna.assurance) == (Role.ADMIN, ("bankid",), 3)
    assert it.refusal(identity.AssertFor(session_token=ab.anna_session.session_token, organisation=None, audiences=[])) == "sign_in"


def test_accepting_does_not_bring_a_lapsed_bankid_back(it: Identity, ab: Company, token_of: Any) -> None:
    other = it.ask(identity.AddOrganisation(idempotency_key=key(), name="Other AB", customer_number="2"), ab.karin)
    token = invited(it, ab.karin, token_of, "anna@company.example", "main_admin", other.organisation_id)
    begun = it.ask(identity.BeginRegistration(token=token))
    it.clock.advance(minutes=31)
    ask = identity.AcceptInvitation(registration=begun.registration, session_token=ab.anna_session.session_token, browser=browser())
    anna = it.caller(it.ask(ask), "other-ab")
    assert (anna.methods, anna.assurance) == (("bankid",), 1)


def test_somebody_elses_account_cannot_accept(it: Identity, ab: Company, token_of: Any) -> None:
    token = invited(it, ab.anna, token_of, "omar@company.example", "user")
    begun = it.ask(identity.BeginRegistration(token=token))
    ask = identity.AcceptInvitation(registration=begun.registration, session_token=ab.anna_session.session_token, browser=browser())
    assert it.refusal(ask) == "other_account"


def test_news_tell_each_change_once_and_in_order(kept: Kept, ab: Company) -> None:
    told = [(type(each).__name__, each.subject_id) for each in kept.told]
    anna = kept.one(Person, email="anna@company.example").id
    assert ("OrganisationChanged", ab.organisation_id) in told
    assert ("MembershipChanged", f"{anna}:{ab.organisation_id}") in told
    numbers = [(each.subject_id, each.sequence) for each in kept.told]
    assert len(set(numbers)) == len(numbers)


def test_a_membership_has_one_role_per_organisation_and_an_invitation_never_lowers_it(
    it: Identity, ab: Company, kept: Kept, token_of: Any
) -> None:
    token = invited(it, ab.anna, token_of, "anna.private@example.com", "user")
    it.with_bankid("register", ANNA, registration=it.begun(token))
    anna = kept.one(Person, email="anna@company.example").id
    assert kept.one(Membership, person_id=anna).role.value == "main_admin"
