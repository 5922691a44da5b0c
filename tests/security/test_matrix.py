"""T1: every ask × subject × way of signing in × relation to the organisation × path, judged by a table written by hand.

Straight on the bus the gateway's broker user asks with assertions signed by identity's own key: what a taken-over gateway could try with
assertions it was given. Through the gateway people ask with their browsers.
"""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import uuid4

import pytest

from services.chassis.assertions import Signer
from services.chassis.rpc_client import Bus, Unavailable
from services.contracts import billing, cases, content, identity
from services.contracts.envelope import Ask, Write, asks_of
from services.contracts.refusals import Refused
from tests.security import matrix_pages, matrix_table
from tests.security.matrix_subjects import Subject, subjects
from tests.security.matrix_world import Databases, World, build
from tests.support import figures
from tests.support.portal import RunningPortal, running_portal

SERVICES = {"identity": identity, "cases": cases, "billing": billing, "content": content}
ASKS: dict[str, type[Ask[Any]]] = {f"{name}.{ask.wire_name}": ask for name, module in SERVICES.items() for ask in asks_of(module)}
SAMPLES = Path(__file__).parents[1] / "contract" / "samples"
IN_ONE_ROUND = 24
AT_ONCE = 2
DEADLINE_S = 30

pytestmark = pytest.mark.timeout(1500)


@dataclass(frozen=True)
class Cell:
    """One ask by one subject, with an assertion for one audience."""

    ask: str
    subject: Subject
    audience: str


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """A portal of its own."""
    with running_portal(tmp_path_factory.mktemp("matrix")) as running:
        running.invite_first_staff()
        yield running


@pytest.fixture(scope="module")
def signer(portal: RunningPortal) -> Signer:
    """Signs with identity's own key."""
    return Signer(portal.layout.secrets / "identity-signing.json")


@pytest.fixture(scope="module")
def bus(portal: RunningPortal) -> Iterator[Bus]:
    """The bus as the gateway's broker user has it."""
    opened = Bus(portal.broker_url("gateway"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def world(portal: RunningPortal, bus: Bus, signer: Signer) -> Iterator[World]:
    """Everybody there is."""
    made = build(portal, bus, signer)
    yield made
    for browser in made.browsers.values():
        browser.close()


def test_the_table_names_every_ask_once() -> None:
    named = Counter(matrix_table.TABLE["anyone"]) + Counter(ask for row in matrix_table.TABLE["allowed"] for ask in row["asks"])
    assert named == Counter(list(ASKS))


def test_whoever_asks_straight_on_the_bus_is_answered_as_the_table_says(
    portal: RunningPortal, bus: Bus, signer: Signer, world: World
) -> None:
    cells = list(bus_cells(world))
    before = _register(portal)
    answers = ask_everything(bus, signer, world, cells)
    wrong = [(cell, answers[cell]) for cell in cells if not matrix_table.is_right(_expected(cell), answers[cell])]
    figures.append("T1.cells", len(cells))
    figures.append("T1.wrong", len(wrong))
    assert len(cells) >= 15_000
    assert [f"{_expected(cell)} wanted of {cell}, got {got}" for cell, got in wrong[:20]] == []
    looked = _register(portal) - before
    wanted = Counter(_row(cell) for cell in cells if _leaves_a_row(cell))
    assert (looked - wanted, wanted - looked) == (Counter(), Counter()), "the access register does not hold every look once"


def test_whoever_asks_through_the_gateway_is_answered_as_the_table_says(portal: RunningPortal, world: World) -> None:
    answered = list(matrix_pages.walk(portal, world))
    figures.append("T1.pages", len(answered))
    assert [f"{each.wanted} wanted of {each}" for each in answered if each.wanted != each.got] == []
    assert len(answered) >= 400


def bus_cells(world: World) -> Iterator[Cell]:
    """Every subject with an assertion for the service it asks, and with one for another."""
    names = list(SERVICES)
    everybody = list(subjects(world))
    for ask in ASKS:
        service = ask.partition(".")[0]
        other = names[(names.index(service) + 1) % len(names)]
        for subject in everybody:
            for audience in (service, other) if subject.caller else (service,):
                cell = Cell(ask, subject, audience)
                if ask not in matrix_table.UNTELLABLE or _expected(cell) != matrix_table.LET_IN:
                    yield cell


def ask_everything(bus: Bus, signer: Signer, world: World, cells: list[Cell]) -> dict[Cell, str]:
    """The code each cell is answered with."""
    rounds = iter([cells[at : at + IN_ONE_ROUND] for at in range(0, len(cells), IN_ONE_ROUND)])
    answers: dict[Cell, str] = {}
    taking = threading.Lock()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            while True:
                with taking:
                    batch = next(rounds, None)
                if batch is None:
                    return
                asked = {str(at): (_body(cell, world), cell.subject.assertion(signer, cell.audience)) for at, cell in enumerate(batch)}
                answered = bus.ask_all(asked, correlation_id="t1", deadline_s=DEADLINE_S)
                answers.update((cell, _code(answered[str(at)])) for at, cell in enumerate(batch))
        except BaseException as error:
            failed.append(error)
            raise

    workers = [threading.Thread(target=work, name=f"asks-{each}", daemon=True) for each in range(AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failed
    return answers


def _body(cell: Cell, world: World) -> Ask[Any]:
    ask = ASKS[cell.ask]
    sample = json.loads((SAMPLES / f"{cell.ask}.json").read_text(encoding="utf-8"))
    if issubclass(ask, Write):
        sample["idempotency_key"] = token_hex(16)
    if "browser" in sample:
        # A browser and a network of its own for each: the limits on guessing are another test's.
        sample["browser"] |= {"browser_id": token_hex(16), "ip": f"2001:db8:{token_hex(2)}:{token_hex(2)}::1"}
    if cell.ask == "identity.assert_for":
        sample["session_token"] = world.session_token
    if cell.ask == "identity.sign_in_with_password":
        sample["email"] = f"{uuid4()}@company.example"
    return ask.model_validate(sample)


def _code(answer: object) -> str:
    if isinstance(answer, Refused):
        return answer.refusal.code
    return "unavailable" if isinstance(answer, Unavailable) else "replied"


def _expected(cell: Cell) -> str:
    return matrix_table.expected(cell.ask, cell.subject, cell.audience)


def _leaves_a_row(cell: Cell) -> bool:
    """Every look at invoices by somebody billing could verify, allowed or refused."""
    return cell.ask in matrix_table.INVOICE_OPERATIONS and cell.subject.caller is not None and _expected(cell) != matrix_table.SIGN_IN


def _row(cell: Cell) -> tuple[object, ...]:
    caller = cell.subject.caller
    assert caller is not None
    allowed = _expected(cell) == matrix_table.LET_IN
    operation = matrix_table.INVOICE_OPERATIONS[cell.ask]
    return caller.session_id, caller.person_id, caller.organisation_id, operation, allowed, "+".join(caller.methods)


def _register(portal: RunningPortal) -> Counter[tuple[object, ...]]:
    columns = "session_id, person_id, organisation_id, operation, allowed, method"
    return Counter(Databases(portal).rows("billing", f"select {columns} from access_register"))  # noqa: S608 - no value in it
