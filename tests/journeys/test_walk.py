"""The walk of a tenant all the way through the house, in the order of the issue. Each step stands on the ones before it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from deploy.demo import register
from deploy.demo.people import ANNA, JOHAN, DemoPerson
from deploy.demo.picture import picture
from services.chassis.rpc_client import Bus
from services.contracts import billing
from services.contracts.refusals import Refused
from tests.journeys.conftest import Landlord, Someone
from tests.journeys.person import Person
from tests.support.portal import RunningPortal

SARA = DemoPerson("Sara", "Nyström", "sara.nystrom@company.example", None, password="kajplats lavendel tolvslag")
ORG = "/o/company-ab"


def test_the_walk(portal: RunningPortal, landlord: Landlord, someone: Someone, tmp_path: Path) -> None:
    staff_invite_the_first_contact(landlord)
    anna = she_registers_with_bankid(someone)
    she_sees_the_overview(anna)
    johan = he_is_invited_and_comes_back_without_typing(anna, someone)
    number = he_reports_a_fault_that_is_not_the_known_one(johan, tmp_path)
    she_follows_and_answers(anna, landlord, number)
    she_reads_an_invoice(anna)
    he_does_not_see_invoices(johan)
    by_password_she_is_asked_for_bankid(anna, someone)
    billing_refuses_past_the_gateway(portal)
    two_organisations(anna, landlord)


def staff_invite_the_first_contact(landlord: Landlord) -> None:
    """1. A real mail with a personal link."""
    register.invite_contact(landlord.karin, landlord.organisations["Company AB"], ANNA.name, ANNA.email, "main_admin")


def she_registers_with_bankid(someone: Someone) -> Person:
    """2. Details, BankID by the moving code on another device, signed in at once; then the same-device way."""
    anna = someone.at()
    anna.register(ANNA, "Company AB")
    anna.follow("Till översikten")
    anna.see_heading("Översikt")
    on_her_phone = someone.at(width=390)
    on_her_phone.go("/logga-in")
    on_her_phone.press("BankID")
    on_her_phone.press("Öppna BankID på den här enheten")
    on_her_phone.identify_here(ANNA)
    on_her_phone.see_heading("Översikt")
    return anna


def she_sees_the_overview(anna: Person) -> None:
    """3. Status for her properties, her cases, unpaid invoices, account manager, news."""
    anna.go(f"{ORG}/oversikt")
    for words in (
        "Hiss A står still",
        "Polhemsplatsen 5: inga kända störningar",
        "Brandlarmet provas",
        "Förfallet",
        "Karin Holm",
        "Nyheter",
    ):
        anna.see(words)
    anna.see("Ni har inga pågående ärenden")


def he_is_invited_and_comes_back_without_typing(anna: Person, someone: Someone) -> Person:
    """4. A colleague as användare, with e-mail and password, and later on the same device without typing it."""
    anna.follow("Organisation")
    anna.write("E-post", JOHAN.email)
    anna.write("Namn", JOHAN.name)
    anna.page.get_by_label("Roll").first.select_option("user")
    anna.press("Skicka inbjudan")
    anna.see("Inbjudan är skickad")
    johan = someone.at()
    johan.register(JOHAN, "Company AB")
    johan.forget_session()
    johan.go("/")
    johan.see_heading("Översikt")
    return johan


def he_reports_a_fault_that_is_not_the_known_one(johan: Person, tmp_path: Path) -> int:
    """5a. The disturbance is shown before sending; a photo goes along."""
    photo = tmp_path / "don.png"
    photo.write_bytes(picture())
    johan.go(f"{ORG}/felanmalan")
    johan.choose("Lilla Bommen 8")
    johan.see("Känt just nu på Lilla Bommen 8")
    johan.see("Hiss A står still")
    johan.choose("I vår lokal")
    johan.write("Rum eller plats", "Mötesrum Kajen")
    johan.press("Fortsätt")
    johan.see_heading("Vad är fel?")
    johan.choose("Luft och ventilation")
    johan.write("Rubrik", "Dålig ventilation på plan 4")
    johan.page.locator("#description").fill("Luften står still sedan i onsdags.")
    johan.press("Fortsätt")
    johan.see_heading("Bilder och tillträde")
    johan.page.locator("#files").set_input_files(photo)
    johan.choose("Ja, ni får gå in utan oss")
    johan.write("Telefon", JOHAN.phone)
    johan.press("Fortsätt")
    johan.see_heading("Granska och skicka")
    johan.see("don.webp")
    johan.press("Skicka felanmälan")
    johan.see_heading("Tack, vi har tagit emot ärende")
    found = re.search(r"/klar/(\d+)", johan.page.url)
    assert found
    return int(found[1])


def she_follows_and_answers(anna: Person, landlord: Landlord, number: int) -> None:
    """5b. She sees the case and its photo, follows it, gets a mail when staff move it on, and answers in the thread."""
    anna.go(f"{ORG}/arenden")
    anna.follow("Dålig ventilation på plan 4")
    anna.see("Johan Berg")
    photo = anna.page.locator(".photos img").first
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("image => image.naturalWidth") == 320
    anna.press("Följ ärendet")
    anna.see("Du följer ärendet")
    staff = landlord.karin
    staff.open(f"/personal/arenden/{number}")
    staff.submit(
        button="Ändra status",
        fields={"status": "planned", "planned_for": "Tekniker kommer tisdag kl. 09–12", "message": "Vi mäter flödet."},
    )
    staff.expect("Status ändrad")
    letter = anna.mailbox.await_letter(ANNA.email, f"[{number}]")
    anna.go(letter.link(f"/arenden/{number}"))
    anna.see("Tekniker kommer tisdag kl. 09–12")
    anna.see("Vi mäter flödet.")
    anna.page.locator("#text").fill("Tack, det går bra. Vi är på plats.")
    anna.press("Skicka")
    anna.see("Meddelandet är skickat.")
    staff.open(f"/personal/arenden/{number}")
    staff.expect("Tack, det går bra. Vi är på plats.")


def she_reads_an_invoice(anna: Person) -> None:
    """6a. Fakturor, and one invoice."""
    anna.follow("Fakturor")
    anna.see_heading("Fakturor")
    anna.follow("987")
    anna.see_heading("Faktura 987")
    anna.see("OCR-nummer")
    anna.see("18\N{NO-BREAK SPACE}420,00")
    with anna.page.expect_download() as download:
        anna.follow("Hämta Peppol-fil")
    assert download.value.path().read_bytes().startswith(b"<?xml")
    anna.go(f"{ORG}/fakturor/insyn")
    anna.see("Öppnade fakturan 987")


def he_does_not_see_invoices(johan: Person) -> None:
    """6b. Not in his menu, and refused where he types the address."""
    johan.go(f"{ORG}/oversikt")
    expect(johan.page.get_by_role("link", name="Fakturor")).to_have_count(0)
    for path in ("fakturor", "fakturor/987", "fakturor/987/xml", "fakturor/insyn"):
        answer = johan.page.goto(f"{ORG}/{path}")
        assert answer is not None
        assert answer.status in (403, 404)
        johan.see_no("18\N{NO-BREAK SPACE}420")


def by_password_she_is_asked_for_bankid(anna: Person, someone: Someone) -> None:
    """6c. A huvudadministratör who signed in by e-mail and password meets BankID at the invoices."""
    anna.go(f"{ORG}/organisation")
    anna.write("E-post", SARA.email)
    anna.write("Namn", SARA.name)
    anna.page.get_by_label("Roll").first.select_option("main_admin")
    anna.press("Skicka inbjudan")
    anna.see("Inbjudan är skickad")
    sara = someone.at()
    sara.register(SARA, "Company AB")
    sara.go(f"{ORG}/fakturor")
    sara.see("Fakturor kräver BankID")
    sara.see_no("18\N{NO-BREAK SPACE}420")


def billing_refuses_past_the_gateway(portal: RunningPortal) -> None:
    """6d. Straight on the bus, as the gateway's own broker user: without an assertion, and with somebody's that is not billing's."""
    bus = Bus(portal.broker_url("gateway"), user="gateway")
    try:
        for assertion in (None, "", "e30.e30.e30"):
            with pytest.raises(Refused) as refused:
                bus.ask(billing.ListInvoices(), assertion, correlation_id="journey")
            assert refused.value.refusal.code in ("sign_in", "not_allowed")
    finally:
        bus.close()


def two_organisations(anna: Person, landlord: Landlord) -> None:
    """7. A second membership, and switching, also inside the fault report. The organisation is in the path."""
    register.invite_contact(landlord.karin, landlord.organisations["Company Studio AB"], ANNA.name, ANNA.email, "user")
    anna.go(anna.mailbox.await_letter(ANNA.email, "Company Studio AB").link("/inbjudan/"))
    anna.press("Kom igång")
    anna.press("Godkänn inbjudan")
    anna.go("/valj-organisation")
    anna.follow("Company Studio AB")
    anna.see_heading("Översikt")
    assert "/o/company-studio-ab/" in anna.page.url
    expect(anna.page.get_by_role("link", name="Fakturor")).to_have_count(0)
    anna.go("/o/company-studio-ab/felanmalan/var")
    anna.follow("Byt till Company AB")
    anna.see_heading("Var är felet?")
    assert anna.page.url.endswith(f"{ORG}/felanmalan/var")
    anna.see("Lilla Bommen 8")
    anna.go(f"{ORG}/fakturor")
    anna.see_heading("Fakturor")
