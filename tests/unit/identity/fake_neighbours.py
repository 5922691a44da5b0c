"""BankID, password hashing and signing as a test wants them to be."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from services.chassis.caller import Caller
from services.identity.domain.bankid import Complete, Failed, Pending, StartedOrder
from tests.support.clock import FixedClock


class FakeBankId:
    """Orders that a test answers as it likes; a final answer is given once."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.started: list[dict[str, Any]] = []
        self.cancelled: list[str] = []
        self.collected: list[str] = []
        self.answers: dict[str, Pending | Failed | Complete | Exception] = {}
        self.silent: Exception | None = None

    def start(self, **given: Any) -> StartedOrder:
        if self.silent:
            raise self.silent
        number = len(self.started)
        self.started.append(given)
        return StartedOrder(f"order-{number}", f"auto-{number}", f"qr-{number}", f"secret-{number}", self.clock.now())

    def collect(self, order_ref: str) -> Pending | Failed | Complete:
        self.collected.append(order_ref)
        answer = self.answers.get(order_ref, Pending("outstandingTransaction"))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def cancel(self, order_ref: str) -> None:
        self.cancelled.append(order_ref)

    @property
    def latest(self) -> str:
        return f"order-{len(self.started) - 1}"


class FakePasswords:
    """Hashes by writing backwards."""

    def __init__(self) -> None:
        self.compared: list[str | None] = []
        self.weak = False

    def hash(self, password: str) -> str:
        return f"2:{password[::-1]}"

    def matches(self, stored: str | None, password: str) -> bool:
        self.compared.append(stored)
        return stored is not None and stored.partition(":")[2] == password[::-1]

    def outdated(self, stored: str) -> bool:
        return stored.startswith("1:")

    def guessable(self, password: str, known: Sequence[str]) -> bool:
        return self.weak


class FakeMinter:
    """Keeps what it was asked to sign."""

    def __init__(self) -> None:
        self.minted: list[tuple[Caller, str, timedelta]] = []

    def mint(self, caller: Caller, audience: str, now: datetime, *, lifetime: timedelta, transaction_id: str = "") -> str:
        self.minted.append((caller, audience, lifetime))
        return f"assertion-{len(self.minted)}"
