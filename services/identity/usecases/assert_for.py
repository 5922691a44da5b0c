"""Turn a session cookie into assertions: asked for every page, so one look-up and no write most of the time."""

from datetime import datetime, timedelta
from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import Asserted, AssertFor, Audience, MembershipShown
from services.contracts.refusals import NOT_FOUND, SIGN_IN, refuse
from services.contracts.rights import MATRIX, Function
from services.identity.domain.secret import hash_of
from services.identity.domain.session import Kind
from services.identity.usecases.acting import IDENTITY, shown_staff_roles
from services.identity.usecases.ports import Minter, Uow
from services.identity.usecases.stores import Seen

EVERYDAY = timedelta(minutes=5)
BILLING = timedelta(seconds=60)
AT_LEAST = timedelta(seconds=1)


def assert_for(ask: AssertFor, caller: Caller, uow: Uow, clock: Clock, minter: Minter) -> Asserted:
    """Refuses sign_in for a session that does not live and not_found for an organisation that is not the person's."""
    now = clock.now()
    with uow(IDENTITY, ask) as work:
        seen = work.sessions.seen(hash_of(ask.session_token))
        if seen is None or not seen.session.lives(now):
            refuse(SIGN_IN)
        if seen.session.kind is Kind.STAFF and not seen.staff_roles:
            refuse(SIGN_IN)
        organisation = _organisation(seen, ask.organisation)
        used_here = organisation.organisation_id if organisation else None
        moved = used_here is not None and used_here != seen.last_organisation_id
        if seen.session.wants_touch(now) or moved:
            seen.session.touch(now)
            work.sessions.touch(seen.session, used_here if moved else None)
            work.commit()
    return _asserted(ask, seen, organisation, now, minter)


def _organisation(seen: Seen, slug: str | None) -> MembershipShown | None:
    if slug is None:
        return None
    found = next((each for each in seen.memberships if each.slug == slug), None)
    if found is None:
        refuse(NOT_FOUND)
    return found


def _asserted(ask: AssertFor, seen: Seen, organisation: MembershipShown | None, now: datetime, minter: Minter) -> Asserted:
    session = seen.session
    about = _about(seen, organisation, now)
    transaction = str(uuid4())
    assertions: dict[Audience, str] = {}
    ends = [now + EVERYDAY]
    for audience in dict.fromkeys(ask.audiences):
        if not _allowed(audience, about, organisation, session.stands_on_bankid(now)):
            continue
        lifetime = _lifetime(seen, audience, now)
        assertions[audience] = minter.mint(about, audience, now, lifetime=lifetime, transaction_id=transaction)
        ends.append(now + lifetime)
    return Asserted(
        kind=session.kind.value,
        session_id=session.id,
        person_id=session.person_id,
        person_name=seen.person_name,
        language="en" if seen.language == "en" else "sv",
        memberships=seen.memberships if session.kind is Kind.TENANT else [],
        staff_roles=shown_staff_roles(seen.staff_roles) if session.kind is Kind.STAFF else [],
        organisation=organisation,
        with_bankid=session.stands_on_bankid(now),
        assertions=assertions,
        expires_at=min(ends),
    )


def _about(seen: Seen, organisation: MembershipShown | None, now: datetime) -> Caller:
    session = seen.session
    is_staff = session.kind is Kind.STAFF
    return Caller(
        kind="staff" if is_staff else "member" if organisation else "person",
        person_id=session.person_id,
        organisation_id=organisation.organisation_id if organisation else "",
        role=organisation.role if organisation else None,
        staff_roles=frozenset(shown_staff_roles(seen.staff_roles)) if is_staff else frozenset(),
        name=seen.person_name,
        session_id=session.id,
        methods=(session.method.value,),
        assurance=session.assurance(now),
        # Another replica's clock may be ahead of ours; nobody has authenticated in the future.
        authenticated_at=min(session.authenticated_at, now),
        language=seen.language,
    )


def _allowed(audience: Audience, about: Caller, organisation: MembershipShown | None, stands_on_bankid: bool) -> bool:
    """Which assertions are minted. Billing does not rely on this: it decides by itself from what the assertion says."""
    if about.kind == "staff":
        return organisation is None
    if organisation is None:
        return audience == "identity"
    return audience != "billing" or (organisation.role in MATRIX[Function.INVOICES] and stands_on_bankid)


def _lifetime(seen: Seen, audience: Audience, now: datetime) -> timedelta:
    """Never beyond the session's own end, nor, while it stands on BankID, beyond that standing."""
    left = seen.session.ends_at() - now
    if seen.session.stands_on_bankid(now):
        left = min(left, seen.session.bankid_until() - now)
    return max(AT_LEAST, min(BILLING if audience == "billing" else EVERYDAY, left))
