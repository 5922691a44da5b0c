"""Invitations, roles and members through the use cases: nobody grants above her own, by any path."""

from dataclasses import replace
from typing import Any

import pytest

from services.contracts import identity
from services.contracts.identity import InvitationWanted, PersonChanged, SessionsEnded
from services.contracts.refusals import Refused
from services.contracts.rights import Role, StaffRole
from services.identity.domain import roles
from services.identity.domain.invitation import LIVES, Invitation
from services.identity.domain.organisation import Membership
from services.identity.domain.person import Person, StaffAccount
from services.identity.usecases.invite_first_administrator import invite_first_administrator
from tests.unit.identity.driver import EVE, OMAR, PASSWORD, Company, Identity, browser, invited, key
from tests.unit.identity.fakes import Kept


@pytest.fixture
def admin(it: Identity, ab: Company, token_of: Any) -> Any:
    """Omar, admin in Company AB."""
    token = invited(it, ab.anna, token_of, "omar@company.example", "admin")
    session = it.with_bankid("register", OMAR, who="omar", registration=it.begun(token, "Omar", "Berg"))
    return it.caller(session, "company-ab")


def wanted(email: str, role: Role) -> InvitationWanted:
    return InvitationWanted(email=email, name="Somebody New", role=role)


def invitation_of(kept: Kept, email: str) -> Any:
    return [each for each in kept.all(Invitation) if each.email == email][-1]


def test_each_wanted_invitation_stands_or_falls_by_itself(it: Identity, ab: Company, admin: Any, kept: Kept) -> None:
    people = [
        wanted("new@company.example", Role.ADMIN),
        wanted("boss@company.example", Role.MAIN_ADMIN),
        wanted("ANNA@company.example", Role.USER),
        wanted("New@Company.example", Role.USER),
    ]
    results = it.ask(identity.InviteMembers(idempotency_key=key(), people=people), admin).results
    assert [each.refusal for each in results] == [None, "role_above_own", "already_member", "already_invited"]
    assert [to for to, _ in kept.mails("invitation")].count("new@company.example") == 1
    assert "boss@company.example" not in [to for to, _ in kept.mails("invitation")]


def test_an_admin_neither_resends_withdraws_changes_nor_removes_above_herself(it: Identity, ab: Company, admin: Any, kept: Kept) -> None:
    it.ask(identity.InviteMembers(idempotency_key=key(), people=[wanted("boss@company.example", Role.MAIN_ADMIN)]), ab.anna)
    boss = invitation_of(kept, "boss@company.example").id
    forbidden = [
        identity.ResendInvitation(idempotency_key=key(), invitation_id=boss),
        identity.WithdrawInvitation(idempotency_key=key(), invitation_id=boss),
        identity.ChangeRole(idempotency_key=key(), person_id=ab.anna.person_id, expected=Role.MAIN_ADMIN, role=Role.USER),
        identity.ChangeRole(idempotency_key=key(), person_id=admin.person_id, expected=Role.ADMIN, role=Role.MAIN_ADMIN),
        identity.RemoveMember(idempotency_key=key(), person_id=ab.anna.person_id),
    ]
    assert [it.refusal(each, admin) for each in forbidden] == ["role_above_own"] * len(forbidden)


def test_an_assertion_older_than_ones_own_demotion_grants_nothing(it: Identity, ab: Company, admin: Any, token_of: Any) -> None:
    token = invited(it, ab.anna, token_of, "eve@company.example", "main_admin")
    eve = it.caller(it.with_bankid("register", EVE, who="eve", registration=it.begun(token, "Eve", "Ek")), "company-ab")
    change = identity.ChangeRole(idempotency_key=key(), person_id=eve.person_id, expected=Role.MAIN_ADMIN, role=Role.USER)
    it.ask(change, ab.anna)
    assert it.refusal(identity.RemoveMember(idempotency_key=key(), person_id=ab.anna.person_id), eve) == "role_above_own"


