"""One transaction: opened for one message, fenced by row-level security, committed once with everything that belongs to it."""

import copy
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar, overload

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from services.chassis import audit, inbox, mail, outbox
from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.chassis.idempotency import OnceOnly
from services.chassis.logs import correlation_id
from services.contracts.envelope import Ask, News, Reply, Write

R = TypeVar("R", bound=Reply)


class UnitOfWork:
    """Subclass it in `adapters/unit_of_work.py` and hang stores on `self` in `opened`. One instance serves all transactions.

    `with uow(caller, message) as work:` begins; leaving without `commit` rolls back.
    """

    session: Session
    caller: Caller
    message: Ask[Any] | News | None
    now: datetime
    """When this transaction began, by the clock given."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self.clock = clock

    def opened(self) -> None:
        """Called when the transaction has begun: `self.session` is ready."""

    def __call__(self, caller: Caller, message: Ask[Any] | News | None) -> Self:
        """A transaction of its own, to be entered with `with`. A job that handles no message gives None."""
        work = copy.copy(self)
        work.caller, work.message = caller, message
        work._news, work._mails, work._entries, work._once = [], [], [], None
        return work

    _news: list[News]
    _mails: list[mail.MailRow]
    _entries: list[audit.Entry]
    _once: OnceOnly | None

    def __enter__(self) -> Self:
        """Begin. Raises AlreadyDone or AlreadyHeard for a message handled before, Refused(conflict) for a key used for something else."""
        self.now = self.clock.now()
        self.session = self._begun()
        try:
            if isinstance(self.message, Write):
                self._once = OnceOnly(self.caller, self.message)
                self._once.take(self.session, self.now)
            elif isinstance(self.message, News):
                inbox.take(self.session, self.message, self.now)
            self.opened()
        except BaseException:
            self.session.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Roll back whatever has not been committed."""
        self.session.close()

    def next_sequence(self, subject_id: str) -> int:
        """The next sequence number for news about `subject_id`; holds the subject until the commit."""
        return outbox.next_sequence(self.session, subject_id)

    def tell(self, news: News) -> None:
        """Tell the news when this commits."""
        self._news.append(news)

    def mail(self, kind: str, to: str, about: Mapping[str, Any], language: str = "sv") -> None:
        """Send a mail when this commits. `to` is a person's id or an address; `about` is for the renderer and forgotten once sent."""
        self._mails.append(mail.MailRow(kind, to, about, language, self.now))

    def audit(self, what: str, subject: str = "", details: Mapping[str, Any] | None = None) -> None:
        """Write a row into the audit register when this commits."""
        actor = self.caller.person_id or self.caller.name or self.caller.kind
        self._entries.append(audit.Entry(self.now, actor, self.caller.organisation_id, what, subject, details or {}))

    @overload
    def commit(self) -> None: ...
    @overload
    def commit(self, reply: R) -> R: ...
    def commit(self, reply: R | None = None) -> R | None:
        """Write state, news, mails, audit rows and the answer at once. Without a reply a write may be repeated with the same key."""
        self.session.flush()
        if self._news:
            outbox.put(self.session, self._news, correlation_id(), self.now)
        if self._mails:
            mail.put(self.session, self._mails, correlation_id())
        if self._once is not None and reply is not None:
            self._once.fill(self.session, reply)
        elif self._once is not None:
            self._once.give_back(self.session)
        if self._entries:
            audit.append(self.session, self._entries)
        self.session.commit()
        self._news, self._mails, self._entries, self._once = [], [], [], None
        return reply

    def _begun(self) -> Session:
        try:
            return self._fenced()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            # A pooled connection did not outlive a restart of the database; nothing has been done on it, so a fresh one is tried once.
            return self._fenced()

    def _fenced(self) -> Session:
        session = Session(self._engine, expire_on_commit=False)
        try:
            session.execute(_FENCE, {"organisation": self.caller.organisation_id, "reach": _reach(self.caller)})
        except BaseException:
            session.close()
            raise
        return session


_FENCE = text("SELECT set_config('portal.organisation_id', :organisation, true), set_config('portal.reach', :reach, true)")


def _reach(caller: Caller) -> str:
    return "all" if caller.kind in ("staff", "service") else "own"
