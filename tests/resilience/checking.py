"""The history checker: compares what was acknowledged with what there is, once the portal has come to rest."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
import psycopg

from deploy.demo.people import JOHAN
from services.chassis.caller import Caller
from services.contracts import cases
from services.contracts.envelope import Ask, Reply
from tests.resilience.history import History
from tests.support.portal import RunningPortal

R = TypeVar("R", bound=Reply)
SERVICES = ("identity", "cases", "billing", "content")
COPIES = {
    ("content", "select property_id, name from property"): [("cases", "select property_id, name from properties")],
    ("identity", "select id, name from organisations"): [
        ("cases", "select organisation_id, name from organisations"),
        ("billing", "select organisation_id, name from customers"),
    ],
}
"""What a service owns, and where its neighbours keep a copy."""


@dataclass
class Verdict:
    """What was found wrong; empty is right. `resent` are mails that came twice under one Message-ID, which a mailbox shows once."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    resent: int = 0

    def once(self, what: str, times: int) -> None:
        """Something that must be there exactly once."""
        if times == 0:
            self.lost.append(what)
        if times > 1:
            self.doubled.append(f"{what} {times} times")


class Checker:
    """Looks with the eyes of those who asked, and into the databases where nobody sees."""

    def __init__(self, portal: RunningPortal, ask: Callable[[Ask[Any], Caller], Any], reader: Caller) -> None:
        self._ask, self._reader = ask, reader
        self._admin = portal.portal.postgres.admin_url.rpartition("/")[0]
        self._mailbox = portal.where.mailbox

    def at_rest(self) -> bool:
        """Whether no news and no mail is on its way any more, and every copy has caught up or never will."""
        waiting = "select (select count(*) from outbox) + (select count(*) from mail_outbox where next_attempt_at is not null)"
        return all(self._rows(service, waiting) == [(0,)] for service in SERVICES)

    def copies_agree(self) -> list[str]:
        """Copies that differ from what their owner holds."""
        differing = []
        for (owner, owned), kept in COPIES.items():
            truth = Counter(self._rows(owner, owned))
            differing += [f"{service}: {query}" for service, query in kept if Counter(self._rows(service, query)) != truth]
        return differing

    def check(self, history: History, case_number: int) -> Verdict:
        """Everything acknowledged is there, once."""
        verdict = Verdict()
        titles = Counter(title for (title,) in self._rows("cases", "select title from cases where title like 'Fel %'"))
        listed = self._listed()
        for reported in history.reports:
            verdict.once(f"case {reported.title}", titles[reported.title])
            if reported.number not in listed:
                verdict.lost.append(f"case {reported.number} in the list")
            opened = self._ask(cases.OpenCase(number=reported.number), self._reader)
            if opened.title != reported.title:
                verdict.lost.append(f"case {reported.number} is not {reported.title}")
            texts = Counter(event.text for event in opened.events)
            for text in reported.messages:
                verdict.once(f"{text} in case {reported.number}", texts[text])
            if reported.moved:
                moves = sum(event.kind == "status_changed" for event in opened.events)
                verdict.once(f"change of status of {reported.number}", moves)
        extra = set(titles) - {reported.title for reported in history.reports}
        verdict.doubled += [f"nobody was told of case {title}" for title in extra]
        thread = Counter(event.text for event in self._ask(cases.OpenCase(number=case_number), self._reader).events)
        for text in history.messages_by_page:
            verdict.once(f"{text} through the gateway", thread[text])
        names = Counter(name for (name,) in self._rows("content", "select name from property"))
        for name in history.properties:
            verdict.once(f"property {name}", names[name])
        self._check_mails(history, verdict)
        return verdict

    def _check_mails(self, history: History, verdict: Verdict) -> None:
        """One mail of the receipt and one of the change of status for each case, to the one who follows it."""
        letters = httpx.get(f"{self._mailbox}/api/messages", params={"to": JOHAN.email}, timeout=30).raise_for_status().json()
        by_id = {dict(letter["headers"])["Message-ID"]: letter["subject"] for letter in letters}
        verdict.resent = len(letters) - len(by_id)
        subjects = Counter(by_id.values())
        for reported in history.reports:
            found = {
                subject: times for subject, times in subjects.items() if f"{reported.number}" in subject.replace("\xa0", " ").split(" ")[0]
            }
            wanted = 2 if reported.moved else 1
            if len(found) < wanted:
                verdict.lost.append(f"mail of case {reported.number}: {found}")
            verdict.doubled += [f"mail {subject}" for subject, times in found.items() if times > 1]

    def _listed(self) -> set[int]:
        numbers: set[int] = set()
        page = 1
        while True:
            found = self._ask(cases.ListCases(page=page), self._reader)
            numbers |= {each.number for each in found.cases}
            if not found.cases:
                return numbers
            page += 1

    def _rows(self, database: str, query: str) -> list[Any]:
        with psycopg.connect(f"{self._admin}/{database}") as connection:
            return connection.execute(query.encode()).fetchall()
