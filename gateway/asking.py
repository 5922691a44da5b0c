"""What a page uses: `current()` for who is asking, `ask()` for one question, `ask_all()` for the parts of a page."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar, cast

from flask import current_app, g, request

from gateway.security import cookies, csrf
from gateway.security.session import EVERYDAY, Held, Me, Sessions, now
from services.chassis.logs import correlation_id
from services.chassis.rpc_client import Unavailable
from services.contracts.billing import ImportInvoices
from services.contracts.envelope import Ask, Reply
from services.contracts.identity import (
    AssertFor,
    Audience,
    Browser,
    CompleteWithPassword,
    FinishBankId,
    ResumeDevice,
    SignedIn,
    SignInWithPassword,
    StartBankId,
)
from services.contracts.refusals import NOT_ALLOWED, SIGN_IN, STEP_UP, Refusal, Refused, refuse
from services.contracts.rights import Function

R = TypeVar("R", bound=Reply)
Answer = Reply | Refused | Unavailable
DEADLINE_S = 2.0
PATIENCE_S = 8.0
SLOW = (SignInWithPassword, CompleteWithPassword, StartBankId, FinishBankId, ImportInvoices)
"""Asks that hash a password, wait for BankID, read many files or can be answered only once (decision 0015)."""


class AsksBus(Protocol):
    """The part of `services.chassis.rpc_client.Bus` that pages stand on; tests give their own."""

    def ask(self, ask: Ask[R], assertion: str | None, *, correlation_id: str, deadline_s: float = 2.0) -> R:
        """Answer, or raise Refused or Unavailable."""
        ...

    def ask_all(
        self, asks: Mapping[str, tuple[Ask[Any], str | None]], *, correlation_id: str = "", deadline_s: float = 2.0
    ) -> dict[str, Any]:
        """Answer every question in one round; never raises."""
        ...


class Answers:
    """The parts of a page. A part that could not be had is None, and the template says so instead of showing it empty."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self._answers = answers

    def of(self, name: str, reply: type[R]) -> R | None:
        """The reply under `name`, or None where the service did not answer or refused."""
        answer = self._answers[name]
        return answer if isinstance(answer, reply) else None

    def need(self, name: str, reply: type[R]) -> R:
        """The reply under `name`; the page cannot be without it, so a refusal or silence becomes the page's own."""
        answer = self._answers[name]
        if isinstance(answer, Refused | Unavailable):
            raise answer
        return cast(R, answer)

    def refusal(self, name: str) -> Refusal | None:
        """Why the part under `name` was refused, such as step_up for the invoices."""
        answer = self._answers[name]
        return answer.refusal if isinstance(answer, Refused) else None


def current() -> Me:
    """Who is signed in, in the organisation of the path. Raises Refused(sign_in), or Refused(not_found) for a foreign organisation."""
    return _held().me


def visitor() -> Me | None:
    """Who is signed in as a tenant, if anybody, on a page that everybody may see."""
    try:
        return _held().me
    except Refused:
        return None


def ask(question: Ask[R]) -> R:
    """Ask one service with the right assertion. Raises Refused and Unavailable, which become pages (`gateway/errors.py`)."""
    patience = PATIENCE_S if isinstance(question, SLOW) else DEADLINE_S
    return bus().ask(question, _assertion(question), correlation_id=correlation_id(), deadline_s=patience)


def ask_all(**questions: Ask[Any]) -> Answers:
    """Ask several services in one round; each part may fail alone. Only a lapsed session stops the page."""
    ready: dict[str, tuple[Ask[Any], str | None]] = {}
    answers: dict[str, Answer] = {}
    _fetch([_audience(question) for question in questions.values() if question.who.kind != "anyone"])
    for name, question in questions.items():
        try:
            ready[name] = (question, _assertion(question))
        except (Refused, Unavailable) as failure:
            answers[name] = failure
    if ready:
        answers |= bus().ask_all(ready, correlation_id=correlation_id())
    for answer in answers.values():
        if isinstance(answer, Refused) and answer.refusal.code == SIGN_IN:
            _forget()
            raise answer
    return Answers(answers)


def browser() -> Browser:
    """What identity is told of the browser we speak for."""
    agent = (request.user_agent.string or "")[:256]
    return Browser(browser_id=csrf.browser_id(), ip=request.remote_addr or "", user_agent=agent)


def signed_in(session: SignedIn) -> None:
    """Put a newly opened session in its cookie, and the remembered device in its own."""
    (cookies.STAFF if session.kind == "staff" else cookies.PORTAL).set(session.session_token)
    if session.device_token:
        cookies.DEVICE.set(session.device_token)
    g.pop("held", None)


def session_token() -> str | None:
    """The session cookie of this part of the portal: staff under /personal, tenants elsewhere."""
    return session_cookie().token()


def session_cookie() -> cookies.Cookie:
    """Which cookie carries the session on this path."""
    return cookies.STAFF if request.path.startswith("/personal") else cookies.PORTAL


def bus() -> AsksBus:
    """The bus of this worker."""
    return cast(AsksBus, current_app.extensions["bus"])


def sessions() -> Sessions:
    """The session cache of this worker."""
    return cast(Sessions, current_app.extensions["sessions"])


def _held() -> Held:
    if "held" not in g:
        try:
            g.held = _look_up(EVERYDAY)
        except Refused as refused:
            if refused.refusal.code != SIGN_IN or not _resume():
                raise
            g.held = _look_up(EVERYDAY)
    return cast(Held, g.held)


def _look_up(audiences: Iterable[Audience]) -> Held:
    token = session_token()
    if not token:
        refuse(SIGN_IN)
    organisation = g.get("org")
    held = sessions().find(token, organisation, now())
    missing = held.missing(audiences, now()) if held else list(audiences)
    if held and not missing:
        return held
    question = AssertFor(session_token=token, organisation=organisation, audiences=missing)
    asserted = bus().ask(question, None, correlation_id=correlation_id())
    if (asserted.kind == "staff") != (session_cookie() is cookies.STAFF):
        refuse(SIGN_IN)
    return sessions().keep(token, organisation, asserted, now())


def _resume() -> bool:
    """Reopen the session on a remembered device, where there is one."""
    device = cookies.DEVICE.token()
    if not device or session_cookie() is cookies.STAFF:
        return False
    try:
        signed_in(bus().ask(ResumeDevice(device_token=device, browser=browser()), None, correlation_id=correlation_id()))
    except Refused:
        cookies.DEVICE.clear()
        return False
    return True


def _audience(question: Ask[Any]) -> Audience:
    return cast(Audience, question.service)


def _fetch(audiences: list[Audience]) -> None:
    """Have the assertions ready for a round; what identity will not give is refused question by question."""
    asked: set[Audience] = g.setdefault("asked_for", set())
    missing = [audience for audience in _held().missing(audiences, now()) if audience not in asked]
    if missing:
        asked.update(missing)
        g.held = _look_up(missing)


def _assertion(question: Ask[Any]) -> str | None:
    if question.who.kind == "anyone":
        return None
    audience = _audience(question)
    _fetch([audience])
    found = _held().assertions.get(audience)
    if found is None:
        refuse(STEP_UP if current().may(Function.INVOICES) and audience == "billing" else NOT_ALLOWED)
    return found[0]


def _forget() -> None:
    token = session_token()
    if token:
        sessions().forget_token(token)
