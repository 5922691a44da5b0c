"""Opening a session: a new token every time, a remembered device where it is wanted."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from services.contracts.identity import Browser, SignedIn
from services.identity.domain.device import Device, device_token
from services.identity.domain.person import Person
from services.identity.domain.secret import hash_of, new_token
from services.identity.domain.session import Kind, Method, Session
from services.identity.usecases.ports import Work


@dataclass(frozen=True)
class Entrance:
    """How somebody has come in, and whether this browser is to be remembered."""

    kind: Kind
    method: Method
    browser: Browser
    remember: bool = False


def open_session(work: Work, person: Person, entrance: Entrance, now: datetime) -> SignedIn:
    """A fresh session for a person who has just shown who she is. Staff are never remembered on a device."""
    device, cookie = None, None
    if entrance.remember and entrance.kind is Kind.TENANT:
        device, cookie = remember(work, person, entrance.browser, now)
    return _opened(work, person, entrance, now, authenticated_at=now, device_id=device.id if device else None, cookie=cookie)


def reopen_session(work: Work, person: Person, device: Device, cookie: str, browser: Browser, now: datetime) -> SignedIn:
    """A session on the strength of a remembered device: she showed who she was when it was remembered."""
    entrance = Entrance(Kind.TENANT, Method.DEVICE, browser)
    return _opened(work, person, entrance, now, authenticated_at=device.remembered_at, device_id=device.id, cookie=cookie)


def carry_on(work: Work, person: Person, before: Session, kind: Kind, browser: Browser, now: datetime) -> SignedIn:
    """A session in place of `before`, with no more standing than that one had: nobody has shown anything anew."""
    entrance = Entrance(kind, before.method, browser)
    lapsed = before.method is Method.BANKID and not before.stands_on_bankid(now)
    return _opened(work, person, entrance, now, authenticated_at=before.authenticated_at, bankid_lapsed=lapsed, device_id=before.device_id)


def remember(work: Work, person: Person, browser: Browser, now: datetime) -> tuple[Device, str]:
    """A new series for this browser, and what its cookie holds."""
    secret = new_token()
    device = Device(
        id=str(uuid4()),
        person_id=person.id,
        rotation_key=secrets.token_bytes(32),
        current_hash=hash_of(secret),
        user_agent=browser.user_agent,
        remembered_at=now,
        last_used_at=now,
    )
    work.devices.add(device)
    work.audit("device.remembered", subject=device.id)
    return device, device_token(device.id, secret)


def _opened(
    work: Work,
    person: Person,
    entrance: Entrance,
    now: datetime,
    *,
    authenticated_at: datetime,
    device_id: str | None = None,
    cookie: str | None = None,
    bankid_lapsed: bool = False,
) -> SignedIn:
    token = new_token()
    session = Session(
        id=str(uuid4()),
        token_hash=hash_of(token),
        person_id=person.id,
        kind=entrance.kind,
        method=entrance.method,
        authenticated_at=authenticated_at,
        opened_at=now,
        last_seen_at=now,
        browser_hash=hash_of(entrance.browser.browser_id),
        ip=entrance.browser.ip,
        user_agent=entrance.browser.user_agent,
        device_id=device_id,
        bankid_lapsed=bankid_lapsed,
    )
    work.sessions.add(session)
    work.audit("session.opened", subject=session.id, details={"kind": session.kind.value, "method": session.method.value})
    memberships = work.memberships.shown_of(person.id) if entrance.kind is Kind.TENANT else []
    last = next((each.slug for each in memberships if each.organisation_id == person.last_organisation_id), None)
    return SignedIn(
        session_token=token,
        device_token=cookie,
        kind=entrance.kind.value,
        person_id=person.id,
        person_name=person.name,
        language="en" if person.language == "en" else "sv",
        memberships=memberships,
        last_organisation=last,
    )
