"""All orders: the RP's side (start, collect once, cancel) and the app's side (scan, autostart, approve, end)."""

import hashlib
import hmac
import re
import threading
from collections.abc import Callable

from deploy.simulators.bankid.clock import Clock
from deploy.simulators.bankid.orders import Ended, JsonObject, Order, Wanted
from deploy.simulators.bankid.persons import Person
from deploy.simulators.bankid.settings import Timings

MOBILE_POLICIES = ("1.2.3.4.25", "1.2.752.60.1.6", "1.2.752.78.1.5")
"""The simulated app is a Mobile BankID; an order that allows none of these cannot be approved in it."""
_CODE = re.compile(r"bankid\.(?P<token>[0-9a-f-]{36})\.(?P<second>0|[1-9][0-9]{0,8})\.(?P<seal>[0-9a-f]{64})")


class NoSuchOrder(Exception):  # noqa: N818 - an answer, not an error
    """Unknown, cancelled, already delivered, too old, or another RP's."""


class AlreadyInProgress(Exception):  # noqa: N818 - an answer, not an error
    """The person named in the order has one already."""


class AppRefuses(Exception):  # noqa: N818 - an answer, not an error
    """The app will not do it; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OrderBook:
    """Keeps the orders in memory behind one lock, so that a terminal answer is given exactly once."""

    def __init__(self, clock: Clock, timings: Timings) -> None:
        self._clock = clock
        self._timings = timings
        self._lock = threading.Lock()
        self._orders: dict[str, Order] = {}
        self.first_hint = "outstandingTransaction"

    # --- the RP's side

    def start(self, wanted: Wanted, certificate: str, rp_name: str) -> Order:
        """Create an order. A second one for a named person ends both: AlreadyInProgress, and the earlier is `cancelled`."""
        with self._lock:
            now = self._tidied()
            if wanted.personal_number:
                running = [
                    order for order in self._orders.values() if not order.ended and order.wanted.personal_number == wanted.personal_number
                ]
                for order in running:
                    order.ended = Ended(now, hint="cancelled")
                if running:
                    raise AlreadyInProgress
            order = Order(wanted, certificate, rp_name, now, first_hint=self.first_hint)
            self._orders[order.order_ref] = order
            return order

    def collect(self, order_ref: str, certificate: str) -> JsonObject:
        """What collect answers. A terminal answer consumes the order. Raises NoSuchOrder."""
        with self._lock:
            now = self._tidied()
            order = self._owned(order_ref, certificate)
            hint = order.pending_hint(now, self._timings)
            if hint is not None:
                return {"orderRef": order_ref, "status": "pending", "hintCode": hint}
            del self._orders[order_ref]
            ended = order.ended
            if ended is not None and ended.completion is not None:
                return {"orderRef": order_ref, "status": "complete", "completionData": ended.completion}
            return {"orderRef": order_ref, "status": "failed", "hintCode": ended.hint if ended else "expiredTransaction"}

    def cancel(self, order_ref: str, certificate: str) -> None:
        """Forget a pending order at once. Raises NoSuchOrder."""
        with self._lock:
            now = self._tidied()
            order = self._owned(order_ref, certificate)
            if order.pending_hint(now, self._timings) is None:
                raise NoSuchOrder
            del self._orders[order_ref]

    # --- the app's side

    def waiting(self) -> list[Order]:
        """Orders that an app may still pick up or finish, newest first."""
        with self._lock:
            self._tidied()
            return [order for order in reversed(self._orders.values()) if not order.ended]

    def by_id(self, order_id: str) -> Order:
        """The order with this public id, ended or not. Raises AppRefuses(unknown_order)."""
        with self._lock:
            self._tidied()
            return self._with_id(order_id)

    def code_of(self, order: Order) -> str:
        """The code that the RP's page should show right now."""
        second = str(int(self._clock.monotonic() - order.created_at))
        return f"bankid.{order.qr_start_token}.{second}.{_seal(order, second)}"

    def scan(self, text: str, device_ip: str) -> Order:
        """Pick an order up by its code. Raises AppRefuses: malformed_code, unknown_code, stale_code, forged_code, picked_up."""
        found = _CODE.fullmatch(text.strip())
        if not found:
            raise AppRefuses("malformed_code")
        with self._lock:
            now = self._tidied()
            order = next((o for o in self._orders.values() if o.qr_start_token == found["token"] and not o.ended), None)
            if order is None:
                raise AppRefuses("unknown_code")
            if not hmac.compare_digest(found["seal"], _seal(order, found["second"])):
                raise AppRefuses("forged_code")
            if abs(int(found["second"]) - (now - order.created_at)) > self._timings.code_tolerance:
                raise AppRefuses("stale_code")
            return self._pick(order, "qr", device_ip, now)

    def autostart(self, token: str, device_ip: str) -> Order:
        """Pick an order up by its start link; opening the link again shows the same order. Raises AppRefuses: unknown_token, picked_up."""
        with self._lock:
            now = self._tidied()
            order = next((o for o in self._orders.values() if o.auto_start_token == token and not o.ended), None)
            if order is None:
                raise AppRefuses("unknown_token")
            if order.picked_by == "autostart":
                return order
            return self._pick(order, "autostart", device_ip, now)

    def open_call(self, order_id: str, device_ip: str) -> Order:
        """Pick up an order that was started in a phone call. Raises AppRefuses: unknown_order, picked_up, not_a_call."""
        with self._lock:
            now = self._tidied()
            order = self._with_id(order_id)
            if not order.wanted.call_initiator:
                raise AppRefuses("not_a_call")
            return self._pick(order, "call", device_ip, now)

    def show(self, order_id: str, hint: str) -> None:
        """Set the pending hint of a picked-up order, known or made up."""
        with self._lock:
            self._tidied()
            self._in_hand(order_id).step = hint

    def end(self, order_id: str, hint: str) -> None:
        """End the order with a failed hint, known or made up (`userCancel` is the cancel button)."""
        with self._lock:
            now = self._tidied()
            self._in_hand(order_id).ended = Ended(now, hint=hint)

    def approve(self, order_id: str, person: Person, complete: Callable[[Order], JsonObject]) -> Order:
        """The person identifies. `complete` makes the completion data.

        Raises AppRefuses: unknown_order, not_picked_up, over, other_person (the order names someone else), no_matching_bankid.
        An expired BankID ends the order with certificateErr.
        """
        with self._lock:
            now = self._tidied()
            order = self._in_hand(order_id)
            if order.wanted.personal_number not in (None, person.personal_number):
                raise AppRefuses("other_person")
            if order.wanted.policies and not any(_allows(policy) for policy in order.wanted.policies):
                raise AppRefuses("no_matching_bankid")
            if person.expired:
                order.ended = Ended(now, hint="certificateErr")
            else:
                order.ended = Ended(now, completion=complete(order))
            return order

    # --- inside the lock

    def _tidied(self) -> float:
        now = self._clock.monotonic()
        for order in list(self._orders.values()):
            order.settle(now, self._timings)
            if order.forgotten(now, self._timings):
                del self._orders[order.order_ref]
        return now

    def _owned(self, order_ref: str, certificate: str) -> Order:
        order = self._orders.get(order_ref)
        if order is None or order.certificate != certificate:
            raise NoSuchOrder
        return order

    def _with_id(self, order_id: str) -> Order:
        order = next((o for o in self._orders.values() if o.id == order_id), None)
        if order is None:
            raise AppRefuses("unknown_order")
        return order

    def _in_hand(self, order_id: str) -> Order:
        order = self._with_id(order_id)
        if order.ended:
            raise AppRefuses("over")
        if order.picked_at is None:
            raise AppRefuses("not_picked_up")
        return order

    @staticmethod
    def _pick(order: Order, by: str, device_ip: str, now: float) -> Order:
        if order.picked_at is not None:
            raise AppRefuses("picked_up")
        order.picked_at, order.picked_by, order.device_ip = now, by, device_ip
        return order


def _seal(order: Order, second: str) -> str:
    return hmac.new(order.qr_start_secret.encode(), second.encode(), hashlib.sha256).hexdigest()


def _allows(policy: str) -> bool:
    pattern = re.escape(policy).replace(r"\*", r"[0-9.]+")
    return any(re.fullmatch(pattern, mine) for mine in MOBILE_POLICIES)
