"""What the simulated BankID app does, for the phone page and the control API alike: pick up, approve, return."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from deploy.simulators.bankid.clock import MovableClock
from deploy.simulators.bankid.completion import completion_data
from deploy.simulators.bankid.faults import Faults
from deploy.simulators.bankid.order_book import AppRefuses, OrderBook
from deploy.simulators.bankid.orders import Order
from deploy.simulators.bankid.persons import find
from deploy.simulators.bankid.signature import Signer

RISKS = ("low", "moderate", "high")


@dataclass(frozen=True)
class Simulator:
    """Everything behind the two servers."""

    book: OrderBook
    clock: MovableClock
    faults: Faults
    signer: Signer

    def approve(self, order_id: str, named: str, *, risk: str | None, device_ip: str, document_passed: bool = True) -> Order:
        """The person (an id or a personal number) identifies. Raises AppRefuses, also for unknown_person and unknown_risk."""
        person = find(named)
        if person is None:
            raise AppRefuses("unknown_person")
        if risk is not None and risk not in RISKS:
            raise AppRefuses("unknown_risk")
        return self.book.approve(
            order_id,
            person,
            lambda order: completion_data(
                self.signer,
                order,
                person,
                device_ip=device_ip or order.device_ip,
                risk=risk,
                document_passed=document_passed,
            ),
        )


def return_url(order: Order) -> str | None:
    """Where the app goes when the order completed on the same device; only web addresses, and nothing for an order that failed."""
    if order.picked_by != "autostart" or order.ended is None or order.ended.completion is None:
        return None
    target = order.wanted.return_url
    return target if target and urlsplit(target).scheme in ("http", "https") else None


def shown(order: Order) -> dict[str, object]:
    """An order as the control API shows it."""
    wanted = order.wanted
    return {
        "id": order.id,
        "operation": wanted.operation,
        "flow": order.picked_by or ("call" if wanted.call_initiator else "waiting"),
        "rp_name": order.rp_name,
        "visible_text": wanted.visible_text,
        "qr_start_token": order.qr_start_token,
        "auto_start_token": order.auto_start_token,
        "return_url": wanted.return_url,
        "end_user_ip": wanted.end_user_ip,
        "personal_number": wanted.personal_number,
        "picked_up": order.picked_at is not None,
        "failed": order.ended.hint if order.ended else None,
        "complete": bool(order.ended and order.ended.completion is not None),
    }


def page_of(order: Order) -> str:
    """The phone page's path for an order."""
    return f"/orders/{quote(order.id)}"
