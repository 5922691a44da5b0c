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
    chosen: dict[str, int] = {}
    for variable, default in (wished or WISHED).items():
        port = _port(variable, os.environ.get(variable, "").strip() or str(default))
        free = (
            next(each for each in range(port, port + HOW_FAR) if each not in chosen.values() and is_free(each))
            if port
            else free_ports(1)[0]
        )
        if port and free != port:
            say(f"Port {port} is taken by another program; using {free} instead ({variable}).")
        chosen[variable] = free
    inside = [*SERVICES, *(f"{service}-relay" for service in SERVICES), "gateway"]
    rest = free_ports(7 + len(inside))
    bankid_api, smtp, postgres, broker, distribution, mapper, management = rest[:7]
    return Addresses(
        portal=chosen["PORTAL_PORT"],
        bankid_page=chosen["BANKID_PAGE_PORT"],
        mailbox_page=chosen["MAILBOX_PORT"],
        bankid_api=bankid_api,
        smtp=smtp,
        postgres=postgres,
        broker=broker,
        broker_distribution=distribution,
        broker_mapper=mapper,
        broker_management=management,
        inside=dict(zip(inside, rest[7:], strict=True)),
    )


def _port(variable: str, written: str) -> int:
    if not written.isdecimal() or not 0 <= int(written) <= 65535 - HOW_FAR:
        raise ValueError(f"{variable} cannot be {written!r}: expected a port number")
    return int(written)
