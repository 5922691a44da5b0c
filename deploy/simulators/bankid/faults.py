"""The knobs that make the RP API misbehave: planned answers, latency, hung handshakes, cut connections."""

import json
import threading
from dataclasses import dataclass

JsonObject = dict[str, object]
_CODES = {
    400: "invalidParameters",
    401: "unauthorized",
    403: "unauthorized",
    404: "notFound",
    405: "methodNotAllowed",
    408: "requestTimeout",
    415: "unsupportedMediaType",
    500: "internalError",
    503: "maintenance",
}


@dataclass
class PlannedAnswer:
    """An answer given instead of the real one, `times` times, to one operation or (empty) to any. `drop` cuts the connection."""

    operation: str
    status: int
    body: bytes
    times: int
    drop: bool = False


class BadFault(ValueError):  # noqa: N818 - an answer, not an error
    """The order to misbehave is not understood."""


class Faults:
    """What is wrong with the RP API right now; nothing from the start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Behave again."""
        with self._lock:
            self.latency_s = 0.0
            self.handshake_hang_s = 0.0
            self._hangs = 0
            self._answers: list[PlannedAnswer] = []

    def set(self, wanted: JsonObject) -> None:
        """Add faults. Raises BadFault, with nothing changed.

        `latency_s`; `handshake_hang_s` with `handshake_hangs` (how many connections);
        `answers`: list of {operation, status, times, body, drop}. `body` is text sent as it is; without it BankID's own error.
        """
        unknown = wanted.keys() - {"latency_s", "handshake_hang_s", "handshake_hangs", "answers"}
        if unknown:
            raise BadFault(f"unknown: {', '.join(sorted(unknown))}")
        latency = _seconds(wanted, "latency_s", self.latency_s)
        hang = _seconds(wanted, "handshake_hang_s", self.handshake_hang_s)
        hangs = int(_seconds(wanted, "handshake_hangs", 1 if "handshake_hang_s" in wanted else 0))
        listed = wanted.get("answers", [])
        if not isinstance(listed, list):
            raise BadFault("answers is a list")
        answers = [_planned(one) for one in listed]
        with self._lock:
            self.latency_s, self.handshake_hang_s = latency, hang
            self._hangs += hangs
            self._answers += answers

    def next_hang(self) -> float:
        """Seconds that this connection's handshake hangs."""
        with self._lock:
            if not self._hangs:
                return 0.0
            self._hangs -= 1
            return self.handshake_hang_s

    def next_answer(self, operation: str) -> PlannedAnswer | None:
        """The planned answer for this call, used up by asking."""
        with self._lock:
            for answer in self._answers:
                if answer.operation in ("", operation):
                    answer.times -= 1
                    if answer.times <= 0:
                        self._answers.remove(answer)
                    return answer
            return None


def error_body(code: str, details: str) -> bytes:
    """BankID's error body."""
    return json.dumps({"errorCode": code, "details": details}).encode()


def _planned(one: object) -> PlannedAnswer:
    if not isinstance(one, dict):
        raise BadFault("an answer is an object")
    status = one.get("status", 503)
    times = one.get("times", 1)
    if not isinstance(status, int) or not 200 <= status <= 599 or not isinstance(times, int) or times < 1:
        raise BadFault("status is 200 to 599 and times at least 1")
    text = one.get("body")
    body = text.encode() if isinstance(text, str) else error_body(_CODES.get(status, "internalError"), "Planned by the simulator")
    return PlannedAnswer(str(one.get("operation", "")), status, body, times, drop=one.get("drop") is True)


def _seconds(wanted: JsonObject, name: str, default: float) -> float:
    found = wanted.get(name, default)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 600:
        raise BadFault(f"{name} is a number from 0 to 600")
    return float(found)
