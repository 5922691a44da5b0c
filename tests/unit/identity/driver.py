"""The use cases of identity wired to test ports, and the walks that most tests begin with."""

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from services.chassis.caller import ANYONE_CALLER, Caller, permits
from services.chassis.wiring import wire
from services.contracts import identity, rights
from services.contracts.envelope import Ask
from services.contracts.identity import Browser, InvitationWanted, SignedIn
from services.contracts.refusals import Refused
from services.identity.adapters.number_safe import NumberKeys, NumberSafe
from services.identity.domain.bankid import Complete
from services.identity.domain.roles import StaffRole
from services.identity.entrypoints.rpc import ASKS
from services.identity.usecases.invite_first_administrator import invite_first_administrator
from services.identity.usecases.ports import Portal
from tests.support.clock import FixedClock
from tests.unit.identity.fake_neighbours import FakeBankId, FakeMinter, FakePasswords

SAFE = NumberSafe(NumberKeys(b"f" * 32, "k1", {"k1": b"e" * 32}))
PORTAL = Portal("https://portal.example", "portal.example", "Platzers kundportal", "https://app.bankid.com/")
PASSWORD = "vinden river granens kotte"
KARIN, ANNA, OMAR, EVE = "198001019876", "199001012385", "199006022397", "200002292399"
AB_NUMBER = "5560360793"


def browser(name: str = "anna", ip: str = "192.0.2.1") -> Browser:
    return Browser(browser_id=f"browser-of-{name}-0123456789", ip=ip, user_agent="test")


def key() -> str:
    return uuid4().hex


def identified(
    number: str, given_name: str = "ANNA", surname: str = "LIND", *, risk: str | None = "low", device_ip: str = "192.0.2.1"
) -> Complete:
    return Complete(number, f"{given_name} {surname}", given_name, surname, device_ip, risk, date(2025, 1, 1))


class Identity:
    """Asks as the chassis does: `who` is checked, then the use case runs."""

    def __init__(self, uow: Any, clock: FixedClock) -> None:
        self.uow, self.clock = uow, clock
        self.bankid, self.passwords, self.minter = FakeBankId(clock), FakePasswords(), FakeMinter()
        self.links: dict[str, str] = {}
        ports = {"uow": uow, "clock": clock, "bankid": self.bankid, "passwords": self.passwords, "minter": self.minter}
        ports |= {"safe": SAFE, "portal": PORTAL}
        self._asks = {ask: wire(use_case, **ports) for ask, use_case in ASKS.items()}

    def ask(self, ask: Ask[Any], caller: Caller = ANYONE_CALLER) -> Any:
        assert permits(type(ask).who, caller), f"{type(ask).__name__} may not be asked by {caller.kind}"
        return self._asks[type(ask)](ask, caller)

    def refusal(self, ask: Ask[Any], caller: Caller = ANYONE_CALLER) -> str:
        """The code it is refused with."""
        try:
            reply = self.ask(ask, caller)
        except Refused as refused:
            return refused.refusal.code
        raise AssertionError(f"not refused: {reply!r}")

    # --- walks -------------------------------------------------------------------------------------------------------------------

    def bankid_attempt(self, purpose: str, number: str, *, who: str = "anna", way: str = "other_device", **given: Any) -> Any:
        """Start, identify, poll until complete."""
        if way == "same_device":
            given["return_address"] = "https://portal.example/logga-in/bankid/ater"
        started = self.ask(identity.StartBankId(purpose=purpose, way=way, browser=browser(who), **given))
        self.bankid.answers[self.bankid.latest] = identified(number, who.upper())
        state = self.ask(identity.PollBankId(attempt=started.attempt, browser=browser(who)))
        assert state.state == "complete"
        return started.attempt

    def with_bankid(self, purpose: str, number: str, *, who: str = "anna", remember: bool = False, **given: Any) -> SignedIn:
        """Through BankID all the way to a session."""
        attempt = self.bankid_attempt(purpose, number, who=who, **given)
        signed_in: SignedIn = self.ask(identity.FinishBankId(attempt=attempt, browser=browser(who), remember=remember))
        return signed_in

    def begun(self, token: str, given_name: str = "Anna", surname: str = "Lind") -> str:
        """A registration with its details saved."""
        registration = self.ask(identity.BeginRegistration(token=token)).registration
        saved = identity.SaveDetails(registration=registration, given_name=given_name, surname=surname, phone="070", language="sv")
        self.ask(saved)
        return str(registration)

    def with_password(self, email: str, *, who: str = "anna", remember: bool = False, password: str = PASSWORD) -> SignedIn:
        ask = identity.SignInWithPassword(email=email, password=password, remember=remember, browser=browser(who))
        signed_in: SignedIn = self.ask(ask)
        return signed_in

    def caller(self, session: SignedIn, organisation: str | None = None) -> Caller:
        """Whoever the session belongs to, as its assertion says."""
        audiences = ["identity"]
        self.ask(identity.AssertFor(session_token=session.session_token, organisation=organisation, audiences=audiences))
        return self.minter.minted[-1][0]


class Company(SimpleNamespace):
    """An administrator of the landlord's, Company AB, and its first main_admin Anna with BankID."""

    karin: Caller
    organisation_id: str
    anna: Caller
    anna_session: SignedIn


def first_administrator(it: Identity, who: str = "karin", number: str = KARIN) -> Caller:
    email = f"{who}@landlord.example"
    token = invite_first_administrator(
        email, f"{who.title()} Holm", frozenset({StaffRole.ADMINISTRATOR, StaffRole.FINANCE}), it.uow, it.clock
    )
    session = it.with_bankid("register", number, who=who, registration=it.begun(token, who.title(), "Holm"))
    assert session.kind == "staff"
    return it.caller(session)


def invited(it: Identity, caller: Caller, token_of: Any, email: str, role: str, organisation_id: str | None = None) -> str:
    """The token of a sent invitation, as `token_of(email)` finds it in the mail."""
    person = InvitationWanted(email=email, name=email.split("@")[0].title() + " Lind", role=rights.Role(role))
    if organisation_id:
        result = it.ask(identity.InviteContact(idempotency_key=key(), organisation_id=organisation_id, person=person), caller)
    else:
        result = it.ask(identity.InviteMembers(idempotency_key=key(), people=[person]), caller)
    assert [each.refusal for each in result.results] == [None]
    return str(token_of(email))


def company(it: Identity, token_of: Any, *, tag: str = "") -> Company:
    karin = first_administrator(it)
    added = it.ask(
        identity.AddOrganisation(idempotency_key=key(), name="Company AB", organisation_number=AB_NUMBER, customer_number="1"), karin
    )
    token = invited(it, karin, token_of, "anna@company.example", "main_admin", added.organisation_id)
    session = it.with_bankid("register", ANNA, registration=it.begun(token))
    return Company(karin=karin, organisation_id=added.organisation_id, anna=it.caller(session, added.slug), anna_session=session)
