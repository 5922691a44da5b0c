"""Two organisations in two houses, and a way to ask content as each of them; every world has ids and names of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, event

from services.chassis.caller import Caller
from services.chassis.database import AlreadyDone, AlreadyHeard
from services.chassis.wiring import wire
from services.content.adapters.markdown_renderer import render_markdown
from services.content.adapters.unit_of_work import ContentUnitOfWork
from services.content.entrypoints.events import NEWS
from services.content.entrypoints.rpc import ASKS
from services.content.usecases.phones import Phones
from services.contracts.content import AddContact, AddLease, AddProperty, LeaseObjectGiven, PublishArticle, PublishNews, PublishNotice
from services.contracts.envelope import Ask, News
from services.contracts.identity import MembershipChanged, OrganisationChanged
from services.contracts.rights import Role, StaffRole


def key() -> str:
    """An idempotency key nobody has used."""
    return uuid4().hex


class World:
    """Company AB with Anna and Omar in Lilla Bommen 8, Annan AB with Eve in Gårda 12, and Karin of the landlord's staff."""

    def __init__(self, engine: Engine, at: datetime) -> None:
        self.engine = engine
        self.at = at
        self.uow = ContentUnitOfWork(engine, self)
        self._ports = {"uow": self.uow, "clock": self, "phones": Phones("031-390 06 00", "031-390 06 01"), "render": render_markdown}
        self.mark = uuid4().hex[:8]
        self.company, self.other = f"company-{self.mark}", f"other-{self.mark}"
        self.karin = Caller("staff", person_id="karin", name="Karin Holm", staff_roles=frozenset({StaffRole.ADMINISTRATOR}))
        self.hear_organisation(self.company, "Company AB")
        self.hear_organisation(self.other, "Annan AB")
        self.anna, self.omar = self.member("anna", self.company), self.member("omar", self.company)
        self.eve = self.member("eve", self.other)
        self.lb8 = self.add_property("Lilla Bommen 8")
        self.g12 = self.add_property("Gårda 12")
        self.add_lease(self.company, "HA-1", self.given(self.lb8))
        self.add_lease(self.other, "HA-2", self.given(self.g12))

    def now(self) -> datetime:
        """The world's own clock; every look at it is a second later, so that order is known."""
        self.at += timedelta(seconds=1)
        return self.at

    def wired(self, use_case: Callable[..., Any]) -> Callable[..., Any]:
        """A use case with its ports."""
        return wire(use_case, **self._ports)

    def ask(self, ask: Ask[Any], caller: Caller) -> Any:
        """Ask as the host does once the caller is verified."""
        try:
            return self.wired(ASKS[type(ask)])(ask, caller)
        except AlreadyDone as done:
            return done.reply

    def hear(self, news: News) -> None:
        """Hear news as the host does."""
        try:
            self.wired(NEWS[type(news)])(news)
        except AlreadyHeard:
            return

    def hear_organisation(self, organisation_id: str, name: str, sequence: int = 1, *, active: bool = True) -> None:
        """Identity tells of an organisation."""
        self.hear(
            OrganisationChanged(
                subject_id=organisation_id,
                sequence=sequence,
                occurred_at=self.now(),
                organisation_id=organisation_id,
                slug=organisation_id,
                name=name,
                organisation_number=None,
                customer_number="1",
                active=active,
            )
        )

    def hear_membership(self, person_id: str, organisation_id: str, role: Role | None, sequence: int = 1) -> None:
        """Identity tells of a membership."""
        self.hear(
            MembershipChanged(
                subject_id=f"{person_id}:{organisation_id}",
                sequence=sequence,
                occurred_at=self.now(),
                person_id=person_id,
                organisation_id=organisation_id,
                role=role,
                name="Någon",
                email="n@example.se",
                language="sv",
            )
        )

    def member(self, name: str, organisation_id: str, language: str = "sv") -> Caller:
        """A member of the organisation, known to content."""
        person_id = f"{name}-{self.mark}"
        self.hear_membership(person_id, organisation_id, Role.USER)
        return Caller("member", person_id=person_id, organisation_id=organisation_id, role=Role.USER, language=language)

    def add_property(self, name: str) -> str:
        """A property; its name is made unique."""
        ask = AddProperty(
            name=f"{name} {self.mark}", address=name, city="Göteborg", floors=7, facts=[("Entré", "07–18")], idempotency_key=key()
        )
        return str(self.ask(ask, self.karin).property_id)

    def given(self, property_id: str, valid_from: date | None = None, valid_to: date | None = None, **changed: Any) -> LeaseObjectGiven:
        """A lease object, without dates unless given."""
        about = {"address": "En gata 1", "premises": "Kontor", "floors": [3, 4], "area_m2": 350}
        return LeaseObjectGiven.model_validate(
            about | {"property_id": property_id, "valid_from": valid_from, "valid_to": valid_to} | changed
        )

    def add_lease(self, organisation_id: str, number: str, *objects: LeaseObjectGiven) -> str:
        """A lease; gives its number, which is made unique."""
        number = f"{number}-{self.mark}"
        self.ask(
            AddLease(organisation_id=organisation_id, number=number, kind="Kontor", objects=list(objects), idempotency_key=key()),
            self.karin,
        )
        return number

    def publish(self, property_id: str, **changed: Any) -> str:
        """A notice; gives its id."""
        return str(self.ask(self.notice(property_id, **changed), self.karin).notice_id)

    def notice(self, property_id: str, **changed: Any) -> PublishNotice:
        """A disturbance that runs in the property."""
        about: dict[str, Any] = {
            "kind": "disturbance",
            "property_id": property_id,
            "system": "lift",
            "scope": "Hiss A",
            "title": "Hiss A står still",
        }
        about |= {"text": "Vi söker felet.", "starts_at": self.at, "idempotency_key": key()}
        return PublishNotice.model_validate(about | changed)

    def publish_news(self, title: str, *property_ids: str, **changed: Any) -> str:
        """A news item; gives its slug."""
        about = {"title": f"{title} {self.mark}", "lead": "Kort.", "text": "Långt.", "property_ids": list(property_ids)}
        self.ask(PublishNews.model_validate(about | {"idempotency_key": key()} | changed), self.karin)
        return f"{title.lower()}-{self.mark}"

    def publish_article(self, slug: str, title: str, **changed: Any) -> str:
        """A help article; gives its slug, which is made unique."""
        about = {"slug": f"{slug}-{self.mark}", "category": "Hjälp", "title": title, "lead": "Kort.", "text": "Långt."}
        self.ask(PublishArticle.model_validate(about | {"idempotency_key": key()} | changed), self.karin)
        return f"{slug}-{self.mark}"

    def add_contact(self, name: str, kind: str, property_ids: list[str], organisation_ids: list[str]) -> str:
        """A contact; gives her id."""
        about = {"name": name, "title": "Titel", "phone": "031-390 06 11", "email": "k@example.se", "kind": kind, "idempotency_key": key()}
        ask = AddContact.model_validate(about | {"property_ids": property_ids, "organisation_ids": organisation_ids})
        return str(self.ask(ask, self.karin).contact_id)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Inside, every statement sent to the database is written down."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