def test_an_invitation_from_somebody_who_may_not_grant_it_any_more_opens_nothing(
    it: Identity, ab: Company, admin: Any, kept: Kept, token_of: Any
) -> None:
    token = invited(it, admin, token_of, "new@company.example", "admin")
    registration = it.begun(token)
    it.ask(identity.ChangeRole(idempotency_key=key(), person_id=admin.person_id, expected=Role.ADMIN, role=Role.USER), ab.anna)
    ask = identity.CompleteWithPassword(registration=registration, password=PASSWORD, remember=False, browser=browser("new"))
    assert it.refusal(ask) == "invitation_withdrawn"
    assert kept.find(Person, email="new@company.example") is None
    # Sent again by somebody who may, it is hers, and good.
    it.ask(identity.ResendInvitation(idempotency_key=key(), invitation_id=invitation_of(kept, "new@company.example").id), ab.anna)
    again = it.begun(token_of("new@company.example"))
    assert it.ask(ask.model_copy(update={"registration": again})).memberships[0].role is Role.ADMIN


def test_the_same_holds_when_the_inviter_has_left(it: Identity, ab: Company, admin: Any, token_of: Any) -> None:
    registration = it.begun(invited(it, admin, token_of, "new@company.example", "user"))
    it.ask(identity.RemoveMember(idempotency_key=key(), person_id=admin.person_id), ab.anna)
    ask = identity.CompleteWithPassword(registration=registration, password=PASSWORD, remember=False, browser=browser("new"))
    assert it.refusal(ask) == "invitation_withdrawn"


@pytest.mark.parametrize("turn", ["withdrawn", "expired", "used"])
def test_a_link_that_is_no_good_says_why(it: Identity, ab: Company, kept: Kept, token_of: Any, turn: str) -> None:
    token = invited(it, ab.anna, token_of, "new@company.example", "user")
    registration = it.begun(token)
    ask = identity.CompleteWithPassword(registration=registration, password=PASSWORD, remember=False, browser=browser("new"))
    if turn == "withdrawn":
        withdraw = identity.WithdrawInvitation(idempotency_key=key(), invitation_id=invitation_of(kept, "new@company.example").id)
        it.ask(withdraw, ab.anna)
        it.ask(withdraw.model_copy(update={"idempotency_key": key()}), ab.anna)
    elif turn == "expired":
        it.clock.at += LIVES
    else:
        it.ask(ask)
        invitation = invitation_of(kept, "new@company.example")
        assert it.refusal(identity.ResendInvitation(idempotency_key=key(), invitation_id=invitation.id), ab.anna) == "invitation_used"
        assert it.refusal(identity.WithdrawInvitation(idempotency_key=key(), invitation_id=invitation.id), ab.anna) == "invitation_used"
    state = "accepted" if turn == "used" else turn
    assert it.ask(identity.ShowInvitation(token=token)).state == state
    assert it.refusal(identity.BeginRegistration(token=token)) == f"invitation_{turn}"
    assert it.refusal(ask) in (f"invitation_{turn}", "not_found")


def test_looking_at_an_invitation_changes_nothing(it: Identity, ab: Company, kept: Kept, token_of: Any) -> None:
    token = invited(it, ab.anna, token_of, "new@company.example", "user")
    before = repr([vars(each) for each in kept.all(Invitation)])
    for _ in range(3):
        shown = it.ask(identity.ShowInvitation(token=token))
    assert (shown.state, shown.organisation_name, shown.role, shown.invited_by) == ("pending", "Company AB", Role.USER, "Anna Lind")
    assert repr([vars(each) for each in kept.all(Invitation)]) == before


def test_whoever_opens_an_expired_link_may_ask_for_a_new_one_and_the_inviter_hears_once(
    it: Identity, ab: Company, kept: Kept, token_of: Any
) -> None:
    token = invited(it, ab.anna, token_of, "new@company.example", "user")
    it.ask(identity.AskForNewInvitation(token=token))
    assert kept.mails("invitation_wanted") == []
    it.clock.at += LIVES
    for _ in range(3):
        it.ask(identity.AskForNewInvitation(token=token))
    assert [to for to, _ in kept.mails("invitation_wanted")] == ["anna@company.example"]
    it.ask(identity.ResendInvitation(idempotency_key=key(), invitation_id=invitation_of(kept, "new@company.example").id), ab.anna)
    assert it.ask(identity.ShowInvitation(token=token_of("new@company.example"))).state == "pending"
    assert it.refusal(identity.AskForNewInvitation(token=token)) == "not_found"


