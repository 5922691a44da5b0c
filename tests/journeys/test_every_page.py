"""Every page as a browser sees it: nothing for axe to complain of, nothing that scrolls sideways, nothing the content policy stops."""

from pathlib import Path
from typing import Any

import pytest

from deploy.demo import register
from deploy.demo.people import KARIN, OSKAR
from tests.journeys.conftest import Landlord, Someone
from tests.journeys.person import Person
from tests.support.portal import RunningPortal

AXE = Path(__file__).parents[2] / "gateway" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ORG = "/o/demo-konsult-ab"
TENANT_PAGES = [
    "oversikt",
    "arenden",
    "arenden?visa=avslutade",
    "felanmalan/var",
    "drift",
    "fastigheter",
    "kontakter",
    "nyheter",
    "hjalp",
    "hjalp?q=passerkort",
    "hjalp/gora-en-felanmalan",
    "organisation",
    "fakturor",
    "fakturor/insyn",
]
STAFF_PAGES = [
    "ko",
    "arenden",
    "drift",
    "drift/ny",
    "fastigheter",
    "fastigheter/ny",
    "avtal/nytt",
    "kontakter/ny",
    "kunder",
    "kunder/ny",
    "fakturor",
    "innehall",
    "innehall/nyhet",
    "innehall/artikel",
    "medarbetare",
]
PUBLIC_PAGES = ["/", "/logga-in", "/logga-in/losenord", "/personal/logga-in", "/om/tillganglighet", "/om/kakor", "/finns-inte"]
RUN = """
tags => axe.run({runOnly: tags}).then(
  found => found.violations.map(each => each.id + ": " + each.nodes.map(node => node.target).join(" "))
)
"""


@pytest.fixture(scope="module")
def oskars_cookies(landlord: Landlord, portal: RunningPortal) -> list[dict[str, Any]]:
    """Oskar is invited, registers with BankID, and stays signed in."""
    register.invite_contact(landlord.karin, landlord.organisations["Demo Konsult AB"], OSKAR.name, OSKAR.email, "main_admin")
    with portal.where.walker(OSKAR) as walker:
        walker.accept_invitation("Demo Konsult AB")
        return [
            {"name": each.name, "value": each.value or "", "url": portal.where.portal.replace("http://", "https://"), "secure": True}
            for each in walker.http.cookies.jar
        ]


@pytest.fixture
def oskar(someone: Someone, oskars_cookies: list[dict[str, Any]]) -> Person:
    """Oskar, huvudadministratör with BankID, at a screen."""
    person = someone.at()
    person.context.add_cookies(oskars_cookies)  # type: ignore[arg-type]
    return person


def flaws(person: Person, address: str) -> list[str]:
    """What is wrong with one page, at both widths."""
    found = []
    for width in (1280, 390, 320):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.go(address)
        if person.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{address} scrolls sideways at {width}")
        if width == 320:
            continue
        person.page.evaluate(AXE.read_text(encoding="utf-8"))
        found += [f"{address} at {width}: {each}" for each in person.page.evaluate(RUN, TAGS)]
        if person.page.locator("h1").count() != 1:
            found.append(f"{address} has {person.page.locator('h1').count()} h1")
    return found


def test_a_tenants_pages_have_no_flaws(oskar: Person) -> None:
    found = [flaw for path in TENANT_PAGES for flaw in flaws(oskar, f"{ORG}/{path}")]
    oskar.go("/sprak/en?next=/")
    found += [flaw for path in ("oversikt", "arenden", "organisation") for flaw in flaws(oskar, f"{ORG}/{path}")]
    assert found == []


def test_public_pages_have_no_flaws(someone: Someone) -> None:
    visitor = someone.at(colour="dark")
    assert [flaw for path in PUBLIC_PAGES for flaw in flaws(visitor, path)] == []


def test_staff_pages_have_no_flaws(someone: Someone, landlord: Landlord) -> None:
    karin = someone.at()
    karin.go("/personal/logga-in")
    karin.press("BankID")
    karin.scan_and_identify(KARIN)
    karin.see_heading("Kö")
    assert [flaw for path in STAFF_PAGES for flaw in flaws(karin, f"/personal/{path}")] == []


def test_a_fault_is_reported_without_script_on_a_phone(oskars_cookies: list[dict[str, Any]], someone: Someone) -> None:
    plain = someone.at(width=390, script=False)
    plain.context.add_cookies(oskars_cookies)  # type: ignore[arg-type]
    plain.go(f"{ORG}/felanmalan")
    plain.page.locator("input[name=property_id]").first.check()
    plain.choose("Allmänt utrymme")
    plain.press("Fortsätt")
    if "Är det något vi redan vet om" in plain.page.locator("h1").inner_text():
        plain.follow("Nej, det är något annat")
    plain.press("Fortsätt")
    plain.see("Skriv vad som är fel")
    plain.choose("El och belysning")
    plain.write("Rubrik", "Lampan i trapphuset är trasig")
    plain.page.locator("#description").fill("Den blinkar.")
    plain.press("Fortsätt")
    plain.choose("Nej, någon av oss ska vara med")
    plain.write("Telefon", OSKAR.phone)
    plain.press("Fortsätt")
    plain.press("Skicka felanmälan")
    plain.see_heading("Tack, vi har tagit emot ärende")
