"""The world T1 is tried in: the demo, and those it has not: removed, signed out, with a password, on a remembered device."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import psycopg

from deploy.demo import register
from deploy.demo.people import ANNA, ERIK, JOHAN, KARIN, OSKAR, DemoPerson
from deploy.demo.seed import seed
from deploy.demo.walks import Walker
from services.chassis.assertions import Signer
from services.chassis.caller import Caller
from services.chassis.rpc_client import Bus
from services.contracts import identity
from services.contracts.envelope import Write
from services.contracts.rights import Role
from tests.support.portal import RunningPortal
from tests.support.waiting import wait_until

PETRA = DemoPerson("Petra", "Ek", "petra.ek@company.example", None, password="granit havtorn spegel tumvante")
EVA = DemoPerson("Eva", "Ahl", "eva.ahl@company.example", None, password="lavendel kranbil tallrik norrut")
TOLVAN = DemoPerson("Tolvan", "Dahl", "tolvan.dahl@platzer.example", "tolvan")
EDIT = DemoPerson("Edit", "Berg", "edit.berg@platzer.example", "johan")


@dataclass(frozen=True)
class World:
    """Ids of those who are asked for, and the browsers of those who are signed in."""

    anna: str
    karin: str
    removed: str
    by_role: Mapping[Role, str]
    company: str
    studio: str
    stranger: str
    ended_sessions: Mapping[Role, str]
    session_token: str
    browsers: Mapping[str, Walker]


class Databases:
    """The services' databases, read past every fence."""

    def __init__(self, portal: RunningPortal) -> None:
        self._admin = portal.portal.postgres.admin_url.rpartition("/")[0]

    def rows(self, database: str, sql: str) -> list[tuple[object, ...]]:
        """What a query finds."""
        with psycopg.connect(f"{self._admin}/{database}") as connection:
            return connection.execute(sql.encode()).fetchall()

    def run(self, database: str, sql: str) -> None:
        """Change something behind the service's back, such as the hour somebody signed in."""
        with psycopg.connect(f"{self._admin}/{database}") as connection:
            connection.execute(sql.encode())


def build(portal: RunningPortal, bus: Bus, signer: Signer) -> World:
    """Fill the portal through its front doors and sign everybody in."""
    seed(portal.where, lambda _: None)
    databases = Databases(portal)
    persons = {str(email): str(person) for email, person in databases.rows("identity", "select email, id from persons")}
    companies = {str(name): str(each) for name, each in databases.rows("identity", "select name, id from organisations")}
    company = companies["Company AB"]
    anna = Caller(
        "member", person_id=persons[ANNA.email], organisation_id=company, role=Role.MAIN_ADMIN, name=ANNA.name, session_id=token_hex(8),
        methods=("bankid",), assurance=3, authenticated_at=datetime.now(UTC),
    )  # fmt: skip

    def as_anna(ask: Write[Any]) -> None:
        bus.ask(ask, signer.mint(anna, "identity", datetime.now(UTC)), correlation_id="t1", deadline_s=10)

    wanted = [identity.InvitationWanted(email=each.email, name=each.name, role=Role.MAIN_ADMIN) for each in (PETRA, EVA)]
    as_anna(identity.InviteMembers(idempotency_key=token_hex(16), people=wanted))
    browsers = {"petra": portal.where.walker(PETRA), "eva": portal.where.walker(EVA)}
    for walker in browsers.values():
        walker.accept_invitation()
    persons = {str(email): str(person) for email, person in databases.rows("identity", "select email, id from persons")}
    as_anna(identity.RemoveMember(idempotency_key=token_hex(16), person_id=persons[EVA.email]))
    browsers |= _staff(portal)
    by_role = {Role.MAIN_ADMIN: (ANNA, "anna"), Role.ADMIN: (OSKAR, "oskar"), Role.USER: (JOHAN, "johan")}
    ended = {role: _signed_out(portal, databases, person, persons[person.email]) for role, (person, _) in by_role.items()}
    for person, name in by_role.values():
        browsers[name] = portal.where.walker(person)
        browsers[name].sign_in()
    _await_billing(databases, persons[EVA.email], list(ended.values()))
    return World(
        anna=persons[ANNA.email],
        karin=persons[KARIN.email],
        removed=persons[EVA.email],
        by_role={role: persons[person.email] for role, (person, _) in by_role.items()},
        company=company,
        studio=companies["Company Studio AB"],
        stranger=companies["Demo Konsult AB"],
        ended_sessions=ended,
        session_token=str(browsers["anna"].http.cookies.get("__Host-portal")),
        browsers=browsers,
    )


def _staff(portal: RunningPortal) -> dict[str, Walker]:
    karin, erik = portal.where.walker(KARIN), portal.where.walker(ERIK)
    karin.sign_in_as_staff()
    erik.sign_in_as_staff()
    made = {"karin": karin, "erik": erik}
    for name, person, role in (("tolvan", TOLVAN, "finance"), ("edit", EDIT, "editor")):
        register.invite_colleague(karin, person.name, person.email, [role])
        made[name] = portal.where.walker(person)
        made[name].accept_invitation()
    return made


def _signed_out(portal: RunningPortal, databases: Databases, person: DemoPerson, person_id: str) -> str:
    with portal.where.walker(person) as walker:
        walker.sign_in()
        newest = f"select id from sessions where person_id = '{person_id}' and ended_at is null order by opened_at desc limit 1"  # noqa: S608 - our own id
        (session,) = databases.rows("identity", newest)[0]
        walker.open("/valj-organisation")
        walker.open("/o/company-ab/oversikt")
        walker.submit(action="/logga-ut")
        return str(session)


def _await_billing(databases: Databases, removed: str, sessions: list[str]) -> None:
    """Billing has heard of what has ended."""

    def heard() -> bool:
        memberships = databases.rows("billing", f"select role from memberships where person_id = '{removed}'")  # noqa: S608 - our own id
        ended = {str(each) for (each,) in databases.rows("billing", "select session_id from ended_sessions")}
        return memberships == [(None,)] and set(sessions) <= ended

    wait_until(heard, 20, "billing's knowledge of those who have left")
