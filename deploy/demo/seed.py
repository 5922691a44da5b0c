"""The whole demo, in the order a landlord would do it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from deploy.demo import register
from deploy.demo.people import ANNA, ERIK, JOHAN, KARIN, OSKAR, DemoPerson
from deploy.demo.picture import picture
from deploy.demo.times import next_weekday_name
from deploy.demo.tools import Mailbox, Phone
from deploy.demo.visitor import Lost, wait_for
from deploy.demo.walks import Walker


@dataclass(frozen=True)
class Where:
    """Where the portal, the phone's page and the mailbox answer."""

    portal: str
    bankid_page: str
    mailbox: str

    def walker(self, person: DemoPerson) -> Walker:
        """Somebody at her computer."""
        return Walker(self.portal, person, Mailbox(self.mailbox), Phone(self.bankid_page))


def seed(where: Where, say: Callable[[str], None]) -> None:
    """Fill a fresh portal. Karin's staff invitation must be in the mailbox. Raises Lost where a page is not as expected."""
    with where.walker(KARIN) as karin:
        say("Karin Holm accepts her staff invitation")
        karin.accept_invitation()
        organisations, properties = _registers(karin, say)
        _people(where, karin, organisations, say)
        say("Notices, news and help are published, invoices are read in")
        register.publish_notices(karin, properties)
        register.publish_texts(karin, properties)
        register.import_invoices(karin)
        say("Faults are reported and answered")
        with where.walker(JOHAN) as johan:
            johan.sign_in()
            _cases(johan, karin)


def _registers(karin: Walker, say: Callable[[str], None]) -> tuple[dict[str, str], dict[str, str]]:
    say("Customers, buildings, leases and contacts")
    organisations = {
        each["name"]: register.add_customer(karin, each["name"], each["number"], each["organisation_number"])
        for each in register.told("customers")
    }
    properties = register.add_properties(karin)
    lease_when_known(karin, organisations, properties)
    register.add_contacts(karin, organisations, properties)
    return organisations, properties


def lease_when_known(karin: Walker, organisations: dict[str, str], properties: dict[str, str]) -> None:
    """Content hears of a new customer through news; until then it does not know whom to lease to."""

    def look() -> bool | None:
        try:
            register.add_leases(karin, organisations, properties)
        except Lost:
            return None
        return True

    wait_for("the leases to be taken", look, seconds=60)


def _people(where: Where, karin: Walker, organisations: dict[str, str], say: Callable[[str], None]) -> None:
    say("Staff and tenants are invited and register")
    register.invite_colleague(karin, ERIK.name, ERIK.email, ["property_manager"])
    _register(where, ERIK)
    register.invite_contact(karin, organisations["Company AB"], ANNA.name, ANNA.email, "main_admin")
    with where.walker(ANNA) as anna:
        anna.accept_invitation("Company AB")
        for person, role in ((OSKAR, "admin"), (JOHAN, "user")):
            anna.open("/o/company-ab/organisation")
            wanted = {"people-0-email": person.email, "people-0-name": person.name, "people-0-role": role}
            anna.submit(action="/organisation/bjud-in", fields=wanted)
            _register(where, person)
        register.invite_contact(karin, organisations["Company Studio AB"], ANNA.name, ANNA.email, "user")
        anna.accept_invitation("Company Studio AB")


def _register(where: Where, person: DemoPerson) -> None:
    with where.walker(person) as walker:
        walker.accept_invitation()


def _cases(johan: Walker, karin: Walker) -> None:
    johan.open("/o/company-ab/oversikt")
    first = report(
        johan,
        "Dålig ventilation på plan 4",
        "Luften står still på hela plan 4 sedan i onsdags. Fyra kollegor har fått huvudvärk.",
        "ventilation",
        picture(),
    )
    second = report(johan, "Passerkort fungerar inte", "Två kort öppnar inte entrén sedan i morse.", "access", None)
    report(johan, "Trasig belysning i pentryt", "Armaturen över diskbänken blinkar och slocknar.", "power", None)
    move(
        karin,
        first,
        "planned",
        f"Tekniker kommer {next_weekday_name(datetime.now(UTC))} kl. 09–12",
        "Erik Sand från driften ringer en halvtimme innan. Ni behöver inte vara på plats.",
    )
    move(karin, second, "waiting", "", "Vilka kort gäller det? Numret står på baksidan.")


def report(walker: Walker, title: str, description: str, category: str, photo: bytes | None) -> int:
    """Report a fault at Lilla Bommen 8, as soon as cases has heard of the lease."""

    def look() -> bool | None:
        walker.open("/o/company-ab/felanmalan/var")
        return True if "Lilla Bommen 8" in walker.page.text else None

    wait_for("the lease to be known to cases", look, seconds=60)
    return walker.report_fault(
        "company-ab", property_name="Lilla Bommen 8", title=title, description=description, photo=photo, category=category
    )


def move(staff: Walker, number: int, status: str, promise: str, message: str) -> None:
    """Move a case on, with a word to the tenant."""
    staff.open(f"/personal/arenden/{number}")
    staff.submit(button="Ändra status", fields={"status": status, "planned_for": promise, "message": message})
    staff.expect("Status ändrad")
