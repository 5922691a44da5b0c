"""Every place of the portal is shown with its facts, its emptiness and its silence."""

from collections.abc import Callable

import pytest

from services.contracts import billing, cases, content, identity
from services.contracts.envelope import Done
from services.contracts.rights import Role
from tests.gateway.conftest import Visitor
from tests.gateway.fake_bus import FakeBus
from tests.gateway.given import billing as given_billing
from tests.gateway.given import cases as given_cases
from tests.gateway.given import content as given_content
from tests.gateway.given import people as given_people
from tests.gateway.given.moments import AT

SignIn = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def services(bus: FakeBus) -> None:
    """Everything answers."""
    for ask, reply in (
        (cases.SumCases, given_cases.CASES_SUMMED),
        (cases.ListCases, given_cases.CASES_LISTED),
        (cases.ListPlaces, given_cases.PLACES),
        (cases.OpenCase, given_cases.CASE),
        (cases.OpenDraft, cases.DraftShown(draft=cases.ReportDraft(), saved_at=None)),
        (cases.SaveDraft, Done()),
        (cases.ListQueue, given_cases.QUEUE),
        (cases.OpenCaseAsStaff, given_cases.STAFF_CASE),
        (content.SumContent, given_content.CONTENT_SUMMED),
        (content.ShowStatus, given_content.STATUS),
        (content.OpenNotice, content.NoticeOpened(notice=given_content.LIFT)),
        (content.ShowKnownAt, given_content.KNOWN),
        (content.ShowProperties, given_content.ABOUT),
        (content.ListNews, given_content.NEWS_LISTED),
        (content.OpenNews, content.NewsOpened(item=given_content.NEWS, html="<p>Text</p>")),
        (content.SearchHelp, content.ArticlesListed(articles=[given_content.ARTICLE])),
        (content.OpenArticle, content.ArticleOpened(article=given_content.ARTICLE, html="<p>Text</p>")),
        (content.ListPropertiesAsStaff, given_content.PROPERTIES_LISTED),
        (content.ListNotices, content.NoticesListed(notices=[given_content.LIFT, given_content.ALARM])),
        (billing.SumInvoices, given_billing.INVOICES_SUMMED),
        (billing.ListInvoices, given_billing.INVOICES_LISTED),
        (billing.OpenInvoice, given_billing.INVOICE),
        (billing.ListAccess, given_billing.ACCESS),
        (billing.ListImports, given_billing.IMPORTS),
        (identity.ShowOrganisation, given_people.ORGANISATION),
        (identity.ListOrganisations, given_people.CUSTOMERS),
        (identity.ShowOrganisationToStaff, given_people.CUSTOMER),
        (identity.ListStaff, given_people.STAFF),
    ):
        bus.give(ask, reply)


TENANT_PAGES = {
    "oversikt": "Hiss A står still",
    "arenden": "Passerkort fungerar inte",
    "arenden?visa=vantar&vems=mina&q=kort": "Väntar på er",
    "arenden/4711": "Tekniker kommer tisdag 24 november",
    "felanmalan/var": "Var är felet?",
    "drift": "Brandlarmet provas",
    "drift/n-1": "Ny styrenhet är på plats.",
    "fastigheter": "HA-23-0415",
    "kontakter": "Maja Wik",
    "nyheter": "Cykelrummet öppnar",
    "nyheter/cykelrummet": "Plats för 60 cyklar.",
    "hjalp": "Beställa passerkort",
    "hjalp/passerkort": "Så gör ni.",
    "fakturor": "821\N{NO-BREAK SPACE}723,00",
    "fakturor/1001": "27001001265",
    "fakturor/insyn": "Öppnade fakturan",
}
STAFF_PAGES = {
    "ko": "Portkoden fungerar inte",
    "arenden": "Portkoden fungerar inte",
    "arenden/4711": "Filtret byttes i fredags.",
    "drift": "Hiss A står still",
    "drift/ny": "Publicera driftsinformation",
    "drift/n-1": "Publicera uppdatering",
    "fastigheter": "Lilla Bommen 8",
    "fastigheter/ny": "Antal plan",
    "avtal/nytt": "Avtalsrad 1",
    "kontakter/ny": "Kundansvarig för",
    "kunder": "K-1001",
    "kunder/ny": "Kundnummer",
    "kunder/org-1": "Jonas Ek",
    "fakturor": "Senast inlästa",
    "innehall": "Ny nyhet",
    "innehall/nyhet": "Ingress på engelska",
    "innehall/artikel": "Kategori",
    "medarbetare": "Karin Holm",
}


