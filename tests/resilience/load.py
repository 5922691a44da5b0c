"""The load under which processes are killed: people who write, read and pry, each repeating a write until it is answered."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any, TypeVar

import httpx

from deploy.demo.visitor import Visitor
from services.chassis.assertions import LONGEST_EVERYDAY_S, LONGEST_S, Signer
from services.chassis.caller import Caller
from services.chassis.rpc_client import Bus, Unavailable
from services.contracts import billing, cases, content
from services.contracts.envelope import Ask, Reply, Write
from services.contracts.refusals import Refused
from tests.resilience.history import History, Reported

R = TypeVar("R", bound=Reply)
ANSWER_WITHIN_S = 60
"""Nobody repeats for longer: whatever was killed is back long before."""
AGAIN_AFTER_S = 0.1


@dataclass(frozen=True)
class People:
    """Who takes part."""

    johan: Caller
    anna: Caller
    karin: Caller
    property_id: str


class Load:
    """Threads that work until told to stop, and end the write in hand."""

    def __init__(self, bus: Bus, signer: Signer, people: People, browser: Visitor, case_number: int) -> None:
        self.history = History()
        self._bus, self._signer, self._people = bus, signer, people
        self._browser, self._case_number = browser, case_number
        self._stopping = threading.Event()
        works: list[Callable[[], None]] = [
            self._report,
            self._report,
            self._report,
            self._write_on_page,
            self._pry,
            self._pry_on_page,
            self._add,
        ]
        self._threads = [threading.Thread(target=self._until_stopped, args=(work,), name=f"load-{work.__name__}") for work in works]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End; what had been begun is answered first."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(ANSWER_WITHIN_S + 30)
            if thread.is_alive():
                self.history.complain(f"{thread.name} hangs")

    def _until_stopped(self, work: Callable[[], None]) -> None:
        while not self._stopping.is_set():
            try:
                work()
            except Exception as error:  # a thread that dies in silence would leave the kills without load
                self.history.complain(f"{work.__name__}: {error!r}")
                return

    def ask_patiently(self, ask: Ask[R], caller: Caller) -> R:
        """The answer to a question, asked again while nobody answers."""
        answers: list[R] = []

        def once() -> object | None:
            answer = self._read(ask, caller)
            if isinstance(answer, Refused):
                raise answer
            if isinstance(answer, Unavailable):
                return None
            answers.append(answer)
            return answers

        self._repeat(once)
        return answers[0]

    # --- what they do -------------------------------------------------------------------------------------------------------------

    def _report(self) -> None:
        """A fault report, four messages in its thread, and staff who take it up."""
        title = f"Fel {token_hex(8)}"
        report = cases.ReportFault(
            idempotency_key=token_hex(16), property_id=self._people.property_id, area="own", premises="", category="other", title=title,
            description="Under last", may_enter=True, contact_name="Johan Berg", contact_phone="031-390 06 22",
        )  # fmt: skip
        reported = Reported(self._done(report, self._people.johan).number, title)
        with self.history.writing:
            self.history.reports.append(reported)
        for text in (f"Meddelande {token_hex(8)}" for _ in range(4)):
            self._done(cases.WriteMessage(idempotency_key=token_hex(16), number=reported.number, text=text), self._people.johan)
            reported.messages.append(text)
            self._read(cases.OpenCase(number=reported.number), self._people.anna)
        move = cases.ChangeStatus(idempotency_key=token_hex(16), number=reported.number, expected="received", status="in_progress")
        self._done(move, self._people.karin)
        reported.moved = True

    def _add(self) -> None:
        """News that a neighbour keeps a copy of."""
        name = f"Hus {token_hex(8)}"
        self._done(
            content.AddProperty(idempotency_key=token_hex(16), name=name, address="Gatan 1", city="Göteborg", floors=3), self._people.karin
        )
        with self.history.writing:
            self.history.properties.append(name)
        self._stopping.wait(0.5)

    def _write_on_page(self) -> None:
        """A message through the gateway; the form as it was shown is sent again until it is answered, as a browser's reload would."""
        page = self._page(lambda: self._browser.open(f"/o/company-ab/arenden/{self._case_number}"))
        if page is None:
            return
        shown, text = self._browser.page, f"Sidan {token_hex(8)}"

        def send() -> object:
            self._browser.page = shown
            return self._browser.submit(action=f"/arenden/{self._case_number}", fields={"text": text})

        tries = self._repeat(lambda: self._page(send))
        self.history.answered(tries)
        with self.history.writing:
            self.history.messages_by_page.append(text)
        if text not in self._browser.page.text:
            self.history.complain(f"the page does not show {text!r} after it was sent: {self._browser.page.describe()}")

    def _pry(self) -> None:
        """Invoices, by those who may not; and by one who may, so that a closed door is not taken for a guarded one."""
        now = datetime.now(UTC)
        anna = self._people.anna
        prying = {
            "user": self._people.johan,
            "password": _with(anna, methods=("pwd",), assurance=1),
            "remembered": _with(anna, methods=("rmd",), assurance=0),
            "lapsed": _with(anna, authenticated_at=now - timedelta(hours=9)),
        }
        for why, caller in prying.items():
            answer = self._read(billing.ListInvoices(), caller)
            if isinstance(answer, Reply):
                self.history.complain(f"invoices were shown to {why}")
            elif isinstance(answer, Refused):
                self.history.refused_invoices[f"{why}: {answer.refusal.code}"] += 1
        if isinstance(self._read(billing.ListInvoices(), anna), Reply):
            self.history.shown_invoices += 1
        self._stopping.wait(0.1)

    def _pry_on_page(self) -> None:
        """The same through the gateway, by Johan."""
        with Visitor(str(self._browser.http.base_url)) as browser:
            browser.http.cookies.update(self._browser.http.cookies)
            while not self._stopping.is_set():
                page = self._page(lambda: browser.open("/o/company-ab/fakturor"))
                if page is not None and browser.page.status == 200 and browser.page.path.endswith("/fakturor"):
                    self.history.complain("the gateway showed invoices to a user")
                self._stopping.wait(0.1)

    # --- how they do it -----------------------------------------------------------------------------------------------------------

    def _done(self, ask: Write[R], caller: Caller) -> R:
        """Ask until there is an answer, always with the same key."""
        answers: list[R] = []

        def once() -> object | None:
            try:
                answers.append(self._ask(ask, caller))
            except Unavailable:
                return None
            except Refused as refused:
                if refused.refusal.code == "try_again":
                    return None
                raise
            return answers

        self.history.answered(self._repeat(once))
        return answers[0]

    def _read(self, ask: Ask[R], caller: Caller) -> R | Refused | Unavailable:
        try:
            return self._ask(ask, caller)
        except (Refused, Unavailable) as answer:
            if isinstance(answer, Unavailable):
                self._stopping.wait(AGAIN_AFTER_S)
            return answer

    def _ask(self, ask: Ask[R], caller: Caller) -> R:
        audience = type(ask).service
        lifetime = timedelta(seconds=LONGEST_S.get(audience, LONGEST_EVERYDAY_S))
        token = self._signer.mint(caller, audience, datetime.now(UTC), lifetime=lifetime)
        self.history.asks()
        return self._bus.ask(ask, token, correlation_id="t7")

    def _page(self, visit: Callable[[], Any]) -> object | None:
        """The page; None where the gateway, or a service behind it, did not answer."""
        self.history.asks()
        try:
            page = visit()
        except httpx.HTTPError:
            self._stopping.wait(AGAIN_AFTER_S)
            return None
        if page.status >= 500:
            self._stopping.wait(AGAIN_AFTER_S)
            return None
        return page  # type: ignore[no-any-return]

    def _repeat(self, once: Callable[[], object | None]) -> int:
        """Until it is not None; how many times it took."""
        ends, tries = time.monotonic() + ANSWER_WITHIN_S, 1
        pause = threading.Event()
        while once() is None:
            if time.monotonic() > ends:
                raise TimeoutError(f"not answered within {ANSWER_WITHIN_S} s, asked {tries} times")
            tries += 1
            pause.wait(AGAIN_AFTER_S)
        return tries


def _with(caller: Caller, **changes: Any) -> Caller:
    return replace(caller, session_id=token_hex(8), **changes)
