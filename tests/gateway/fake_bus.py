"""A bus without a broker: replies given per ask class, everything asked is remembered."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from services.chassis.rpc_client import Unavailable
from services.contracts.envelope import Ask, Reply
from services.contracts.identity import Asserted, AssertFor, MembershipShown
from services.contracts.refusals import Refusal, Refused
from services.contracts.rights import Role, StaffRole

R = TypeVar("R", bound=Reply)
A = TypeVar("A", bound=Ask[Any])
Given = Reply | Exception | Callable[[Any], Reply]


class FakeBus:
    """Answers what a test has given. Asking for anything else is an error of the test, never a quiet default."""

    def __init__(self) -> None:
        self.given: dict[type[Ask[Any]], Given] = {}
        self.asked: list[tuple[Ask[Any], str | None]] = []
        self.correlation_ids: list[str] = []

    def give(self, ask: type[Ask[Any]], answer: Given) -> None:
        """Answer this class with a reply, an exception to raise, or a function of the ask."""
        self.given[ask] = answer

    def refuse(self, ask: type[Ask[Any]], code: str, place: str | None = None, **details: str | int) -> None:
        """Answer this class with a refusal."""
        self.given[ask] = Refused(Refusal(code=code, place=place, details=details))

    def silence(self, ask: type[Ask[Any]]) -> None:
        """Let the service of this class not answer."""
        self.given[ask] = Unavailable(ask.service)

    def ask(self, ask: Ask[R], assertion: str | None, *, correlation_id: str, deadline_s: float = 2.0) -> R:
        """As `rpc_client.Bus.ask`."""
        self.asked.append((ask, assertion))
        self.correlation_ids.append(correlation_id)
        given = self.given.get(type(ask))
        if given is None:
            raise AssertionError(f"the test gives no answer to {type(ask).__name__}")
        if isinstance(given, Exception):
            raise given
        reply = given if isinstance(given, Reply) else given(ask)
        if not isinstance(reply, ask.reply):
            raise AssertionError(f"{type(ask).__name__} is answered with {ask.reply.__name__}, not {type(reply).__name__}")
        return cast(R, reply)

    def ask_all(
        self, asks: Mapping[str, tuple[Ask[Any], str | None]], *, correlation_id: str = "", deadline_s: float = 2.0
    ) -> dict[str, Any]:
        """As `rpc_client.Bus.ask_all`."""
        answers: dict[str, Any] = {}
        for name, (ask, assertion) in asks.items():
            try:
                answers[name] = self.ask(ask, assertion, correlation_id=correlation_id)
            except (Refused, Unavailable) as failure:
                answers[name] = failure
        return answers

    def asks_of(self, kind: type[A]) -> list[A]:
        """Every ask of this class so far, oldest first."""
        return [ask for ask, _ in self.asked if isinstance(ask, kind)]

    def assertion_of(self, kind: type[Ask[Any]]) -> str | None:
        """The assertion that came with the last ask of this class."""
        return [assertion for ask, assertion in self.asked if isinstance(ask, kind)][-1]


COMPANY = MembershipShown(organisation_id="org-1", slug="company", organisation_name="Company AB", role=Role.MAIN_ADMIN)
STUDIO = MembershipShown(organisation_id="org-2", slug="company-studio", organisation_name="Company Studio AB", role=Role.USER)


def asserts(
    role: Role = Role.MAIN_ADMIN, *, with_bankid: bool = True, name: str = "Anna Lindgren", language: str = "sv", several: bool = False
) -> Callable[[AssertFor], Asserted]:
    """Identity as it answers for one tenant: her organisations, assertions named after audience and organisation."""
    own = COMPANY.model_copy(update={"role": role})
    memberships = [own, STUDIO] if several else [own]

    def answer(ask: AssertFor) -> Asserted:
        found = [each for each in memberships if each.slug == ask.organisation]
        if ask.organisation is not None and not found:
            raise Refused(Refusal(code="not_found"))
        allowed = [each for each in ask.audiences if each != "billing" or (role is Role.MAIN_ADMIN and with_bankid)]
        return Asserted(
            kind="tenant",
            session_id="session-1",
            person_id="person-1",
            person_name=name,
            language="en" if language == "en" else "sv",
            memberships=memberships,
            staff_roles=[],
            organisation=found[0] if found else None,
            with_bankid=with_bankid,
            assertions={each: f"{each}:{ask.organisation}" for each in allowed},
            expires_at=datetime.now(UTC) + timedelta(minutes=5),
        )

    return answer


def asserts_staff(*roles: StaffRole, name: str = "Karin Holm") -> Callable[[AssertFor], Asserted]:
    """Identity as it answers for one of the landlord's people."""

    def answer(ask: AssertFor) -> Asserted:
        return Asserted(
            kind="staff",
            session_id="session-9",
            person_id="staff-1",
            person_name=name,
            language="sv",
            memberships=[],
            staff_roles=list(roles or StaffRole),
            organisation=None,
            with_bankid=True,
            assertions={each: f"{each}:staff" for each in ask.audiences},
            expires_at=datetime.now(UTC) + timedelta(minutes=5),
        )

    return answer