@pytest.mark.parametrize(("path", "words"), TENANT_PAGES.items())
def test_a_tenant_page_shows_its_facts(path: str, words: str, member: SignIn) -> None:
    page = member().get(f"/o/company/{path}")
    assert page.status_code == 200
    assert words in page.text
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize(("path", "words"), STAFF_PAGES.items())
def test_a_staff_page_shows_its_facts(path: str, words: str, staff: Visitor) -> None:
    page = staff.get(f"/personal/{path}")
    assert page.status_code == 200
    assert words in page.text
    assert page.text.count("<h1") == 1


def test_the_overview_asks_one_round_and_no_invoices_without_bankid(member: SignIn, bus: FakeBus) -> None:
    page = member(Role.MAIN_ADMIN, with_bankid=False).get("/o/company/oversikt")
    assert "Logga in med BankID för att se fakturorna." in page.text
    assert bus.asks_of(billing.SumInvoices) == []


def test_the_overview_says_which_part_is_silent_and_shows_the_others(member: SignIn, bus: FakeBus) -> None:
    bus.silence(cases.SumCases)
    bus.silence(content.SumContent)
    page = member().get("/o/company/oversikt")
    assert page.status_code == 200
    assert "Ärendena kan inte visas just nu" in page.text
    assert "Status är okänd just nu" in page.text
    assert "inga pågående ärenden" not in page.text
    assert "803\N{NO-BREAK SPACE}303,00" in page.text


def test_nothing_is_said_to_wait_while_a_part_is_silent(member: SignIn, bus: FakeBus) -> None:
    bus.give(cases.SumCases, cases.CasesSummed(open_count=0, waiting=[], latest=[]))
    bus.silence(billing.SumInvoices)
    bus.give(identity.ShowOrganisation, given_people.ORGANISATION.model_copy(update={"invitations": []}))
    assert "Inget väntar på er" not in member().get("/o/company/oversikt").text


def test_a_silent_service_leaves_the_menu_standing(member: SignIn, bus: FakeBus) -> None:
    bus.silence(cases.ListCases)
    page = member().get("/o/company/arenden")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "15"
    assert "Det här kan inte visas just nu" in page.text
    assert "Huvudmeny" in page.text


def test_silent_status_is_never_shown_as_calm(member: SignIn, bus: FakeBus) -> None:
    bus.silence(content.ShowStatus)
    page = member().get("/o/company/drift")
    assert page.status_code == 503
    assert "Status okänd sedan" in page.text
    assert "Inga kända störningar" not in page.text


def test_a_user_who_types_the_address_of_the_invoices_is_refused(member: SignIn, bus: FakeBus) -> None:
    page = member(Role.USER, with_bankid=True).get("/o/company/fakturor")
    assert page.status_code == 403
    assert bus.asks_of(billing.ListInvoices) == []


def test_a_main_admin_without_bankid_is_sent_to_bankid(member: SignIn) -> None:
    page = member(Role.MAIN_ADMIN, with_bankid=False).get("/o/company/fakturor")
    assert page.status_code == 303
    assert page.location.startswith("/o/company/fakturor/bankid")


