"""Asks per second through the chassis over the same echo in raw pika, interleaved in one run."""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median

from services.chassis.rpc_client import Bus
from tests.integration.chassis.conftest import ROOT, Small
from tests.integration.chassis.small.cases import EchoToMembers
from tests.load.raw_echo import Client
from tests.support import figures
from tests.support.assertions import Minter, member_caller
from tests.support.servers import Servers

CALLERS = 32
ROUNDS = 7
SECONDS = 3.0
TEXT = "Luften står still på hela plan 4 sedan i onsdags."
Say = Callable[[str], None]


def measure(say: Say) -> None:
    """Seven rounds of three seconds each way; the median of the rounds' ratios."""
    rounds: list[tuple[float, float]] = []
    with _servers() as (bus, assertion, raw):
        ask_for(bus, assertion, SECONDS)
        raw.echo_for(1, TEXT.encode())
        for number in range(1, ROUNDS + 1):
            rounds.append((ask_for(bus, assertion, SECONDS), raw.echo_for(SECONDS, TEXT.encode())))
            asks, echoes = rounds[-1]
            say(f"  round {number}: {asks:6.0f} asks/s   {echoes:6.0f} raw/s   ratio {asks / echoes:.2f}")
    ratio = median(asks / echoes for asks, echoes in rounds)
    figures.append("rpc.asks_per_s", round(median(asks for asks, _ in rounds)))
    figures.append("rpc.raw_pika_per_s", round(median(echoes for _, echoes in rounds)))
    figures.append("rpc.ratio_to_raw_pika", round(ratio, 3))
    say(f"  rpc.ratio_to_raw_pika {ratio:.2f} (to reach: 0.6)")


def ask_for(bus: Bus, assertion: str, seconds: float) -> float:
    """Asks a second with 32 threads, each waiting for its answer before it asks again. An ask that fails ends the run."""
    counts = [0] * CALLERS
    wrong: list[Exception] = []
    begins = time.monotonic()
    ends = begins + seconds

    def caller(number: int) -> None:
        try:
            while time.monotonic() < ends and not wrong:
                reply = bus.ask(EchoToMembers(text=TEXT), assertion, correlation_id="load")
                if reply.text != TEXT:
                    raise AssertionError("the echo came back changed")
                counts[number] += 1
        except Exception as error:  # told to the thread that waits
            wrong.append(error)

    threads = [threading.Thread(target=caller, args=(number,)) for number in range(CALLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
    return sum(counts) / (time.monotonic() - begins)


@contextmanager
def _servers() -> Iterator[tuple[Bus, str, Client]]:
    with ExitStack() as running:
        servers = Servers()
        running.callback(servers.close)
        vhost = running.enter_context(servers.vhost())
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        minter = Minter(folder)
        small = Small(servers.database("cases", migrated=False), minter, folder, running)
        small.start("serve", "cases", vhost.url("cases"))
        echo = subprocess.Popen([sys.executable, "-m", "tests.load.raw_echo", vhost.admin_url], cwd=ROOT, stdout=subprocess.PIPE)
        running.callback(echo.wait)
        running.callback(echo.kill)
        if echo.stdout is None or echo.stdout.readline() != b"ready\n":
            raise RuntimeError("the raw echo did not start")
        running.callback(echo.stdout.close)
        bus = running.enter_context(closing(Bus(vhost.url("gateway"))))
        raw = running.enter_context(closing(Client(vhost.admin_url)))
        yield bus, minter.mint(member_caller(), "cases"), raw
