"""One order: what the RP asked for, how far the person has come, and what collect answers at any moment."""

import secrets
import string
from dataclasses import dataclass, field
from uuid import uuid4

from deploy.simulators.bankid.settings import Timings

JsonObject = dict[str, object]


def new_id() -> str:
    """A UUID of version 4, the shape of all four start fields."""
    return str(uuid4())


@dataclass(frozen=True)
class Wanted:
    """What the RP asked for, checked and decoded. `operation` is auth, sign, phone/auth or phone/sign."""

    operation: str
    end_user_ip: str = ""
    return_url: str | None = None
    return_risk: bool = False
    visible_text: str = ""
    visible_data: str | None = None
    visible_format: str | None = None
    non_visible_data: str | None = None
    personal_number: str | None = None
    policies: tuple[str, ...] = ()
    mrtd: bool = False
    call_initiator: str | None = None


@dataclass(frozen=True)
class Ended:
    """How an order ended: a failed hint, or completion data."""

    at: float
    hint: str | None = None
    completion: JsonObject | None = None


@dataclass
class Order:
    """The state of one order. Times are the simulator's monotonic seconds."""

    wanted: Wanted
    certificate: str
    rp_name: str
    created_at: float
    first_hint: str = "outstandingTransaction"
    id: str = field(default_factory=lambda: "".join(secrets.choice(string.ascii_lowercase) for _ in range(10)))
    order_ref: str = field(default_factory=new_id)
    auto_start_token: str = field(default_factory=new_id)
    qr_start_token: str = field(default_factory=new_id)
    qr_start_secret: str = field(default_factory=new_id)
    picked_at: float | None = None
    picked_by: str | None = None
    device_ip: str = ""
    step: str | None = None
    ended: Ended | None = None

    def settle(self, now: float, timings: Timings) -> None:
        """Let time end the order: nobody picked it up, or the person did not finish."""
        if self.ended:
            return
        if self.picked_at is None and now - self.created_at >= timings.start_window:
            self.ended = Ended(self.created_at + timings.start_window, hint="startFailed")
        elif self.picked_at is not None and now - self.picked_at >= timings.user_window:
            self.ended = Ended(self.picked_at + timings.user_window, hint="expiredTransaction")

    def pending_hint(self, now: float, timings: Timings) -> str | None:
        """The hint while pending; None when the order has ended for the RP too."""
        if self.ended:
            finishing = self.ended.completion is not None and now - self.ended.at < timings.processing_for
            return "processing" if finishing else None
        if self.picked_at is None:
            return self.first_hint
        if self.step:
            return self.step
        if self.picked_by == "autostart" and now - self.picked_at < timings.started_for:
            return "started"
        if self.wanted.call_initiator:
            return "userCallConfirm"
        return "userSign"

    def forgotten(self, now: float, timings: Timings) -> bool:
        """Whether BankID no longer knows the order because its end was not collected in time."""
        if not self.ended:
            return False
        if self.ended.completion is not None:
            keep = timings.complete_keep
        else:
            keep = timings.never_picked_keep if self.picked_at is None else timings.failed_keep
        return now - self.ended.at > keep
