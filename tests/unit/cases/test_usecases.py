"""What tenants and staff can ask of cases, against ports in memory."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from services.cases.entrypoints.events import NEWS
from services.cases.entrypoints.rpc import ASKS
from services.cases.usecases.change_status import change_status
from services.cases.usecases.follow_case import follow_case
from services.cases.usecases.reply_to_tenant import reply_to_tenant
from services.cases.usecases.report_fault import report_fault
from services.cases.usecases.save_draft import save_draft
from services.cases.usecases.send_draft import send_draft
from services.cases.usecases.take_case import take_case
from services.cases.usecases.write_internal_note import write_internal_note
from services.cases.usecases.write_message import write_message
from services.chassis.caller import Caller
from services.chassis.wiring import wire
from services.contracts import cases as contract
from services.contracts.cases import (
    ChangeStatus,
    FaultReported,
    FollowCase,
    ReplyToTenant,
    ReportDraft,
    SaveDraft,
    SendDraft,
    StatusChanged,
    TakeCase,
    WriteInternalNote,
    WriteMessage,
)
from services.contracts.envelope import asks_of
from services.contracts.refusals import Refusal, Refused
from tests.unit.cases.fakes import ANNA, EVE, KARIN, KEY, NOW, OMAR, FixedClock, Kept, a_file, a_report


@pytest.fixture
def kept() -> Kept:
    return Kept()


def done(kept: Kept, use_case: Callable[..., Any], ask: Any, caller: Caller) -> Any:
    """What the use case answers."""
    return wire(use_case, uow=kept.uow, clock=FixedClock())(ask, caller)


def refused(kept: Kept, use_case: Callable[..., Any], ask: Any, caller: Caller) -> Refusal:
    """What the use case refuses with; nothing may have been committed."""
    before = kept.committed
    with pytest.raises(Refused) as caught:
        done(kept, use_case, ask, caller)
    assert kept.committed == before
    return caught.value.refusal


def move(to: str, expected: str = "received", **more: str) -> ChangeStatus:
    return ChangeStatus(idempotency_key=KEY, number=1001, expected=expected, status=to, **more)


def test_every_ask_of_the_contract_has_a_use_case_that_can_be_wired() -> None:
    assert set(ASKS) == set(asks_of(contract))
    for use_case in [*ASKS.values(), *NEWS.values()]:
        wire(use_case, uow=None, clock=None)


def test_a_report_becomes_a_case_with_a_follower_a_promise_news_and_a_receipt(kept: Kept) -> None:
    kept.drafts["company", "anna"] = ReportDraft(title="Dålig ventilation")
    receipt = done(kept, report_fault, a_report(files=[a_file()]), ANNA)
    assert (receipt.number, receipt.answer_by) == (1001, datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    case = kept.by_number[1001]
    assert [each.person_id for each in kept.follows.values()] == ["anna"]
    assert kept.drafts == {}
    (news,) = kept.told
    assert isinstance(news, FaultReported)
    assert (news.subject_id, news.organisation_id, news.sequence) == (case.case_id, "company", 1)
    ((kind, to, about),) = kept.mailed
    assert (kind, to, about["case_id"]) == ("case_reported", "anna", case.case_id)
    assert kept.audited == ["case.reported"]


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"property_id": "g12"}, "not_found", "property_id"),
        ({"title": "\x01\x02"}, "invalid", "title"),
        ({"description": "\x00"}, "invalid", "description"),
    ],
)
def test_a_report_that_cannot_stand_is_refused(kept: Kept, changes: dict[str, Any], code: str, place: str) -> None:
    refusal = refused(kept, report_fault, a_report(**changes), ANNA)
    assert (refusal.code, refusal.place) == (code, place)


def test_a_file_that_belongs_to_another_case_is_refused(kept: Kept) -> None:
    done(kept, report_fault, a_report(files=[a_file()]), ANNA)
    refusal = refused(kept, report_fault, a_report(property_id="g12", files=[a_file()]), EVE)
    assert (refusal.code, refusal.place) == ("invalid", "files")


def test_the_draft_is_sent_as_it_stands_and_is_gone(kept: Kept) -> None:
    given = a_report().model_dump(exclude={"idempotency_key"})
    kept.drafts["company", "anna"] = ReportDraft.model_validate(given)
    receipt = done(kept, send_draft, SendDraft(idempotency_key=KEY), ANNA)
    assert kept.drafts == {}
    assert [case.report.title for case in kept.by_number.values()] == [a_report().title]
    assert receipt.number == 1001


def test_a_draft_with_a_gap_is_refused_with_the_place_and_kept(kept: Kept) -> None:
    given = a_report().model_dump(exclude={"idempotency_key"}) | {"category": None}
    kept.drafts["company", "anna"] = ReportDraft.model_validate(given)
    refusal = refused(kept, send_draft, SendDraft(idempotency_key=KEY), ANNA)
    assert (refusal.code, refusal.place) == ("invalid", "category")
    assert ("company", "anna") in kept.drafts


def test_a_draft_for_a_property_that_is_not_ours_is_refused(kept: Kept) -> None:
    assert refused(kept, save_draft, SaveDraft(draft=ReportDraft(property_id="g12")), ANNA).code == "not_found"
    done(kept, save_draft, SaveDraft(draft=ReportDraft(property_id="lb8", title="Fläkt\x00")), ANNA)
    assert kept.drafts["company", "anna"].title == "Fläkt"


def test_a_change_of_status_is_told_and_mailed_to_every_follower(kept: Kept) -> None:
    done(kept, report_fault, a_report(), ANNA)
    done(kept, follow_case, FollowCase(idempotency_key=KEY, number=1001, follow=True), OMAR)
    kept.mailed.clear()
    done(kept, change_status, move("planned", message="Vi kommer.", planned_for="tisdag kl. 9"), KARIN)
    assert kept.by_number[1001].planned_for == "tisdag kl. 9"
    news = kept.told[-1]
    assert isinstance(news, StatusChanged)
    assert (news.status, news.sequence) == ("planned", 2)
    assert [(kind, to) for kind, to, _ in kept.mailed] == [("case_status_changed", "anna"), ("case_status_changed", "omar")]
    assert "Vi kommer." not in str(kept.mailed), "the text is read when the mail is sent"


def test_a_change_from_where_the_case_no_longer_stands_is_a_conflict(kept: Kept) -> None:
    done(kept, report_fault, a_report(), ANNA)
    done(kept, change_status, move("planned"), KARIN)
    refusal = refused(kept, change_status, move("done"), KARIN)
    assert (refusal.code, refusal.details) == ("conflict", {"status": "planned"})
    assert refused(kept, change_status, move("received", expected="planned"), KARIN).code == "status_not_allowed"


def test_the_tenants_answer_sets_a_waiting_case_going(kept: Kept) -> None:
    done(kept, report_fault, a_report(), ANNA)
    done(kept, change_status, move("waiting"), KARIN)
    kept.mailed.clear()
    done(kept, write_message, WriteMessage(idempotency_key=KEY, number=1001, text="Kajen", files=[a_file()]), OMAR)
    assert kept.by_number[1001].status.value == "received"
    assert [each.event_id for each in kept.files] == [kept.events[-2].event_id], "the file stands on the message"
    assert isinstance(kept.told[-1], StatusChanged)
    assert kept.mailed == []


def test_writing_in_a_closed_case_is_refused(kept: Kept) -> None:
    done(kept, report_fault, a_report(), ANNA)
    done(kept, change_status, move("done"), KARIN)
    assert refused(kept, write_message, WriteMessage(idempotency_key=KEY, number=1001, text="Nej"), ANNA).code == "case_closed"


def test_staff_answers_are_mailed_and_notes_are_not(kept: Kept) -> None:
    done(kept, report_fault, a_report(), ANNA)
    kept.mailed.clear()
    done(kept, write_internal_note, WriteInternalNote(idempotency_key=KEY, number=1001, text="Gammal fläkt"), KARIN)
    assert (kept.mailed, len(kept.notes), len(kept.events)) == ([], 1, 1)
    done(kept, reply_to_tenant, ReplyToTenant(idempotency_key=KEY, number=1001, text="Vi tittar på det"), KARIN)
    assert [(kind, to) for kind, to, _ in kept.mailed] == [("case_message", "anna")]


def test_following_twice_and_leaving_twice_do_no_harm(kept: Kept) -> None:
    done(kept, report_fault, a_report(), ANNA)
    for follow, followers in ((True, 2), (True, 2), (False, 1), (False, 1)):
        done(kept, follow_case, FollowCase(idempotency_key=KEY, number=1001, follow=follow), OMAR)
        assert len(kept.follows) == followers


def test_taking_a_case_names_who_sees_to_it_and_changes_nothing_for_the_tenant(kept: Kept) -> None:
    done(kept, report_fault, a_report(), ANNA)
    done(kept, take_case, TakeCase(idempotency_key=KEY, number=1001), KARIN)
    case = kept.by_number[1001]
    assert (case.assigned_to_name, case.changed_at, len(kept.events)) == ("Karin Holm", NOW, 1)


@pytest.mark.parametrize(
    ("use_case", "ask"),
    [
        (write_message, WriteMessage(idempotency_key=KEY, number=1001, text="Hej")),
        (follow_case, FollowCase(idempotency_key=KEY, number=1001, follow=True)),
    ],
)
def test_another_organisations_case_is_answered_as_one_that_does_not_exist(kept: Kept, use_case: Callable[..., Any], ask: Any) -> None:
    unknown = refused(kept, use_case, ask, EVE)
    done(kept, report_fault, a_report(), ANNA)
    assert refused(kept, use_case, ask, EVE) == unknown == Refusal(code="not_found")


def test_every_write_leaves_an_audit_row(kept: Kept) -> None:
    done(kept, report_fault, a_report(), ANNA)
    for use_case, ask, caller in (
        (follow_case, FollowCase(idempotency_key=KEY, number=1001, follow=True), OMAR),
        (follow_case, FollowCase(idempotency_key=KEY, number=1001, follow=False), OMAR),
        (write_message, WriteMessage(idempotency_key=KEY, number=1001, text="Hej"), ANNA),
        (change_status, move("planned"), KARIN),
        (reply_to_tenant, ReplyToTenant(idempotency_key=KEY, number=1001, text="Hej"), KARIN),
        (write_internal_note, WriteInternalNote(idempotency_key=KEY, number=1001, text="Hej"), KARIN),
        (take_case, TakeCase(idempotency_key=KEY, number=1001), KARIN),
    ):
        done(kept, use_case, ask, caller)
    assert kept.audited == [
        "case.reported", "case.followed", "case.left", "case.written", "case.status_changed", "case.answered", "case.noted", "case.taken",
    ]  # fmt: skip
