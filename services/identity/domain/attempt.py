"""One attempt of a person to identify with BankID: bound to her browser, a purpose and a way, over one or several orders."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from services.identity.domain.bankid import Complete, Failed, Pending, StartedOrder, Way, may_collect, may_renew, message_for
from services.identity.domain.person import SealedNumber, shown_name

Purpose = Literal["sign_in", "register", "step_up", "staff_sign_in"]

ANSWER_LOST_AFTER = timedelta(seconds=15)
"""A question to BankID that has been out this long was lost with the process that asked it."""
FINISH_WITHIN = timedelta(minutes=3)
LIVES = timedelta(minutes=10)


class State(StrEnum):
    """Where the attempt stands. `stopped` can be started again by the person, `over` is finished or cancelled."""

    WAITING = "waiting"
    COMPLETE = "complete"
    FAILED = "failed"
    STOPPED = "stopped"
    OVER = "over"


@dataclass(eq=False)
class Attempt:
    """The order's secrets never leave this object; who identified is kept sealed until the attempt is finished."""

    id: str
    token_hash: bytes
    browser_hash: bytes
    purpose: Purpose
    way: Way
    ip: str
    user_agent: str
    language: str
    nonce_hash: bytes | None
    registration_id: str | None
    session_id: str | None
    started_at: datetime
    order_ref: str
    auto_start_token: str
    qr_start_token: str
    qr_start_secret: str
    order_received_at: datetime
    renewals: int = 0
    state: State = State.WAITING
    hint: str = "outstandingTransaction"
    message: str | None = None
    asked_at: datetime | None = None
    asking: bool = False
    completed_at: datetime | None = None
    number_fingerprint: bytes | None = None
    number_ciphertext: bytes | None = None
    given_name: str | None = None
    surname: str | None = None
    device_ip: str | None = None
    risk: str | None = None

    @property
    def order(self) -> StartedOrder:
        """The order as BankID gave it."""
        return StartedOrder(self.order_ref, self.auto_start_token, self.qr_start_token, self.qr_start_secret, self.order_received_at)

    def claim(self, now: datetime) -> bool:
        """Take the turn to ask BankID. True for one caller at a time, every two seconds, so that no answer is asked for twice."""
        if self.state is not State.WAITING:
            return False
        if self.asking and self.asked_at is not None and now - self.asked_at < ANSWER_LOST_AFTER:
            return False
        if not self.asking and not may_collect(self.asked_at, now):
            return False
        if now - self.started_at >= LIVES:
            self._fail("unknown")
            return False
        self.asked_at, self.asking = now, True
        return True

    def wants_renewal(self, answer: Failed, now: datetime) -> bool:
        """Whether the order that nobody picked up is quietly replaced."""
        return may_renew(self.way, answer, self.started_at, self.renewals, now)

    def renew(self, order: StartedOrder) -> None:
        """The next order of the same attempt; asked about at once, so that the code is never away for a moment."""
        self.order_ref, self.auto_start_token = order.order_ref, order.auto_start_token
        self.qr_start_token, self.qr_start_secret = order.qr_start_token, order.qr_start_secret
        self.order_received_at = order.received_at
        self.renewals += 1
        self.hint, self.asking = "outstandingTransaction", False

    def note(self, answer: Pending | Failed) -> None:
        """What BankID said. An order nobody picked up in all its renewals has stopped rather than failed."""
        self.asking, self.hint = False, answer.hint
        if isinstance(answer, Failed):
            if answer.hint == "startFailed" and self.way is Way.OTHER_DEVICE:
                self._fail("stopped", State.STOPPED)
            else:
                self._fail(message_for(self.way, answer))

    def complete(self, answer: Complete, number: SealedNumber, now: datetime) -> None:
        """She has identified. Kept until she finishes in the browser that began."""
        self.asking, self.hint, self.state, self.completed_at = False, "", State.COMPLETE, now
        self.number_fingerprint, self.number_ciphertext = number.fingerprint, number.ciphertext
        self.given_name, self.surname = shown_name(answer.given_name), shown_name(answer.surname)
        self.device_ip, self.risk = answer.device_ip, answer.risk

    def fail(self, message: str) -> None:
        """BankID gives no answer about the order any more."""
        self._fail(message)

    def unanswered(self) -> None:
        """BankID could not be reached this time; the next turn asks again."""
        self.asking = False

    def close(self) -> None:
        """Finished or given up: nothing of it is of use any more, and who identified is forgotten."""
        self.state, self.asking = State.OVER, False
        self.number_fingerprint = self.number_ciphertext = None
        self.given_name = self.surname = self.device_ip = None
        self.qr_start_secret = self.auto_start_token = ""

    def can_finish(self, now: datetime) -> bool:
        """Complete, and not too long ago."""
        return self.state is State.COMPLETE and self.completed_at is not None and now - self.completed_at < FINISH_WITHIN

    @property
    def number(self) -> SealedNumber:
        """Whoever identified. Only while complete."""
        if self.number_fingerprint is None or self.number_ciphertext is None:
            raise ValueError("nobody has identified")
        return SealedNumber(self.number_fingerprint, self.number_ciphertext)

    @property
    def shown_message(self) -> str:
        """Code of the sentence for the person."""
        if self.state is State.COMPLETE:
            return "complete"
        return self.message or message_for(self.way, Pending(self.hint))

    def _fail(self, message: str, state: State = State.FAILED) -> None:
        self.state, self.message, self.asking = state, message, False
