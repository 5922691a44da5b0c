"""The life of a case through the real database, from both sides."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.chassis.audit import first_broken
from services.contracts.cases import (
    ChangeStatus,
    DropDraft,
    FetchFile,
    FetchFileAsStaff,
    FollowCase,
    ListCases,
    ListPlaces,
    ListQueue,
    OpenCaseAsStaff,
    OpenDraft,
    ReplyToTenant,
    ReportDraft,
    SaveDraft,
    TakeCase,
    WriteInternalNote,
    WriteMessage,
)
from services.contracts.refusals import Refused
from services.contracts.rights import Role
from tests.integration.cases.world import PORTAL, World, key


def test_a_case_from_report_to_done(world: World) -> None:
    photo = world.a_file()
    number = world.report(files=[photo])
    world.ask(FollowCase(idempotency_key=key(), number=number, follow=True), world.omar)
    world.ask(TakeCase(idempotency_key=key(), number=number), world.karin)
    world.ask(ChangeStatus(idempotency_key=key(), number=number, expected="received", status="waiting", message="Vilket rum?"), world.karin)
    world.ask(WriteMessage(idempotency_key=key(), number=number, text="Kajen"), world.omar)
    world.ask(
        ChangeStatus(idempotency_key=key(), number=number, expected="received", status="planned", planned_for="tisdag kl. 9"), world.karin
    )
    world.ask(ReplyToTenant(idempotency_key=key(), number=number, text="Vi ringer innan."), world.karin)
    world.ask(ChangeStatus(idempotency_key=key(), number=number, expected="planned", status="done"), world.karin)

    case = world.case(number, world.omar)
    assert [(each.kind, each.status, each.by) for each in reversed(case.events)] == [
        ("reported", None, "Anna Lindgren"),
        ("status_changed", "waiting", "Karin Holm"),
        ("message", None, "Omar Berg"),
        ("status_changed", "received", "Omar Berg"),
        ("status_changed", "planned", "Karin Holm"),
        ("message", None, "Karin Holm"),
        ("status_changed", "done", "Karin Holm"),
    ]
    assert case.events[-1].text == "Luften står still på hela planet."
    assert (case.status, case.answer_by, case.planned_for, case.may_write, case.allowed_statuses) == ("done", None, "", False, [])
    assert [(each.name, each.is_you) for each in case.followers] == [("Anna Lindgren", False), ("Omar Berg", True)]
    assert (case.property_name, case.organisation_name, case.assigned_to) == ("Lilla Bommen 8", "Company AB", "Karin Holm")
    (file,) = case.events[-1].files
    assert world.ask(FetchFile(number=number, file_id=file.file_id), world.omar).blob_key == photo.blob_key
    assert world.ask(FetchFileAsStaff(number=number, file_id=file.file_id, preview=True), world.karin).blob_key == photo.preview_key
    assert world.told(number) == [("fault_reported.v1", 1), *[("status_changed.v1", place) for place in (2, 3, 4, 5)]]
    with world.engine.connect() as connection:
        assert first_broken(connection) is None


def test_mails_go_to_followers_but_the_actor_and_say_what_each_may_read(world: World) -> None:
    number = world.report()
    world.ask(FollowCase(idempotency_key=key(), number=number, follow=True), world.omar)
    world.hear_membership(world.omar.person_id, world.omar.organisation_id, Role.USER, 2, "Omar Berg", language="en")
    world.ask(
        ChangeStatus(
            idempotency_key=key(), number=number, expected="received", status="planned", message="Vi kommer.", planned_for="tisdag"
        ),
        world.karin,
    )
    (_, receipt), (_, to_anna), (_, to_omar) = world.mails(number)
    assert receipt is not None
    assert to_anna is not None
    assert to_omar is not None
    assert receipt.subject == f"[{number}] Mottaget: Dålig ventilation"
    assert (to_anna.to, to_anna.subject) == (f"{world.anna.person_id}@example.se", f"[{number}] Planerat: Dålig ventilation")
    assert "Vi kommer." in to_anna.text
    assert f"{PORTAL}/o/{world.company}/arenden/{number}" in to_anna.text
    assert to_omar.subject == f"[{number}] Scheduled: Dålig ventilation"


def test_a_removed_member_gets_no_mail_follows_nothing_and_has_no_draft(world: World) -> None:
    number = world.report()
    world.ask(FollowCase(idempotency_key=key(), number=number, follow=True), world.omar)
    world.ask(SaveDraft(draft=ReportDraft(title="Utkast")), world.omar)
    world.ask(ReplyToTenant(idempotency_key=key(), number=number, text="Vi kommer."), world.karin)
    queued = world.mails(number)[-1][0]
    assert queued.recipient == world.omar.person_id
    world.hear_membership(world.omar.person_id, world.company, None, 2, "Omar Berg")
    assert world.render(queued) is None
    assert [each.name for each in world.case(number).followers] == ["Anna Lindgren"]
    assert world.ask(OpenDraft(), world.omar).saved_at is None


def test_one_who_stops_following_gets_none_of_the_mails_still_waiting(world: World) -> None:
    number = world.report()
    world.ask(ReplyToTenant(idempotency_key=key(), number=number, text="Vi kommer."), world.karin)
    world.ask(FollowCase(idempotency_key=key(), number=number, follow=False), world.anna)
    assert [mail for _, mail in world.mails(number)] == [None, None]


def test_a_write_repeated_with_its_key_is_answered_the_same_and_done_once(world: World) -> None:
    report = world.a_report(files=[world.a_file()])
    first = world.ask(report, world.anna)
    assert world.ask(report, world.anna) == first
    message = WriteMessage(idempotency_key=key(), number=first.number, text="Hej", files=[world.a_file()])
    moved = ChangeStatus(idempotency_key=key(), number=first.number, expected="received", status="planned")
    for _ in range(2):
        world.ask(message, world.anna)
        world.ask(moved, world.karin)
    assert [each.kind for each in world.case(first.number).events] == ["status_changed", "message", "reported"]
    assert len(world.mails(first.number)) == 2


def test_a_refused_file_leaves_no_case_and_its_key_may_be_used_again(world: World) -> None:
    photo = world.a_file()
    world.report(files=[photo])
    swapped = photo.model_copy(update={"blob_key": photo.preview_key, "preview_key": None})
    for stolen in (photo, swapped):
        again = world.a_report(property_id=world.g12, files=[stolen])
        with pytest.raises(Refused) as refused:
            world.ask(again, world.eve)
        assert (refused.value.refusal.code, refused.value.refusal.place) == ("invalid", "files")
        assert world.ask(again.model_copy(update={"idempotency_key": key(), "files": []}), world.eve).number
    assert world.ask(ListQueue(view="all"), world.karin).total >= 3


def test_a_report_sent_many_times_at_once_becomes_one_case(world: World) -> None:
    report = world.a_report(files=[world.a_file()])
    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(lambda ask: world.ask(ask, world.anna), [report] * 6))
    assert {each.number for each in receipts} == {receipts[0].number}
    assert world.ask(ListCases(), world.anna).total == 1
    assert len(world.mails(receipts[0].number)) == 1


def test_many_who_follow_and_leave_at_once_end_up_following_once(world: World) -> None:
    number = world.report()
    asks = [FollowCase(idempotency_key=key(), number=number, follow=True) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda ask: world.ask(ask, world.omar), asks))
    assert [each.person_id for each in world.case(number).followers] == [world.anna.person_id, world.omar.person_id]


def test_of_two_who_move_a_case_at_once_one_is_told_that_it_has_moved(world: World) -> None:
    number = world.report()

    def move(status: str) -> str:
        try:
            world.ask(ChangeStatus(idempotency_key=key(), number=number, expected="received", status=status), world.karin)
        except Refused as refused:
            return refused.refusal.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(move, ["planned", "in_progress"])) == ["conflict", "done"]
    assert len(world.case(number).events) == 2


def test_a_draft_is_kept_a_person_and_organisation_with_its_files(world: World) -> None:
    draft = ReportDraft(property_id=world.lb8, area="own", title="Fläkt\x00", files=[world.a_file()])
    world.ask(SaveDraft(draft=draft), world.anna)
    kept = world.ask(OpenDraft(), world.anna)
    assert kept.draft == draft.model_copy(update={"title": "Fläkt"})
    assert world.ask(OpenDraft(), world.omar).draft == ReportDraft()
    world.ask(DropDraft(), world.anna)
    assert world.ask(OpenDraft(), world.anna).saved_at is None
    world.ask(SaveDraft(draft=draft), world.anna)
    world.report(files=draft.files)
    assert world.ask(OpenDraft(), world.anna).saved_at is None


def test_places_are_what_is_rented_and_not_ended(world: World) -> None:
    (place,) = world.ask(ListPlaces(), world.anna).places
    assert (place.name, place.premises) == ("Lilla Bommen 8", ["Plan 4", "Plan 3"])
    world.hear_lease(world.company, world.g12, ["Plan 2"], until=world.at.date())
    assert [each.name for each in world.ask(ListPlaces(), world.anna).places] == ["Gårda 12", "Lilla Bommen 8"]
    world.hear_lease(world.company, world.g12, ["Plan 2"], sequence=2, status="ended")
    world.hear_lease(world.company, world.lb8, ["Plan 4"], sequence=2, until=world.at.date().replace(day=19))
    assert world.ask(ListPlaces(), world.anna).places == []
    with pytest.raises(Refused) as refused:
        world.report()
    assert (refused.value.refusal.code, refused.value.refusal.place) == ("not_found", "property_id")


def test_staff_see_notes_and_where_the_case_may_go(world: World) -> None:
    number = world.report()
    world.ask(WriteInternalNote(idempotency_key=key(), number=number, text="Fläkten är gammal"), world.karin)
    case = world.ask(OpenCaseAsStaff(number=number), world.karin)
    assert (case.events[0].kind, case.events[0].text) == ("internal_note", "Fläkten är gammal")
    assert case.allowed_statuses == ["waiting", "planned", "in_progress", "done", "cancelled"]
    assert (case.you_follow, case.may_write) == (False, True)
