"""The issue's walk over HTTP, against what `docker compose up --build --wait` brings up."""

from collections.abc import Iterator

import pytest

from deploy.demo import register
from deploy.demo.people import KARIN, DemoPerson
from deploy.demo.picture import picture
from deploy.demo.register import FILES
from deploy.demo.visitor import wait_for
from deploy.demo.walks import Walker
from tests.containers.compose import Stack

ORG = "/o/company-ab"
TOLVAN = DemoPerson("Tolvan", "Dahl", "tolvan.dahl@company.example", "tolvan")
PETRA = DemoPerson("Petra", "Lund", "petra.lund@company.example", None, password="brygga havtorn sextant lykta")

ASK_BILLING = """
from services.chassis.rpc_client import Bus
from services.contracts.billing import ListInvoices
from services.contracts.refusals import Refused
bus = Bus(open("/run/portal/broker_url").read(), user="gateway")
for assertion in (None, "", "e30.e30.e30"):
    try:
        bus.ask(ListInvoices(), assertion, correlation_id="containers", deadline_s=10)
        print("answer let_in")
    except Refused as refused:
        print("answer", refused.refusal.code)
bus.close()
"""


@pytest.fixture(scope="module")
def karin(stack: Stack) -> Iterator[Walker]:
    """One of the landlord's people, signed in."""
    with stack.walker(KARIN) as walker:
        walker.sign_in_as_staff()
        yield walker


@pytest.fixture(scope="module")
def tolvan(stack: Stack, karin: Walker) -> Iterator[Walker]:
    """A new huvudadministratör: invited by staff, registered with the simulated BankID."""
    karin.open("/personal/kunder")
    organisation = karin.page.link("Company AB").rpartition("/")[2]
    register.invite_contact(karin, organisation, TOLVAN.name, TOLVAN.email, "main_admin")
    with stack.walker(TOLVAN) as walker:
        walker.accept_invitation("Company AB")
        yield walker


@pytest.fixture(scope="module")
def petra(stack: Stack, tolvan: Walker) -> Iterator[Walker]:
    """Her colleague, användare, with e-mail and password, in a second browser."""
    tolvan.open(f"{ORG}/organisation")
    fields = {"people-0-email": PETRA.email, "people-0-name": PETRA.name, "people-0-role": "user"}
    tolvan.submit(action="/organisation/bjud-in", fields=fields)
    with stack.walker(PETRA) as walker:
        walker.accept_invitation()
    with stack.walker(PETRA) as walker:
        walker.sign_in()
        walker.open(f"{ORG}/oversikt")
        walker.expect("Översikt")
        yield walker


def test_the_contact_sees_her_overview(tolvan: Walker) -> None:
    tolvan.open(f"{ORG}/oversikt")
    for words in ("Översikt", "Hiss A står still", "Karin Holm", "Nyheter"):
        tolvan.expect(words)


def test_a_fault_with_a_photo_is_seen_followed_and_answered(tolvan: Walker, petra: Walker, karin: Walker) -> None:
    number = petra.report_fault(
        "company-ab",
        property_name="Lilla Bommen 8",
        title="Vattenläcka vid diskbänken",
        description="Det droppar under skåpet sedan i morse.",
        photo=picture(),
    )
    tolvan.open(f"{ORG}/arenden/{number}")
    tolvan.expect("Petra Lund")
    image = tolvan.page.html.select_one(".photos img")
    assert image is not None
    shown = tolvan.http.get(str(image["src"]))
    assert shown.status_code == 200
    assert shown.headers["content-type"].startswith("image/")
    tolvan.submit(button="Följ ärendet")
    karin.open(f"/personal/arenden/{number}")
    fields = {"status": "planned", "planned_for": "Rörmokare i dag kl. 14", "message": "Stäng gärna av kranen under tiden."}
    karin.submit(button="Ändra status", fields=fields)
    karin.expect("Status ändrad")
    letter = tolvan.mailbox.await_letter(TOLVAN.email, f"[{number}]", seconds=60)
    tolvan.open(letter.link(f"/arenden/{number}"))
    tolvan.expect("Rörmokare i dag kl. 14")
    tolvan.expect("Stäng gärna av kranen under tiden.")


def test_an_imported_invoice_is_read_by_her_and_refused_to_him(tolvan: Walker, petra: Walker, karin: Walker) -> None:
    document = (FILES / "faktura-987.xml").read_bytes().replace(b"<cbc:ID>987</cbc:ID>", b"<cbc:ID>4711</cbc:ID>")
    karin.open("/personal/fakturor")
    karin.submit(button="Läs in", files={"documents": ("faktura-4711.xml", document, "application/xml")})
    assert "Inte inläst" not in karin.page.text, karin.page.describe()
    tolvan.open(f"{ORG}/fakturor/4711")
    tolvan.expect("18 420,00")
    for path in ("fakturor", "fakturor/4711", "fakturor/4711/xml", "fakturor/insyn"):
        petra.open(f"{ORG}/{path}")
        assert petra.page.status in (403, 404), petra.page.describe()
        assert "18 420" not in petra.page.text
    tolvan.open(f"{ORG}/fakturor/insyn")
    tolvan.expect("4711")


def test_billing_refuses_when_the_gateway_is_bypassed(stack: Stack) -> None:
    answers = [line.removeprefix("answer ") for line in stack.run_in("gateway", ASK_BILLING).splitlines() if line.startswith("answer ")]
    assert len(answers) == 3
    assert set(answers) <= {"sign_in", "not_allowed"}


def test_a_second_start_changes_nothing_and_keeps_the_data(stack: Stack, tolvan: Walker) -> None:
    before = {name: each["Id"] for name, each in stack.containers().items()}
    stack.up(build=False)
    assert {name: each["Id"] for name, each in stack.containers().items()} == before

    def shown() -> bool | None:
        tolvan.open(f"{ORG}/oversikt")
        return True if tolvan.page.status == 200 and "Översikt" in tolvan.page.text else None

    wait_for("the portal to show her overview again", shown)
