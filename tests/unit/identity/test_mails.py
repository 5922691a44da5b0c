"""The mails: every kind in both languages, links that lead into the portal, nothing that a name could break."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from services.chassis.mail import Mail, MailRow
from services.identity.adapters.mail_texts import ENGLISH, SWEDISH
from services.identity.adapters.mails import rendered, renderers
from tests.unit.identity.driver import Company, Identity, invited
from tests.unit.identity.fakes import Kept

ADDRESS, NAME = "https://portal.example", "Platzers kundportal"
FACTS: dict[str, Any] = {
    "name": "Anna Lind",
    "inviter": "Karin Holm",
    "email": "anna@company.example",
    "organisation": "Company AB",
    "organisation_id": "o1",
    "slug": "company-ab",
    "role": "main_admin",
    "message": "Hej!\nVälkommen.",
    "token": "t" * 43,
    "expires_at": "2026-12-07T23:30:00+00:00",
    "at": "2026-11-23T12:00:00+00:00",
    "staff": False,
}


def mail(kind: str, language: str = "sv", **changes: Any) -> Mail:
    return rendered(MailRow(kind, "to@company.example", FACTS | changes, language, datetime(2026, 11, 23, tzinfo=UTC)), ADDRESS, NAME)


def test_both_languages_have_the_same_mails_with_the_same_parts() -> None:
    assert SWEDISH.keys() == ENGLISH.keys() == renderers(ADDRESS, NAME).keys()
    for kind, letter in SWEDISH.items():
        assert [type(part) for part in letter.parts] == [type(part) for part in ENGLISH[kind].parts]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", SWEDISH)
def test_every_mail_is_whole_and_names_nobody_in_its_subject(kind: str, language: str) -> None:
    made = mail(kind, language)
    assert made.to == "to@company.example"
    assert "{" not in made.text + made.subject
    assert "Anna" not in made.subject
    assert made.html is not None
    assert f'<html lang="{language}">' in made.html
    for address in re.findall(r"https?://\S+", made.text):
        assert address.startswith(f"{ADDRESS}/")
        assert f'href="{address}"' in made.html


def test_an_invitation_holds_the_link_the_role_the_message_and_the_last_day_in_swedish_time() -> None:
    made = mail("invitation")
    assert f"Kom igång:\n{ADDRESS}/inbjudan/{'t' * 43}\n" in made.text
    assert "Karin Holm har bjudit in dig till Company AB i Platzers kundportal, som huvudadministratör." in made.text
    assert "Hej!\nVälkommen." in made.text
    assert "till och med 2026-12-08" in made.text
    assert "personal" not in made.text


def test_an_invitation_to_staff_speaks_of_staff_and_without_a_message_of_none() -> None:
    made = mail("invitation", organisation=None, role=None, inviter="", message="")
    assert "Du har bjudits in som personal" in made.text
    assert "har bjudit in dig" not in made.text
    assert "\n\n\n" not in made.text


def test_an_inviter_is_led_to_her_own_place() -> None:
    assert f"{ADDRESS}/o/company-ab/organisation" in mail("invitation_wanted").text
    to_staff = mail("invitation_wanted", staff=True).text
    assert f"{ADDRESS}/personal/kunder/o1" in to_staff
    assert "/o/company-ab" not in to_staff


def test_names_and_messages_are_text_and_never_markup_or_places_for_facts() -> None:
    made = mail("invitation", name="<b>{token}</b>", message="<script>alert(1)</script> {organisation}")
    assert made.html is not None
    assert "<script>" not in made.html
    assert "<b>" not in made.html
    assert "Hej <b>{token}</b>!" in made.text


def test_every_mail_that_a_use_case_asks_for_can_be_made(it: Identity, ab: Company, kept: Kept, token_of: Any) -> None:
    invited(it, ab.anna, token_of, "new@company.example", "user")
    for kind, to, about, language in kept.mailed:
        made = rendered(MailRow(kind, to, about, language, it.clock.now()), ADDRESS, NAME)
        assert made.to == to
        assert ADDRESS in made.text
