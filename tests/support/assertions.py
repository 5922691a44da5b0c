"""Assertions for tests, signed with keys made for the test run: what identity would have minted."""

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from services.chassis.assertions import LONGEST_EVERYDAY_S, LONGEST_S, Signer
from services.chassis.caller import Caller
from services.chassis.keys import new_key_set, public_half
from services.contracts.rights import Role, StaffRole


class Minter:
    """A pair of key files and what is signed with them. `keys_file` is what services are given as IDENTITY_KEYS_FILE."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="portal-keys-"))
        self.keys_file = self.folder / "public.json"
        self.signing_keys_file = self.folder / "private.json"
        self.rotate("first", "second")

    def rotate(self, *kids: str) -> None:
        """Put another set of keys in place of the old one."""
        keys = new_key_set(*kids)
        self.signing_keys_file.write_text(json.dumps(keys), encoding="utf-8")
        self.keys_file.write_text(json.dumps(public_half(keys)), encoding="utf-8")
        self.signer = Signer(self.signing_keys_file)

    def mint(self, caller: Caller, audience: str, now: datetime | None = None, lifetime_s: int | None = None) -> str:
        """An assertion about the caller, as long-lived as the audience allows."""
        longest = LONGEST_S.get(audience, LONGEST_EVERYDAY_S)
        return self.signer.mint(caller, audience, now or datetime.now(UTC), lifetime=timedelta(seconds=lifetime_s or longest))

    def sign(self, claims: dict[str, Any]) -> str:
        """Any claims at all, properly signed."""
        return self.signer.sign(claims)


def member_caller(
    role: Role = Role.USER,
    *,
    person_id: str = "person-1",
    organisation_id: str = "organisation-1",
    methods: tuple[str, ...] = ("pwd",),
    assurance: int = 1,
    authenticated_at: datetime | None = None,
    name: str = "Anna Andersson",
    session_id: str = "session-1",
) -> Caller:
    """A member of an organisation, signed in a minute ago unless told otherwise."""
    return Caller(
        kind="member",
        person_id=person_id,
        organisation_id=organisation_id,
        role=role,
        name=name,
        session_id=session_id,
        methods=methods,
        assurance=assurance,
        authenticated_at=authenticated_at or datetime.now(UTC) - timedelta(minutes=1),
    )


def person_caller(*, person_id: str = "person-1", name: str = "Anna Andersson") -> Caller:
    """A person signed in, outside any organisation."""
    return Caller(
        kind="person", person_id=person_id, name=name, session_id="session-1", methods=("pwd",), assurance=1,
        authenticated_at=datetime.now(UTC) - timedelta(minutes=1),
    )  # fmt: skip


def staff_caller(*roles: StaffRole, person_id: str = "staff-1", name: str = "Sven Svensson") -> Caller:
    """One of the landlord's people."""
    return Caller(
        kind="staff", person_id=person_id, staff_roles=frozenset(roles or (StaffRole.ADMINISTRATOR,)), name=name,
        session_id="session-1", methods=("bankid",), assurance=3, authenticated_at=datetime.now(UTC) - timedelta(minutes=1),
    )  # fmt: skip
