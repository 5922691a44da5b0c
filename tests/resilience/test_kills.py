"""T7: every process, the broker and the database are killed (kill -9) once each under load; a history decides what that did."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from secrets import token_hex

import psycopg
import pytest

from deploy.demo.people import ANNA, JOHAN, KARIN
from deploy.demo.seed import seed
from services.chassis.assertions import Signer
from services.chassis.caller import Caller
from services.chassis.rpc_client import Bus
from services.contracts.rights import Role, StaffRole
from tests.resilience.checking import Checker
from tests.resilience.load import Load, People
from tests.support import figures
from tests.support.portal import RunningPortal, running_portal
from tests.support.waiting import wait_until

SERVICES = ("identity", "cases", "billing", "content")
KILLED = [*(f"{service}-relay" for service in SERVICES), *SERVICES, "gateway", "rabbit", "postgres"]
BACK_WITHIN_S = 60

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """A portal that keeps what it has acknowledged, with the demo's people."""
    with running_portal(tmp_path_factory.mktemp("kills"), durable=True) as running:
        running.invite_first_staff()
        seed(running.where, lambda _: None)
        yield running


def test_no_kill_loses_a_write_doubles_an_effect_or_opens_a_door(portal: RunningPortal) -> None:
    people = people_of(portal)
    bus = Bus(portal.broker_url("gateway"))
    signer = Signer(portal.layout.secrets / "identity-signing.json")
    browser = portal.where.walker(JOHAN)
    browser.sign_in()
    case_number = first_case(portal)
    load = Load(bus, signer, people, browser, case_number)
    checker = Checker(portal, lambda ask, caller: load.ask_patiently(ask, caller), people.anna)
    began = time.monotonic()
    load.start()
    try:
        await_progress(load, portal)
        for name in KILLED:
            kill_and_await(portal, load, name)
    finally:
        load.stop()
        browser.close()
    lasted = time.monotonic() - began
    history = load.history
    wait_until(checker.at_rest, 150, "all news and mails to have left")
    wait_until(lambda: not checker.copies_agree(), 30, "the copies to agree with what they are copies of")
    verdict = checker.check(history, case_number)
    bus.close()
    browser.close()
    figures.append("T7.kills", len(KILLED))
    figures.append("T7.lost", len(verdict.lost))
    figures.append("T7.doubled", len(verdict.doubled))
    figures.append("T7.wrong_allows", len(history.wrong))
    figures.append("T7.writes", history.acknowledged)
    figures.append("T7.asks_per_s", round(history.asked / lasted, 1))
    assert history.wrong == []
    assert verdict.lost == []
    assert verdict.doubled == []
    assert history.repeated > 0, "no kill hit a write: the load was no load"
    assert history.shown_invoices > 0, "invoices were shown to nobody at all"
    assert set(history.refused_invoices) >= {"user: not_allowed", "password: step_up", "remembered: step_up", "lapsed: step_up"}


def kill_and_await(portal: RunningPortal, load: Load, name: str) -> None:
    """Kill -9, then wait until another one runs, everything is ready and work goes on."""
    before = portal.portal.pid(name)
    portal.portal.kill(name)
    wait_until(lambda: is_another(portal, name, before), BACK_WITHIN_S, f"{name} to be started again")
    await_progress(load, portal)


def is_another(portal: RunningPortal, name: str, before: int) -> bool:
    """Whether a new process has taken the killed one's place."""
    child = portal.portal.children().get(name)
    return child is not None and child.pid != before and child.ended() is None


def await_progress(load: Load, portal: RunningPortal) -> None:
    """Everything ready, and from then on writes acknowledged on the bus and through the gateway."""
    wait_until(lambda: all(portal.portal.is_ready(each) for each in portal.portal.names()), BACK_WITHIN_S, "every process to be ready")
    history = load.history
    writes, pages, shown = history.acknowledged, len(history.messages_by_page), history.shown_invoices

    def goes_on() -> bool:
        return history.acknowledged >= writes + 20 and len(history.messages_by_page) > pages and history.shown_invoices > shown

    wait_until(goes_on, BACK_WITHIN_S, f"work to go on; so far {history.wrong}")


def people_of(portal: RunningPortal) -> People:
    """The demo's people as identity would speak of them."""
    admin = portal.portal.postgres.admin_url.rpartition("/")[0]
    with psycopg.connect(f"{admin}/identity") as connection:
        ids: dict[str, str] = dict(connection.execute("select email, id from persons").fetchall())
        (organisation,) = connection.execute("select id from organisations where name = 'Company AB'").fetchone() or ("",)
    with psycopg.connect(f"{admin}/content") as connection:
        (house,) = connection.execute("select property_id from property where name = 'Lilla Bommen 8'").fetchone() or ("",)

    def member(email: str, name: str, role: Role) -> Caller:
        return Caller(
            "member", person_id=ids[email], organisation_id=organisation, role=role, name=name, session_id=token_hex(8),
            methods=("bankid",), assurance=3, authenticated_at=datetime.now(UTC),
        )  # fmt: skip

    karin = Caller(
        "staff", person_id=ids[KARIN.email], staff_roles=frozenset(StaffRole), name=KARIN.name, session_id=token_hex(8),
        methods=("bankid",), assurance=3, authenticated_at=datetime.now(UTC),
    )  # fmt: skip
    return People(member(JOHAN.email, JOHAN.name, Role.USER), member(ANNA.email, ANNA.name, Role.MAIN_ADMIN), karin, house)


def first_case(portal: RunningPortal) -> int:
    """A case of the demo that nobody else writes in."""
    admin = portal.portal.postgres.admin_url.rpartition("/")[0]
    with psycopg.connect(f"{admin}/cases") as connection:
        (number,) = connection.execute("select max(number) from cases").fetchone() or (0,)
        return int(number)
