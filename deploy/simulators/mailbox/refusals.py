"""The knob that makes the mailbox refuse mail, as a real server does now and then."""

import threading
from dataclasses import dataclass


class BadRefusal(ValueError):  # noqa: N818 - an answer, not an error
    """The order to refuse is not understood."""


@dataclass
class Refusal:
    """Answer `code` at `stage` (RCPT or DATA) to mails for `to` (empty: all), `times` times."""

    stage: str
    code: int
    to: str
    times: int


class Refusals:
    """What is refused right now; nothing from the start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[Refusal] = []

    def plan(self, wanted: object) -> None:
        """Add one: {stage, code, to, times}. Raises BadRefusal."""
        if not isinstance(wanted, dict):
            raise BadRefusal("expected a JSON object")
        stage, code, to, times = wanted.get("stage", "RCPT"), wanted.get("code", 451), wanted.get("to", ""), wanted.get("times", 1)
        if stage not in ("RCPT", "DATA"):
            raise BadRefusal("stage is RCPT or DATA")
        if not isinstance(code, int) or not 400 <= code <= 599:
            raise BadRefusal("code is 400 to 599")
        if not isinstance(to, str) or not isinstance(times, int) or times < 1:
            raise BadRefusal("to is an address and times at least 1")
        with self._lock:
            self._planned.append(Refusal(stage, code, to.lower(), times))

    def clear(self) -> None:
        """Accept everything again."""
        with self._lock:
            self._planned.clear()

    def answer(self, stage: str, recipients: list[str]) -> str | None:
        """The SMTP answer that refuses this mail, used up by asking; None to accept it."""
        with self._lock:
            for refusal in self._planned:
                if refusal.stage == stage and any(refusal.to in recipient.lower() for recipient in recipients):
                    refusal.times -= 1
                    if refusal.times <= 0:
                        self._planned.remove(refusal)
                    kind = "5.0.0 Refused" if refusal.code >= 500 else "4.0.0 Try again later"
                    return f"{refusal.code} {kind} (planned by the mailbox)"
            return None
