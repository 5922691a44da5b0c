"""Pages per second, how long they take, what one costs over the floor, and how much memory the processes hold afterwards."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median, quantiles

import httpx

from deploy.demo.people import ANNA, JOHAN
from deploy.demo.seed import report, seed
from deploy.demo.walks import Walker
from deploy.local.layout import ROOT
from deploy.local.ports import free_ports
from tests.load.processes import cpu_seconds, resident_mb
from tests.load.visiting import Visit, Visited
from tests.support import figures
from tests.support.portal import RunningPortal, running_portal
from tests.support.waiting import wait_until

VISITORS = 8
ROUNDS = 5
SECONDS = 5.0
FULL_PAGE = 25
SERVERS = ("postgres", "rabbit")
Say = Callable[[str], None]


def measure(say: Say) -> None:
    """A portal of its own, filled as the demo is and with a full page of cases; Anna's pages, five rounds of five seconds each."""
    with tempfile.TemporaryDirectory(prefix="portal-load-") as folder, running_portal(Path(folder)) as portal:
        say("  filling a portal through its front doors")
        portal.invite_first_staff()
        seed(portal.where, lambda words: say(f"    {words}"))
        _more_cases(portal)
        with portal.where.walker(ANNA) as anna:
            anna.sign_in()
            visits = _visits(anna)
            page = anna.open(visits["cases"].path).content.decode()
        _pages(visits, say)
        _cost(portal, visits["cases"], page, say)
        _memory(portal, say)


def _pages(visits: dict[str, Visit], say: Say) -> None:
    done: dict[str, list[Visited]] = {name: [] for name in visits}
    for visit in visits.values():
        _run(replace(visit, seconds=3))
    for _ in range(ROUNDS):
        for name, visit in visits.items():
            done[name].append(_run(visit))
    for name, rounds in done.items():
        per_s = median(each.pages / each.seconds for each in rounds)
        p95_ms = median(quantiles(each.milliseconds, n=20)[-1] for each in rounds)
        figures.append(f"page.{name}.per_s", round(per_s, 1))
        figures.append(f"page.{name}.p95_ms", round(p95_ms))
        say(f"  {name:<9} {per_s:5.0f} pages/s   p95 {p95_ms:4.0f} ms (to reach: 250)   {rounds[0].size} bytes")


def _cost(portal: RunningPortal, visit: Visit, page: str, say: Say) -> None:
    everything = [child.pid for child in portal.portal.children().values()]
    database = portal.portal.children()["postgres"].pid
    ratios = []
    with _floor(portal, page) as (address, pid):
        below = replace(visit, address=address, path="/", cookie="")
        _run(replace(below, seconds=2))
        for number in range(1, ROUNDS + 1):
            ours, size = _seconds_a_page(visit, everything)
            floor, floor_size = _seconds_a_page(below, [pid, database])
            if abs(size - floor_size) > size * 0.1:
                raise AssertionError(f"the floor's page has {floor_size} bytes, the portal's {size}: they cannot be compared")
            ratios.append(ours / floor)
            say(f"  round {number}: {ours * 1000:.1f} ms CPU a page, floor {floor * 1000:.1f} ms, ratio {ours / floor:.2f}")
    figures.append("page.cases.cpu_ratio_to_floor", round(median(ratios), 2))
    say(f"  page.cases.cpu_ratio_to_floor {median(ratios):.2f} (to reach: 2.5)")


def _memory(portal: RunningPortal, say: Say) -> None:
    for name, resident in resident_mb({name: child.pid for name, child in portal.portal.children().items()}).items():
        if name not in SERVERS:
            figures.append(f"rss_mb.{name}", round(resident))
        say(f"  {name:<17} {resident:4.0f} MB" + ("" if name in SERVERS else " (to reach: 120)"))


def _seconds_a_page(visit: Visit, roots: list[int]) -> tuple[float, int]:
    before = cpu_seconds(roots)
    visited = _run(visit)
    return (cpu_seconds(roots) - before) / visited.pages, visited.size


def _run(visit: Visit) -> Visited:
    command = [sys.executable, "-m", "tests.load.visiting"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(asdict(visit)), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the visitors came back with: {done.stderr[-2000:]}")
    return Visited(**json.loads(done.stdout))


def _more_cases(portal: RunningPortal) -> None:
    with portal.where.walker(JOHAN) as johan:
        johan.sign_in()
        johan.open("/o/company-ab/arenden")
        for number in range(FULL_PAGE - len(johan.page.html.select("tbody tr"))):
            report(johan, f"Lampan vid plats {number + 1} är trasig", "Den blinkar och slocknar.", "power", None)


def _visits(anna: Walker) -> dict[str, Visit]:
    cookie = "; ".join(f"{each.name}={each.value}" for each in anna.http.cookies.jar)
    listed = anna.open("/o/company-ab/arenden")
    numbers = re.findall(r"/o/company-ab/arenden/(\d+)", listed.content.decode())
    if len(listed.html.select("tbody tr")) != FULL_PAGE:
        raise AssertionError(f"not {FULL_PAGE} cases on {listed.describe()}")
    wanted = {
        "overview": ("/o/company-ab/oversikt", "Lilla Bommen"),
        "cases": ("/o/company-ab/arenden", "Lampan vid plats"),
        "case": (f"/o/company-ab/arenden/{min(map(int, numbers))}", "ventilation"),
        "invoices": ("/o/company-ab/fakturor", "<table"),
    }
    return {name: Visit(anna.portal, path, cookie, holds, VISITORS, SECONDS) for name, (path, holds) in wanted.items()}


@contextmanager
def _floor(portal: RunningPortal, page: str) -> Iterator[tuple[str, int]]:
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    file = portal.layout.root / "floor.html"
    file.write_text(page, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "FLOOR_PAGE": str(file),
        "FLOOR_DATABASE_URL": portal.environment_of("cases")["DATABASE_URL"],
    }
    like_the_gateway = ("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--keep-alive", "20", "--log-level", "warning")
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        *like_the_gateway,
        "--no-control-socket",
        "--bind",
        f"127.0.0.1:{port}",
        "tests.load.floor:app",
    ]
    floor = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_until(lambda: _answers(address), 20, "the floor's page")
        yield address, floor.pid
    finally:
        floor.terminate()
        floor.wait(20)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
