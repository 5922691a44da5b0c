"""Which ports a native run uses: the wished-for ones where they are free, others where they are taken."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deploy.local.ports import LOOPBACK, free_ports, is_free
from services.chassis.topology_table import SERVICES

WISHED = {"PORTAL_PORT": 8080, "BANKID_PAGE_PORT": 8081, "MAILBOX_PORT": 8082}
HOW_FAR = 100


@dataclass(frozen=True)
class Addresses:
    """Every port of one run."""

    portal: int
    bankid_page: int
    mailbox_page: int
    bankid_api: int
    smtp: int
    postgres: int
    broker: int
    broker_distribution: int
    broker_mapper: int
    broker_management: int
    inside: Mapping[str, int]

    @property
    def portal_address(self) -> str:
        """The portal as a browser is told it."""
        return f"http://localhost:{self.portal}"

    @property
    def bankid_page_address(self) -> str:
        """The page that plays the phone."""
        return f"http://localhost:{self.bankid_page}"

    @property
    def mailbox_address(self) -> str:
        """The page of the mailbox."""
        return f"http://localhost:{self.mailbox_page}"

    @property
    def bankid_api_address(self) -> str:
        """BankID's API for relying parties."""
        return f"https://localhost:{self.bankid_api}/rp/v6.0"

    def ready_address(self, process: str) -> str:
        """Where a process of ours says whether it is ready."""
        return f"http://{LOOPBACK}:{self.inside[process]}/readyz"


def choose(say: Callable[[str], None], *, wished: Mapping[str, int] | None = None) -> Addresses:
    """Ports that are free now. `say` is told of each wished-for port that was taken. Raises ValueError for a variable that is no port."""
    wished = wished or WISHED
    inside = [*SERVICES, *(f"{service}-relay" for service in SERVICES), "gateway"]
    spare = iter(free_ports(len(wished) + 7 + len(inside)))
    doors: list[int] = []
    for variable, default in wished.items():
        port = _port(variable, os.environ.get(variable, "").strip() or str(default))
        free = next(each for each in range(port, port + HOW_FAR) if each not in doors and is_free(each)) if port else next(spare)
        if port and free != port:
            say(f"Port {port} is taken by another program; using {free} instead ({variable}).")
        doors.append(free)
    portal, bankid_page, mailbox_page = doors
    return Addresses(
        portal=portal,
        bankid_page=bankid_page,
        mailbox_page=mailbox_page,
        bankid_api=next(spare),
        smtp=next(spare),
        postgres=next(spare),
        broker=next(spare),
        broker_distribution=next(spare),
        broker_mapper=next(spare),
        broker_management=next(spare),
        inside={process: next(spare) for process in inside},
    )


def _port(variable: str, written: str) -> int:
    if not written.isdecimal() or not 0 <= int(written) <= 65535 - HOW_FAR:
        raise ValueError(f"{variable} cannot be {written!r}: expected a port number")
    return int(written)
