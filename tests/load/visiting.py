"""Visitors in a process of their own: threads that open one page again and again over kept connections.

python -m tests.load.visiting, with what to do as JSON on stdin; answers as JSON: pages, seconds, and each page's milliseconds.
"""

import http.client
import json
import sys
import threading
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Visit:
    """What the visitors do."""

    address: str
    path: str
    cookie: str
    holds: str
    """Words that stand on the page; one without them ends the run."""
    visitors: int
    seconds: float


@dataclass(frozen=True)
class Visited:
    """What came of it."""

    pages: int
    seconds: float
    milliseconds: list[float]
    size: int


def run(visit: Visit) -> Visited:
    """Let the visitors loose. Raises AssertionError where a page is not the one wanted."""
    begins = time.monotonic()
    taken: list[float] = []
    sizes: list[int] = []
    wrong: list[str] = []

    def visitor() -> None:
        try:
            _walk(visit, begins + visit.seconds, taken, sizes, wrong)
        except OSError as error:
            wrong.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=visitor) for _ in range(visit.visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise AssertionError(f"{visit.path}: {wrong[0]}")
    return Visited(len(taken), time.monotonic() - begins, taken, sizes[0])


def _walk(visit: Visit, ends: float, taken: list[float], sizes: list[int], wrong: list[str]) -> None:
    host = urlsplit(visit.address)
    connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=20)
    headers = {"Cookie": visit.cookie, "Accept-Language": "sv", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
    wanted = visit.holds.encode()
    while time.monotonic() < ends and not wrong:
        begins = time.perf_counter()
        connection.request("GET", visit.path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        taken.append((time.perf_counter() - begins) * 1000)
        sizes.append(len(body))
        if response.status != 200 or wanted not in body:
            wrong.append(f"{response.status}, without {visit.holds!r}: {body[:300]!r}")
    connection.close()


if __name__ == "__main__":
    print(json.dumps(asdict(run(Visit(**json.load(sys.stdin))))))