def test_step_one_shows_what_is_known_before_going_on(member: SignIn, bus: FakeBus) -> None:
    visitor = member()
    visitor.get("/o/company/felanmalan/var")
    answer = visitor.post("/o/company/felanmalan/var", {"property_id": "p-1", "area": "own", "premises": "Plan 4", "spot": "Kajen"})
    assert answer.location.endswith("/felanmalan/kant")
    (saved,) = bus.asks_of(cases.SaveDraft)
    assert saved.draft.property_id == "p-1"
    assert saved.draft.spot == "Kajen"


def test_what_was_shown_beside_the_form_is_not_shown_again(member: SignIn) -> None:
    visitor = member()
    page = visitor.get("/o/company/felanmalan/var?fastighet=p-1")
    assert "Känt just nu på Lilla Bommen 8" in page.text
    answer = visitor.post("/o/company/felanmalan/var", {"property_id": "p-1", "area": "own", "seen": "p-1"})
    assert answer.location.endswith("/felanmalan/vad")


def test_a_step_with_gaps_keeps_what_was_written_and_says_what_to_write(member: SignIn, bus: FakeBus) -> None:
    draft = cases.ReportDraft(property_id="p-1", area="own")
    bus.give(cases.OpenDraft, cases.DraftShown(draft=draft, saved_at=AT))
    visitor = member()
    visitor.get("/o/company/felanmalan/vad")
    page = visitor.post("/o/company/felanmalan/vad", {"title": "Luften står still"})
    assert page.status_code == 422
    assert "Skriv vad som är fel" in page.text
    assert "Luften står still" in page.text
    assert bus.asks_of(cases.SaveDraft) == []


def test_sending_twice_leads_to_the_same_receipt_though_the_draft_is_gone(member: SignIn, bus: FakeBus) -> None:
    draft = cases.ReportDraft(
        property_id="p-1", area="own", category="climate", title="Kallt", description="För kallt", may_enter=True, contact_name="Anna"
    )
    bus.give(cases.OpenDraft, cases.DraftShown(draft=draft, saved_at=AT))
    bus.give(cases.SendDraft, cases.FaultReportedReply(number=4711, answer_by=AT))
    visitor = member()
    visitor.get("/o/company/felanmalan/granska")
    first = visitor.post("/o/company/felanmalan/granska")
    visitor.get("/o/company/felanmalan/granska")
    bus.give(cases.OpenDraft, cases.DraftShown(draft=cases.ReportDraft(), saved_at=None))
    second = visitor.post("/o/company/felanmalan/granska", {"key": bus.asks_of(cases.SendDraft)[0].idempotency_key})
    assert first.location == second.location == "/o/company/felanmalan/klar/4711"
    assert len({each.idempotency_key for each in bus.asks_of(cases.SendDraft)}) == 1


def test_a_draft_with_a_gap_leads_to_the_step_that_asks_for_it(member: SignIn, bus: FakeBus) -> None:
    draft = cases.ReportDraft(property_id="p-1", area="own", category="climate", may_enter=True)
    bus.give(cases.OpenDraft, cases.DraftShown(draft=draft, saved_at=AT))
    bus.refuse(cases.SendDraft, "invalid", "contact_name")
    visitor = member()
    visitor.get("/o/company/felanmalan/granska")
    assert visitor.post("/o/company/felanmalan/granska").location.endswith("/felanmalan/bilder")


def test_a_disguised_file_is_refused_by_its_name_and_the_text_is_kept(member: SignIn, bus: FakeBus) -> None:
    from io import BytesIO

    visitor = member()
    visitor.get("/o/company/arenden/4711")
    page = visitor.post("/o/company/arenden/4711", {"text": "Se bilden", "files": (BytesIO(b"<script>alert(1)</script>"), "bild.jpg")})  # type: ignore[dict-item]
    assert page.status_code == 422
    assert "bild.jpg" in page.text
    assert "Filen kan inte läsas" in page.text
    assert "Se bilden" in page.text
    assert bus.asks_of(cases.WriteMessage) == []
