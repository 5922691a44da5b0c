"""The words of the mails."""

import pytest

from services.cases.adapters.mail_queries import Readable
from services.cases.adapters.mail_texts import STATUSES, WORDS
from services.cases.adapters.mails import subject, text
from services.cases.domain.status import Status
from services.cases.usecases.telling import MESSAGE_MAIL, REPORTED_MAIL, STATUS_MAIL


def found(language: str = "sv", status: Status = Status.PLANNED, words: str = "Vi kommer.") -> Readable:
    return Readable(
        address="anna@company.example", language=language, slug="company", organisation_name="Company AB", number=4711,
        title="Dålig ventilation", property_name="Lilla Bommen 8", premises="Plan 4",
        status=status, text=words, planned_for="tisdag kl. 9–12",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "language", "expected"),
    [
        (STATUS_MAIL, "sv", "[4711] Planerat: Dålig ventilation"),
        (STATUS_MAIL, "en", "[4711] Scheduled: Dålig ventilation"),
        (MESSAGE_MAIL, "sv", "[4711] Nytt svar: Dålig ventilation"),
        (MESSAGE_MAIL, "en", "[4711] New reply: Dålig ventilation"),
    ],
)
def test_a_subject_has_the_number_first_and_what_happened_second(kind: str, language: str, expected: str) -> None:
    assert subject(kind, found(language)) == expected


def test_a_receipt_says_that_the_report_has_come_even_where_the_case_has_moved_on_since() -> None:
    receipt = found(status=Status.PLANNED, words="")
    assert subject(REPORTED_MAIL, receipt) == "[4711] Mottaget: Dålig ventilation"
    assert "ärendenummer 4711" in text(REPORTED_MAIL, receipt, "https://portal.example")


def test_a_mail_says_what_happened_where_and_how_to_open_the_case() -> None:
    assert text(STATUS_MAIL, found(), "https://portal.example") == (
        "Ärende 4711 har ny status: Planerat.\n\n"
        "Planerat: tisdag kl. 9–12\n\n"
        "Vi kommer.\n\n"
        "Ärende: 4711 Dålig ventilation\nPlats: Lilla Bommen 8, Plan 4\nOrganisation: Company AB\n\n"
        "Öppna ärendet:\nhttps://portal.example/o/company/arenden/4711\n\n"
        "Du får det här mejlet för att du följer ärendet. På ärendets sida kan du sluta följa det."
    )


def test_both_languages_have_the_same_words() -> None:
    assert set(WORDS["sv"]) == set(WORDS["en"])
    assert set(STATUSES["sv"]) == set(STATUSES["en"]) == set(Status)
