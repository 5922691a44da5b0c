"""One portal and one Chromium for all journeys. The landlord's registers are filled through the front doors first."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from deploy.demo import register
from deploy.demo.people import KARIN
from deploy.demo.seed import lease_when_known
from deploy.demo.tools import Mailbox, Phone
from deploy.demo.walks import Walker
from tests.journeys.person import Person
from tests.support.portal import RunningPortal, running_portal

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """The running portal, with the first staff invitation sent."""
    with running_portal(tmp_path_factory.mktemp("portal")) as running:
        running.invite_first_staff()
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Missing is an error with the remedy."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise RuntimeError("Chromium is missing: run deploy/local/setup.sh browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def mailbox(portal: RunningPortal) -> Mailbox:
    """The development mailbox."""
    return Mailbox(portal.where.mailbox)


@pytest.fixture(scope="session")
def phone(portal: RunningPortal) -> Phone:
    """The simulated BankID app."""
    return Phone(portal.where.bankid_page)


class Landlord:
    """Karin, and what she has entered."""

    def __init__(self, karin: Walker) -> None:
        self.karin = karin
        karin.accept_invitation()
        self.organisations = {
            each["name"]: register.add_customer(karin, each["name"], each["number"], each["organisation_number"])
            for each in register.told("customers")
        }
        self.properties = register.add_properties(karin)
        lease_when_known(karin, self.organisations, self.properties)
        register.add_contacts(karin, self.organisations, self.properties)
        register.publish_notices(karin, self.properties)
        register.publish_texts(karin, self.properties)
        register.import_invoices(karin)


@pytest.fixture(scope="session")
def landlord(portal: RunningPortal) -> Iterator[Landlord]:
    """The landlord's part, entered by staff through the pages."""
    karin = portal.where.walker(KARIN)
    yield Landlord(karin)
    karin.close()


@pytest.fixture
def someone(portal: RunningPortal, chromium: Browser, mailbox: Mailbox, phone: Phone, tmp_path: Path) -> Iterator["Someone"]:
    """Makes people with browsers of their own: `anna = someone(ANNA)`."""
    made = Someone(portal, chromium, mailbox, phone)
    yield made
    made.close()


class Someone:
    """Opens a browser for a person and closes all of them at the end."""

    def __init__(self, portal: RunningPortal, chromium: Browser, mailbox: Mailbox, phone: Phone) -> None:
        self.portal = portal
        self.chromium = chromium
        self.mailbox = mailbox
        self.phone = phone
        self.people: list[Person] = []

    def at(self, *, width: int = 1280, script: bool = True, colour: str = "light") -> Person:
        """Somebody at a screen."""
        context = self.chromium.new_context(
            base_url=self.portal.where.portal,
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            locale="sv-SE",
            color_scheme="dark" if colour == "dark" else "light",
        )
        person = Person(context, self.mailbox, self.phone)
        self.people.append(person)
        return person

    def close(self) -> None:
        """Close the browsers; a page that broke the content policy or threw fails the test."""
        complaints = [complaint for person in self.people for complaint in person.complaints]
        for person in self.people:
            person.context.close()
        assert complaints == []