def test_inviter_and_main_admins_are_told_of_a_new_member(it: Identity, ab: Company, admin: Any, kept: Kept, token_of: Any) -> None:
    token = invited(it, admin, token_of, "new@company.example", "user")
    it.ask(identity.CompleteWithPassword(registration=it.begun(token), password=PASSWORD, remember=False, browser=browser("new")))
    told = [to for to, about in kept.mails("invitation_accepted") if about["email"] == "new@company.example"]
    assert sorted(told) == ["anna@company.example", "omar@company.example"]
    assert "new@company.example" in [to for to, _ in kept.mails("welcome")]


def test_another_organisations_invitation_or_member_is_unknown(it: Identity, ab: Company, kept: Kept, token_of: Any) -> None:
    invited(it, ab.anna, token_of, "new@company.example", "user")
    stranger = replace(ab.anna, organisation_id="other")
    theirs = invitation_of(kept, "new@company.example").id
    for ask in (
        identity.ResendInvitation(idempotency_key=key(), invitation_id=theirs),
        identity.WithdrawInvitation(idempotency_key=key(), invitation_id="no-such"),
        identity.RemoveMember(idempotency_key=key(), person_id=ab.anna.person_id),
    ):
        assert it.refusal(ask, stranger) == "not_found"


def test_the_last_main_admin_stays(it: Identity, ab: Company) -> None:
    me = ab.anna.person_id
    change = identity.ChangeRole(idempotency_key=key(), person_id=me, expected=Role.MAIN_ADMIN, role=Role.ADMIN)
    assert it.refusal(change, ab.anna) == "last_main_admin"
    assert it.refusal(identity.RemoveMember(idempotency_key=key(), person_id=me), ab.anna) == "last_main_admin"


def test_a_changed_role_ends_her_sessions_and_devices_and_is_told(it: Identity, ab: Company, admin: Any, kept: Kept) -> None:
    remembered = it.with_bankid("sign_in", OMAR, who="omar", remember=True)
    change = identity.ChangeRole(idempotency_key=key(), person_id=admin.person_id, expected=Role.ADMIN, role=Role.USER)
    it.ask(change, ab.anna)
    ended = [each for each in kept.told if isinstance(each, SessionsEnded)][-1]
    assert ended.reason == "role_changed"
    assert len(ended.session_ids) == 2
    assert it.refusal(identity.AssertFor(session_token=remembered.session_token, organisation=None, audiences=[])) == "sign_in"
    assert it.refusal(identity.ResumeDevice(device_token=remembered.device_token, browser=browser("omar"))) == "sign_in"
    assert it.refusal(change.model_copy(update={"idempotency_key": key()}), ab.anna) == "conflict"
    assert [to for to, _ in kept.mails("role_changed")] == ["omar@company.example"]


def test_a_removed_member_is_out(it: Identity, ab: Company, admin: Any, kept: Kept) -> None:
    it.ask(identity.RemoveMember(idempotency_key=key(), person_id=admin.person_id), ab.anna)
    assert kept.find(Membership, person_id=admin.person_id) is None
    again = it.with_bankid("sign_in", OMAR, who="omar")
    assert again.memberships == []
    assert it.refusal(identity.AssertFor(session_token=again.session_token, organisation="company-ab", audiences=["cases"])) == "not_found"


def test_what_the_page_offers_is_what_is_allowed(it: Identity, ab: Company, admin: Any) -> None:
    shown = it.ask(identity.ShowOrganisation(), admin)
    assert shown.may_grant == [Role.ADMIN, Role.USER]
    assert {each.role: each.may_change for each in shown.members} == {Role.MAIN_ADMIN: False, Role.ADMIN: True}
    assert {each.is_you for each in shown.members if each.role is Role.ADMIN} == {True}


def test_the_bootstrap_works_until_there_is_an_administrator(it: Identity, kept: Kept, token_of: Any) -> None:
    with pytest.raises(Refused):
        invite_first_administrator("x@landlord.example", "X", frozenset({roles.StaffRole.FINANCE}), it.uow, it.clock)
    both = frozenset({roles.StaffRole.ADMINISTRATOR})
    early = [invite_first_administrator(f"{name}@landlord.example", name, both, it.uow, it.clock) for name in ("one", "two")]
    it.with_bankid("register", OMAR, who="omar", registration=it.begun(early[0]))
    attempt = it.bankid_attempt("register", EVE, who="eve", registration=it.begun(early[1]))
    assert it.refusal(identity.FinishBankId(attempt=attempt, browser=browser("eve"))) == "invitation_withdrawn"
    assert len(kept.all(StaffAccount)) == 1


