"""The BankID simulator inside a test's own process, with a clock that stands still until it is moved."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.simulators.bankid.app import Simulator
from deploy.simulators.bankid.certificates import ensure
from deploy.simulators.bankid.clock import MovableClock
from deploy.simulators.bankid.faults import Faults
from deploy.simulators.bankid.order_book import OrderBook
from deploy.simulators.bankid.settings import Timings
from deploy.simulators.bankid.signature import Signer
from deploy.simulators.bankid.tls_server import RpServer, tls_context


class FrozenClock(MovableClock):
    """Time that moves only by `advance`."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 1_000.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def advance(self, seconds: float) -> None:
        self.seconds += seconds


def simulator(folder: Path, timings: Timings | None = None) -> Simulator:
    """A simulator without servers; certificates in `folder`, minted when missing."""
    ensure(folder)
    clock = FrozenClock()
    return Simulator(OrderBook(clock, timings or Timings()), clock, Faults(), Signer(folder))


@dataclass(frozen=True)
class RunningBankId:
    """The RP API listening on a free port of this machine."""

    address: str
    folder: Path
    simulator: Simulator


@contextmanager
def running_bankid(folder: Path, timings: Timings | None = None) -> Iterator[RunningBankId]:
    """Run the RP API in threads of this process."""
    made = simulator(folder, timings)
    server = RpServer(("127.0.0.1", 0), tls_context(folder), made.book, made.faults)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield RunningBankId(f"https://localhost:{server.server_address[1]}/rp/v6.0", folder, made)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
