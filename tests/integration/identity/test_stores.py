"""The use cases on PostgreSQL: walks, lists, isolation, clearing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine, Text, cast, func, literal_column, select, text

from services.chassis.audit import first_broken
from services.contracts import identity
from services.contracts.rights import Role
from services.identity.adapters.tables import attempts, guesses, memberships, metadata, persons, registrations
from services.identity.usecases.clear_expired import clear_expired
from tests.support.clock import FixedClock
from tests.unit.identity.driver import ANNA, OMAR, PASSWORD, Company, Identity, browser, invited, key

TokenOf = Callable[[str], str]


def test_the_first_contact_and_a_colleague_walk_in_and_are_listed(it: Identity, ab: Company, token_of: TokenOf) -> None:
    token = invited(it, ab.anna, token_of, "omar@company.example", "user")
    done = it.ask(
        identity.CompleteWithPassword(
            registration=it.begun(token, "Ömar", "Berg"), password=PASSWORD, remember=True, browser=browser("omar")
        )
    )
    it.ask(identity.ResumeDevice(device_token=done.device_token, browser=browser("omar")))
    pending = invited(it, ab.anna, token_of, "ake@company.example", "admin")
    assert pending
    shown = it.ask(identity.ShowOrganisation(), ab.anna)
    assert [(each.name, each.role, each.methods, each.is_you) for each in shown.members] == [
        ("Anna Lind", Role.MAIN_ADMIN, ["bankid"], True),
        ("Ömar Berg", Role.USER, ["password"], False),
    ]
    assert {(each.email, each.state, each.invited_by) for each in shown.invitations} == {
        ("anna@company.example", "accepted", "Karin Holm"),
        ("omar@company.example", "accepted", "Anna Lind"),
        ("ake@company.example", "pending", "Anna Lind"),
    }
    assert all(each.last_seen_at for each in shown.members)


def test_assertions_come_from_two_selects_and_a_write_a_minute(it: Identity, ab: Company, clock: FixedClock, engine: Engine) -> None:
    ask = identity.AssertFor(session_token=ab.anna_session.session_token, organisation="company-ab", audiences=["cases"])
    it.ask(ask)
    before = _last_seen(engine, ab.anna.session_id)
    clock.advance(seconds=59)
    it.ask(ask)
    assert _last_seen(engine, ab.anna.session_id) == before
    clock.advance(seconds=2)
    it.ask(ask)
    assert _last_seen(engine, ab.anna.session_id) == clock.now()


def _last_seen(engine: Engine, session_id: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text("SELECT last_seen_at FROM sessions WHERE id = :id"), {"id": session_id}).scalar_one()


def test_the_directory_is_in_swedish_order_with_counts_and_can_be_searched(it: Identity, ab: Company) -> None:
    for number, name in enumerate(("Åkeri AB", "Öl & Bröd", "Älvstaden", "Zeta AB")):
        it.ask(identity.AddOrganisation(idempotency_key=key(), name=name, customer_number=f"9{number}"), ab.karin)
    listed = it.ask(identity.ListOrganisations(), ab.karin)
    assert [each.name for each in listed.organisations] == ["Company AB", "Zeta AB", "Åkeri AB", "Älvstaden", "Öl & Bröd"]
    assert listed.total == 5
    company = listed.organisations[0]
    assert company.members >= 1
    found = it.ask(identity.ListOrganisations(search="ÅKERI"), ab.karin)
    assert [each.slug for each in found.organisations] == ["akeri-ab"]
    assert it.ask(identity.ListOrganisations(search="100%"), ab.karin).total == 0


def test_row_level_security_alone_hides_other_organisations_members_and_invitations(it: Identity, ab: Company, engine: Engine) -> None:
    stranger = replace(ab.anna, organisation_id="somewhere-else")
    with it.uow(stranger, None) as work:
        assert work.session.execute(select(func.count()).select_from(memberships)).scalar_one() == 0
        assert work.people.invitations(ab.organisation_id, it.clock.now()) == []
        assert work.invitations.lock_of_organisation("any", ab.organisation_id) is None
    with engine.connect() as connection:
        # A transaction that has said nothing sees nothing.
        assert connection.execute(select(func.count()).select_from(memberships)).scalar_one() == 0


def test_staff_are_listed_with_their_roles(it: Identity, ab: Company) -> None:
    (karin,) = it.ask(identity.ListStaff(), ab.karin).staff
    assert karin.name == "Karin Holm"
    assert [role.value for role in karin.roles] == ["finance", "administrator"]


def test_the_personal_number_stands_nowhere_in_the_database_in_clear(it: Identity, ab: Company, engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT set_config('portal.reach', 'all', false)"))
        for table in metadata.sorted_tables:
            holds = select(func.count()).select_from(table).where(func.strpos(cast(literal_column(f'"{table.name}"'), Text), ANNA) > 0)
            assert connection.execute(holds).scalar_one() == 0, table.name
        encoded = connection.execute(
            select(func.count()).select_from(persons).where(func.strpos(func.encode(persons.c.number_ciphertext, "escape"), ANNA) > 0)
        )
        assert encoded.scalar_one() == 0


def test_an_unfinished_identification_is_cleared_within_a_quarter_of_an_hour(
    it: Identity, ab: Company, engine: Engine, token_of: TokenOf
) -> None:
    it.bankid_attempt("sign_in", OMAR, who="nobody")
    it.begun(invited(it, ab.anna, token_of, "late@company.example", "user"))
    clock = FixedClock(it.clock.now() + timedelta(minutes=16))
    clear_expired(it.uow, clock)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(attempts)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(registrations)).scalar_one() >= 1
    clear_expired(it.uow, FixedClock(clock.at + timedelta(days=2)))
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(registrations)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(guesses)).scalar_one() == 0


def test_the_audit_register_is_an_unbroken_chain_that_names_who_did_it(it: Identity, ab: Company, engine: Engine) -> None:
    with engine.connect() as connection:
        assert first_broken(connection) is None
        opened = text("SELECT actor FROM audit WHERE what = 'session.opened'")
        actors = set(connection.execute(opened).scalars())
    assert ab.anna.person_id in actors
    assert not actors & {"identity", "anyone", "service"}


def test_a_wrong_or_replaced_link_is_unknown(it: Identity, ab: Company, token_of: TokenOf) -> None:
    first = invited(it, ab.anna, token_of, "nils@company.example", "user")
    shown = it.ask(identity.ShowOrganisation(), ab.anna)
    (invitation,) = [each for each in shown.invitations if each.email == "nils@company.example"]
    registration = it.begun(first)
    it.ask(identity.ResendInvitation(idempotency_key=key(), invitation_id=invitation.invitation_id), ab.anna)
    assert it.refusal(identity.ShowInvitation(token=first)) == "not_found"
    assert it.refusal(identity.ShowRegistration(registration=registration)) == "not_found"
    assert it.ask(identity.ShowInvitation(token=token_of("nils@company.example"))).state == "pending"