def test_staff_are_invited_by_an_administrator_and_register_with_bankid_only(it: Identity, ab: Company, kept: Kept, token_of: Any) -> None:
    ask = identity.InviteStaff(idempotency_key=key(), email="erik@landlord.example", name="Erik Sand", roles=[StaffRole.FINANCE])
    it.ask(ask, ab.karin)
    assert it.refusal(ask.model_copy(update={"idempotency_key": key()}), ab.karin) == "already_invited"
    registration = it.begun(token_of("erik@landlord.example"), "Erik", "Sand")
    password = identity.CompleteWithPassword(registration=registration, password=PASSWORD, remember=False, browser=browser("erik"))
    assert it.refusal(password) == "not_allowed"
    session = it.with_bankid("register", EVE, who="erik", registration=registration, remember=True)
    assert (session.kind, session.device_token) == ("staff", None)
    erik = it.caller(session)
    assert erik.kind == "staff"
    assert erik.staff_roles == {StaffRole.FINANCE}
    assert it.refusal(ask.model_copy(update={"idempotency_key": key()}), ab.karin) == "already_member"


def test_staff_whose_account_is_gone_are_out(it: Identity, ab: Company, kept: Kept) -> None:
    session = it.with_bankid("staff_sign_in", "198001019876", who="karin")
    kept.rows[StaffAccount].clear()
    assert it.refusal(identity.AssertFor(session_token=session.session_token, organisation=None, audiences=["cases"])) == "sign_in"


def test_customers_are_added_once_with_slugs_of_their_own(it: Identity, ab: Company) -> None:
    add = identity.AddOrganisation(idempotency_key=key(), name="Company AB", customer_number="2")
    assert it.ask(add, ab.karin).slug == "company-ab-2"
    for changes, place in (
        ({"customer_number": "2"}, "customer_number"),
        ({"customer_number": "3", "organisation_number": "556036-0793"}, "organisation_number"),
        ({"customer_number": "3", "organisation_number": "199001012385"}, "organisation_number"),
        ({"customer_number": "3", "name": "\u200b"}, "name"),
    ):
        with pytest.raises(Refused) as refused:
            it.ask(add.model_copy(update={"idempotency_key": key(), **changes}), ab.karin)
        assert refused.value.refusal.place == place


def test_a_profile_is_shown_and_changed_and_told(it: Identity, ab: Company, kept: Kept) -> None:
    save = identity.SaveProfile(idempotency_key=key(), given_name="Anna\u00a0 Maria", surname="Lind", phone="031", language="en")
    it.ask(save, ab.anna)
    shown = it.ask(identity.ShowProfile(), ab.anna)
    assert (shown.given_name, shown.language, shown.methods) == ("Anna Maria", "en", ["bankid"])
    told = kept.told[-1]
    assert isinstance(told, PersonChanged)
    assert told.name == "Anna Maria Lind"
    assert it.refusal(save.model_copy(update={"surname": "\u200b"}), ab.anna) == "invalid"


def test_two_companies_do_not_mix(kept: Kept, it: Identity, ab: Company, token_of: Any) -> None:
    added = it.ask(identity.AddOrganisation(idempotency_key=key(), name="Other AB", customer_number="2"), ab.karin)
    token = invited(it, ab.karin, token_of, "eve@other.example", "main_admin", added.organisation_id)
    eve = it.caller(it.with_bankid("register", EVE, who="eve", registration=it.begun(token, "Eve", "Ek")), "other-ab")
    shown = it.ask(identity.ShowOrganisation(), eve)
    assert [each.name for each in shown.members] == ["Eve Ek"]
    staff_view = it.ask(identity.ShowOrganisationToStaff(organisation_id=ab.organisation_id), ab.karin)
    assert [each.name for each in staff_view.members] == ["Anna Lind"]
    assert not any(each.may_change for each in staff_view.members)
