"""The subjects of T1: everyone an assertion can speak of, in every way of signing in and every relation to an organisation."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from services.chassis.assertions import LONGEST_EVERYDAY_S, LONGEST_S, Signer
from services.chassis.caller import Caller
from services.contracts.rights import Role, StaffRole
from tests.security.matrix_world import World

WAYS: dict[str, tuple[tuple[str, ...], int, timedelta]] = {
    "bankid": (("bankid",), 3, timedelta(minutes=1)),
    "bankid_idle": (("bankid",), 3, timedelta(minutes=31)),
    "bankid_lapsed": (("bankid",), 3, timedelta(hours=8, minutes=1)),
    "password": (("pwd",), 1, timedelta(minutes=1)),
    "remembered": (("rmd",), 0, timedelta(minutes=1)),
}
"""How the session was opened: methods, assurance, how long ago."""

NO_SUCH_KIND = ("service", "anyone", "tenant", "Member", "staff ")
RELATIONS = ("member_there", "lower_role_there", "never_a_member", "membership_ended", "session_ended")


@dataclass(frozen=True)
class Subject:
    """Who asks, judged by the row `name` of the table; `relation` and `way` matter to billing. `claims` replace what identity signs."""

    name: str
    relation: str
    way: str
    caller: Caller | None
    claims: tuple[tuple[str, str], ...] = ()

    @property
    def untrue(self) -> bool:
        """Whether the assertion, although signed, says what no assertion says."""
        return bool(self.claims)

    def assertion(self, signer: Signer, audience: str) -> str | None:
        """What identity would sign; for an untrue one, what its key would sign in other hands."""
        if self.caller is None:
            return None
        lifetime = timedelta(seconds=LONGEST_S.get(audience, LONGEST_EVERYDAY_S))
        token = signer.mint(self.caller, audience, datetime.now(UTC), lifetime=lifetime)
        return signer.sign(_claims_of(token) | dict(self.claims)) if self.claims else token


def subjects(world: World) -> Iterator[Subject]:
    """All of them."""
    yield Subject("nobody", "", "", None)
    for way in WAYS:
        yield Subject("person", "", way, _signed_in(Caller("person", person_id=world.anna, name="Anna"), way))
        for role in Role:
            for relation in RELATIONS:
                yield Subject(role.value, relation, way, _signed_in(_member(world, role, relation), way))
        for staff_role in StaffRole:
            caller = Caller("staff", person_id=world.karin, name="Karin", staff_roles=frozenset({staff_role}))
            yield Subject(staff_role.value, "", way, _signed_in(caller, way))
    member = _signed_in(_member(world, Role.MAIN_ADMIN, "member_there"), "bankid")
    for kind in NO_SUCH_KIND:
        yield Subject(kind, "", "bankid", _anew(member), (("kind", kind),))
    for role_name in ("owner", "MAIN_ADMIN", "administrator"):
        yield Subject(role_name, "", "bankid", _anew(member), (("role", role_name),))


def _member(world: World, role: Role, relation: str) -> Caller:
    person, organisation, session = {
        "member_there": (world.by_role[role], world.company, ""),
        "lower_role_there": (world.anna, world.studio, ""),
        "never_a_member": (world.anna, world.stranger, ""),
        "membership_ended": (world.removed, world.company, ""),
        "session_ended": (world.by_role[role], world.company, world.ended_sessions[role]),
    }[relation]
    return Caller("member", person_id=person, organisation_id=organisation, role=role, name="Anna", session_id=session)


def _signed_in(caller: Caller, way: str) -> Caller:
    methods, assurance, ago = WAYS[way]
    session = caller.session_id or str(uuid4())
    return replace(caller, methods=methods, assurance=assurance, authenticated_at=datetime.now(UTC) - ago, session_id=session)


def _anew(caller: Caller) -> Caller:
    return replace(caller, session_id=str(uuid4()))


def _claims_of(token: str) -> dict[str, Any]:
    from services.chassis.keys import decode

    claims: dict[str, Any] = json.loads(decode(token.split(".")[1]))
    return claims
