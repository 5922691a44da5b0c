"""The BankID relying-party client (RP API v6.0): start, collect and cancel an order over mutual TLS.

Plain blocking httpx: inside the service's host eventlet makes it yield, elsewhere it simply blocks.
"""

import base64
import json
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from services.chassis.logs import get_logger
from services.identity.adapters.bankid_answers import error_from, read_object, read_started, read_state
from services.identity.adapters.bankid_trust import BankIdAccess, trusted_context
from services.identity.domain.bankid import BankIdRefused, BankIdUnavailable, Complete, Failed, Pending, StartedOrder

CONNECT_S = 3.0
TOTAL_S = 10.0
PAUSE_S = 0.3
TRIES = 2
MAY_REPEAT = {"connect_failed", "maintenance"}
"""Only where BankID cannot have begun what was asked; a start or a collect sent twice would lose an order or its only answer."""
BODY_LIMIT = 256 * 1024
VISIBLE_LIMIT = 1_500
USER_AGENT_LIMIT = 256
MOBILE_BANKID = {"production": ["1.2.752.78.1.5"], "test": ["1.2.3.4.25", "1.2.752.60.1.6"]}
"""Certificate policies: a code is scanned by a phone, so only Mobile BankID can complete such an order."""
_log = get_logger(__name__)


class BankIdClient:
    """Talks to BankID with one certificate, shared by all threads; keeps connections alive.

    Every method raises BankIdUnavailable or BankIdRefused and nothing else.
    """

    def __init__(self, access: BankIdAccess, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Raises BankIdMisconfigured when address, authority, certificate and environment do not belong together."""
        self._now = now
        self._policies = MOBILE_BANKID["production" if access.environment == "production" else "test"]
        self._address = access.address.rstrip("/")
        self._http = httpx.Client(
            verify=trusted_context(access),
            trust_env=False,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=10, keepalive_expiry=20),
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def start(
        self,
        *,
        end_user_ip: str,
        user_agent: str,
        device_identifier: str,
        referring_domain: str,
        return_url: str | None,
        visible_text: str,
    ) -> StartedOrder:
        """Start an identification. With `return_url` it is for the app on the same device, without it for a code on another.

        `end_user_ip` is the browser's own address, `device_identifier` (at most 64 characters) stays with the browser over sessions.
        `visible_text` is shown in the app and holds about 1,100 bytes; a longer one is a ValueError.
        """
        shown = base64.b64encode(visible_text.encode()).decode()
        if not 1 <= len(shown) <= VISIBLE_LIMIT:
            raise ValueError("visible_text is empty or too long for BankID")
        body: dict[str, object] = {
            "endUserIp": end_user_ip,
            "returnRisk": True,
            "userVisibleData": shown,
            "web": {
                "referringDomain": referring_domain,
                "userAgent": user_agent[:USER_AGENT_LIMIT] or "unknown",
                "deviceIdentifier": device_identifier,
            },
        }
        if return_url is None:
            body["requirement"] = {"certificatePolicies": self._policies}
        else:
            body["returnUrl"] = return_url
        answer = self._ask("auth", body)
        order = read_started(answer, self._now())
        _log.info("bankid_order_started", order=order.order_ref[:8], same_device=return_url is not None)
        return order

    def collect(self, order_ref: str) -> Pending | Failed | Complete:
        """How the order stands. A final answer comes once: the caller keeps it before doing anything else.

        BankIdRefused(no_such_order) when it is unknown, over, or its final answer was given before.
        """
        try:
            state = read_state(self._ask("collect", {"orderRef": order_ref}), order_ref)
        except BankIdRefused as refused:
            raise _about_an_order(refused) from refused
        if not isinstance(state, Pending):
            outcome = "complete" if isinstance(state, Complete) else state.hint
            _log.info("bankid_order_ended", order=order_ref[:8], outcome=outcome)
        return state

    def cancel(self, order_ref: str) -> None:
        """Give up an order. What BankID says to it makes no difference, so nothing is raised."""
        try:
            self._ask("cancel", {"orderRef": order_ref})
        except (BankIdRefused, BankIdUnavailable) as wrong:
            _log.info("bankid_cancel_ignored", order=order_ref[:8], code=wrong.code)

    def _ask(self, operation: str, body: dict[str, object]) -> dict[str, object]:
        deadline = time.monotonic() + TOTAL_S
        content = json.dumps(body).encode()
        for tries_left in reversed(range(TRIES)):
            began = time.monotonic()
            try:
                return self._post(operation, content, deadline)
            except (BankIdUnavailable, BankIdRefused) as failed:
                now = time.monotonic()
                repeats = failed.code in MAY_REPEAT and tries_left > 0 and now + PAUSE_S + CONNECT_S < deadline
                _log.warning("bankid_failed", operation=operation, code=failed.code, seconds=round(now - began, 3), repeats=repeats)
                if not repeats:
                    raise
            time.sleep(PAUSE_S)
        raise AssertionError("the last try returns or raises")

    def _post(self, operation: str, content: bytes, deadline: float) -> dict[str, object]:
        left = deadline - time.monotonic()
        connect = min(CONNECT_S, left)
        timeout = httpx.Timeout(max(left - connect, 0.1), connect=connect)
        # Exactly this: with a charset behind it BankID answers 415.
        headers = {"Content-Type": "application/json"}
        try:
            with self._http.stream("POST", f"{self._address}/{operation}", content=content, headers=headers, timeout=timeout) as response:
                raw = _limited(response, deadline)
                status = response.status_code
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as failed:
            raise _certificate_trouble(failed) or BankIdUnavailable("connect_failed") from failed
        except httpx.TimeoutException as failed:
            raise BankIdUnavailable("timed_out") from failed
        except httpx.HTTPError as failed:
            raise _certificate_trouble(failed) or BankIdUnavailable("connection_lost") from failed
        if status == 200:
            return read_object(raw)
        raise error_from(status, raw)


def _limited(response: httpx.Response, deadline: float) -> bytes:
    parts = bytearray()
    for part in response.iter_bytes():
        parts += part
        if len(parts) > BODY_LIMIT:
            raise BankIdUnavailable("too_large")
        if time.monotonic() > deadline:
            raise BankIdUnavailable("timed_out")
    return bytes(parts)


def _certificate_trouble(failed: BaseException) -> BankIdUnavailable | None:
    """An alert about certificates is a wrong setting, which trying again does not cure.

    With TLS 1.3 the server's refusal of our certificate arrives only with the first answer, as a read error.
    """
    cause: BaseException | None = failed
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return BankIdUnavailable("server_not_trusted")
        if isinstance(cause, ssl.SSLError) and "ALERT" in (cause.reason or ""):
            return BankIdUnavailable("certificate_not_accepted")
        cause = cause.__cause__ or cause.__context__
    return None


def _about_an_order(refused: BankIdRefused) -> BankIdRefused:
    return BankIdRefused("no_such_order") if refused.code == "invalid_parameters" else refused
