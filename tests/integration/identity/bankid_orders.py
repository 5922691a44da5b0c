"""Starting an order as identity does, and what the simulator shall answer next."""

from typing import Any

from services.identity.adapters.bankid_client import BankIdClient
from services.identity.domain.bankid import StartedOrder
from tests.support.simulators import RunningBankId


def start(
    client: BankIdClient, *, return_url: str | None = None, user_agent: str = "Mozilla/5.0", text: str = "Logga in i kundportalen"
) -> StartedOrder:
    return client.start(
        end_user_ip="192.0.2.1",
        user_agent=user_agent,
        device_identifier="0f4d",
        referring_domain="portal.test",
        return_url=return_url,
        visible_text=text,
    )


def plan(bankid: RunningBankId, **answer: Any) -> None:
    bankid.simulator.faults.set({"answers": [answer]})
