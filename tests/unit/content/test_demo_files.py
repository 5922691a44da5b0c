"""The demo's texts fit the asks they are sent as, name one another rightly, and render to what was meant."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.times import told_time
from services.content.adapters.markdown_renderer import render_markdown
from services.content.domain.lease import LeaseStatus
from services.content.domain.notice import MOVES, NoticeKind, Phase
from services.contracts.content import AddContact, AddLease, AddProperty, PublishArticle, PublishNews, PublishNotice, ShowProperties
from tests.unit.content.conftest import Content
from tests.unit.content.fakes import ANNA, KARIN, NOW, StoppedClock, World

FILES = Path(__file__).parents[3] / "deploy" / "demo" / "files"
KEY = {"idempotency_key": "k" * 16}


def told(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    return found


CUSTOMERS = {each["name"] for each in told("customers")}
HOUSES = {each["name"] for each in told("properties")}


@pytest.fixture
def demo() -> Content:
    """A world with the demo's registers, ids being names."""
    content = Content(World(), StoppedClock())
    content.world.organisation_names = {name: name for name in CUSTOMERS}
    ids = {each["name"]: content.ask(AddProperty.model_validate(each | KEY), KARIN).property_id for each in told("properties")}
    for each in told("leases"):
        objects = [given | {"property_id": ids[given["property"]]} for given in each["objects"]]
        content.ask(AddLease.model_validate(each | KEY | {"organisation_id": each["organisation"], "objects": objects}), KARIN)
    for each in told("contacts"):
        places = {"property_ids": [ids[name] for name in each["properties"]], "organisation_ids": each["organisations"]}
        content.ask(AddContact.model_validate(each | KEY | places), KARIN)
    return content


def test_the_customers_example_lease_looks_as_in_the_customers_example(demo: Content) -> None:
    shown = demo.ask(ShowProperties(), replace(ANNA, organisation_id="Company AB"))
    lease = next(each for each in shown.leases if each.number == "HA-23-0415")
    assert [(each.address, each.area_m2, each.status, each.valid_to) for each in lease.objects] == [
        ("Lilla Bommen 8", 350, LeaseStatus.ACTIVE, date(2030, 12, 31)),
        ("Lilla Bommen 8", 200, LeaseStatus.ACTIVE, date(2030, 12, 31)),
        ("Polhemsplatsen 5", 150, LeaseStatus.NOTICE_GIVEN, date(2030, 12, 31)),
    ]
    assert {each.name for each in shown.properties} == {"Lilla Bommen 8", "Polhemsplatsen 5"}
    assert shown.account_manager.name == "Karin Holm"
    assert all(house.contacts[0].kind == "property_manager" for house in shown.properties)


def test_every_number_is_one_of_the_made_up_ones() -> None:
    assert {each["phone"][:11] for each in told("contacts")} == {"031-390 06 "}


@pytest.mark.parametrize("given", told("notices"), ids=lambda each: each["title"])
def test_a_notice_can_be_published_and_moved_as_the_demo_does(given: dict[str, Any]) -> None:
    times = {name: told_time(given[name], NOW) for name in ("starts_at", "expected_until", "next_update_at") if name in given}
    assert given["property"] in HOUSES
    PublishNotice.model_validate(given | KEY | times | {"property_id": "p"})
    phase = Phase.INVESTIGATING if given["kind"] == "disturbance" else Phase.PLANNED
    for update in given.get("updates", []):
        assert update["phase"] in MOVES[NoticeKind(given["kind"])][phase]
        phase = Phase(update["phase"])


@pytest.mark.parametrize("given", told("news") + told("articles"), ids=lambda each: each["title"])
def test_a_text_can_be_published_in_each_language_it_has(given: dict[str, Any]) -> None:
    ask = PublishArticle if "slug" in given else PublishNews
    ask.model_validate(given | KEY)
    assert set(given.get("properties", [])) <= HOUSES
    assert bool(given["title_en"]) == bool(given["lead_en"]) == bool(given["text_en"])
    for text in (given["text"], given["text_en"]):
        html = render_markdown(text)
        assert html.count("<li>") == sum(line.lstrip().startswith(("- ", "1. ", "2. ", "3. ", "4. ")) for line in text.splitlines())
        assert html.count("<h2>") == sum(line.startswith("# ") for line in text.splitlines())
        assert "**" not in html
