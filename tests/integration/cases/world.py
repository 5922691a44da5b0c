"""Two organisations with people and leases, and a way to ask cases as each of them; every world has ids of its own."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, select, text

from services.cases.adapters.mails import renderers
from services.cases.adapters.unit_of_work import CasesUnitOfWork
from services.cases.entrypoints.events import NEWS
from services.cases.entrypoints.rpc import ASKS
from services.chassis.caller import Caller
from services.chassis.database import AlreadyDone, AlreadyHeard
from services.chassis.mail import Mail, MailRow
from services.chassis.tables import mail_outbox
from services.chassis.wiring import wire
from services.contracts.cases import CaseOpened, FaultReportedReply, FileGiven, OpenCase, ReportFault
from services.contracts.content import LeaseChanged, LeaseObjectTold, PropertyChanged
from services.contracts.envelope import Ask, News, Reply
from services.contracts.identity import MembershipChanged, OrganisationChanged
from services.contracts.rights import Role, StaffRole

PORTAL = "https://portal.example"


def key() -> str:
    """An idempotency or blob key nobody has used."""
    return uuid4().hex + uuid4().hex


class World:
    """Company AB with Anna and Omar at Lilla Bommen 8, Other AB with Eve at Gårda 12, and Karin of the landlord's staff."""

    def __init__(self, engine: Engine, at: datetime) -> None:
        self.engine = engine
        self.at = at
        self.uow = CasesUnitOfWork(engine, self)
        ports = {"uow": self.uow, "clock": self}
        self._asks: dict[Any, Callable[..., Reply]] = {ask: wire(use_case, **ports) for ask, use_case in ASKS.items()}
        self._news: dict[Any, Callable[..., None]] = {news: wire(use_case, **ports) for news, use_case in NEWS.items()}
        self._renderers = renderers(self.uow, PORTAL)
        mark = uuid4().hex[:8]
        self.company, self.other = f"company-{mark}", f"other-{mark}"
        self.lb8, self.g12 = f"lb8-{mark}", f"g12-{mark}"
        self.anna = self.member(f"anna-{mark}", self.company, "Anna Lindgren", Role.MAIN_ADMIN)
        self.omar = self.member(f"omar-{mark}", self.company, "Omar Berg")
        self.eve = self.member(f"eve-{mark}", self.other, "Eve Ek", Role.MAIN_ADMIN)
        self.karin = Caller("staff", person_id=f"karin-{mark}", name="Karin Holm", staff_roles=frozenset({StaffRole.PROPERTY_MANAGER}))
        for organisation_id, name in ((self.company, "Company AB"), (self.other, "Other AB")):
            self.hear_organisation(organisation_id, name)
        for property_id, name in ((self.lb8, "Lilla Bommen 8"), (self.g12, "Gårda 12")):
            self.hear(
                PropertyChanged(
                    subject_id=property_id, sequence=1, occurred_at=at, property_id=property_id, name=name, address=name, city="Göteborg"
                )
            )
        self.hear_lease(self.company, self.lb8, ["Plan 4", "Plan 3"])
        self.hear_lease(self.other, self.g12, ["Plan 1"])

    def now(self) -> datetime:
        """The world's own clock; every look at it is a second later, so that order is known."""
        self.at += timedelta(seconds=1)
        return self.at

    def ask(self, ask: Ask[Any], caller: Caller) -> Any:
        """Ask as the host does once the caller is verified."""
        try:
            return self._asks[type(ask)](ask, caller)
        except AlreadyDone as done:
            return done.reply

    def hear(self, news: News) -> None:
        """Hear news as the host does."""
        try:
            self._news[type(news)](news)
        except AlreadyHeard:
            return

    def member(self, person_id: str, organisation_id: str, name: str, role: Role = Role.USER) -> Caller:
        """A member, known from identity's news."""
        self.hear_membership(person_id, organisation_id, role, name=name)
        return Caller("member", person_id=person_id, organisation_id=organisation_id, role=role, name=name)

    def hear_membership(
        self,
        person_id: str,
        organisation_id: str,
        role: Role | None,
        sequence: int = 1,
        name: str = "Namn",
        email: str = "",
        language: str = "sv",
    ) -> None:
        self.hear(
            MembershipChanged(
                subject_id=f"{person_id}:{organisation_id}", sequence=sequence, occurred_at=self.now(), person_id=person_id,
                organisation_id=organisation_id, role=role, name=name, email=email or f"{person_id}@example.se", language=language,
            )
        )  # fmt: skip

    def hear_organisation(self, organisation_id: str, name: str) -> None:
        self.hear(
            OrganisationChanged(
                subject_id=organisation_id, sequence=1, occurred_at=self.now(), organisation_id=organisation_id, slug=organisation_id,
                name=name, organisation_number=None, customer_number="1", active=True,
            )
        )  # fmt: skip

    def hear_lease(
        self,
        organisation_id: str,
        property_id: str,
        premises: Sequence[str],
        sequence: int = 1,
        status: str = "active",
        until: date | None = None,
    ) -> None:
        objects = [
            LeaseObjectTold(property_id=property_id, premises=each, floors=[4], valid_from=None, valid_to=until, status=status)
            for each in premises
        ]
        self.hear(
            LeaseChanged(
                subject_id=f"lease-{organisation_id}-{property_id}", sequence=sequence, occurred_at=self.now(),
                organisation_id=organisation_id, lease_number=f"A-{property_id}", objects=objects,
            )
        )  # fmt: skip

    def a_file(self) -> FileGiven:
        """A photo already in the blob store."""
        return FileGiven(blob_key=key(), preview_key=key(), name="foto.webp", media_type="image/webp", size=9)

    def a_report(self, **changes: Any) -> ReportFault:
        """Anna's fault report as the gateway sends it."""
        fields: dict[str, Any] = {
            "idempotency_key": key(), "property_id": self.lb8, "area": "own", "premises": "Plan 4", "category": "ventilation",
            "title": "Dålig ventilation", "description": "Luften står still på hela planet.", "may_enter": True, "contact_name": "Anna",
            "contact_phone": "070",
        }  # fmt: skip
        return ReportFault(**(fields | changes))

    def report(self, caller: Caller | None = None, **changes: Any) -> int:
        """A new case's number."""
        reply: FaultReportedReply = self.ask(self.a_report(**changes), caller or self.anna)
        return reply.number

    def case(self, number: int, caller: Caller | None = None) -> CaseOpened:
        """The case as the caller sees it."""
        found: CaseOpened = self.ask(OpenCase(number=number), caller or self.anna)
        return found

    def mails(self, number: int) -> list[tuple[MailRow, Mail | None]]:
        """The mails waiting about one case, made now as the sender would."""
        case_id = self.case(number).case_id
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(mail_outbox).where(mail_outbox.c.about["case_id"].astext == case_id).order_by(mail_outbox.c.id)
            ).all()
        wanted = [MailRow(row.kind, row.recipient, row.about, row.language, row.created_at) for row in rows]
        return [(row, self._renderers[row.kind](row)) for row in wanted]

    def render(self, row: MailRow) -> Mail | None:
        """The mail as it would be sent now."""
        return self._renderers[row.kind](row)

    def told(self, number: int) -> list[tuple[str, int]]:
        """Keys and sequence numbers of the news told of one case."""
        case_id = self.case(number).case_id
        with self.engine.connect() as connection:
            rows = connection.execute(
                text("SELECT routing_key, (body::jsonb ->> 'sequence')::int AS sequence FROM outbox WHERE subject_id = :case ORDER BY id"),
                {"case": case_id},
            )
            return [(row.routing_key, row.sequence) for row in rows]
