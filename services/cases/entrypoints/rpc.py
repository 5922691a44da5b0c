"""The asks that cases answers, each bound to its use case."""

from collections.abc import Callable
from typing import Any

from services.cases.usecases.change_status import change_status
from services.cases.usecases.drop_draft import drop_draft
from services.cases.usecases.fetch_file import fetch_file
from services.cases.usecases.fetch_file_as_staff import fetch_file_as_staff
from services.cases.usecases.follow_case import follow_case
from services.cases.usecases.list_cases import list_cases
from services.cases.usecases.list_places import list_places
from services.cases.usecases.list_queue import list_queue
from services.cases.usecases.open_case import open_case
from services.cases.usecases.open_case_as_staff import open_case_as_staff
from services.cases.usecases.open_draft import open_draft
from services.cases.usecases.reply_to_tenant import reply_to_tenant
from services.cases.usecases.report_fault import report_fault
from services.cases.usecases.save_draft import save_draft
from services.cases.usecases.send_draft import send_draft
from services.cases.usecases.sum_cases import sum_cases
from services.cases.usecases.take_case import take_case
from services.cases.usecases.write_internal_note import write_internal_note
from services.cases.usecases.write_message import write_message
from services.contracts import cases
from services.contracts.envelope import Ask, Reply

ASKS: dict[type[Ask[Any]], Callable[..., Reply]] = {
    cases.ListPlaces: list_places,
    cases.OpenDraft: open_draft,
    cases.SaveDraft: save_draft,
    cases.DropDraft: drop_draft,
    cases.ReportFault: report_fault,
    cases.SendDraft: send_draft,
    cases.ListCases: list_cases,
    cases.SumCases: sum_cases,
    cases.OpenCase: open_case,
    cases.FetchFile: fetch_file,
    cases.WriteMessage: write_message,
    cases.FollowCase: follow_case,
    cases.ListQueue: list_queue,
    cases.OpenCaseAsStaff: open_case_as_staff,
    cases.FetchFileAsStaff: fetch_file_as_staff,
    cases.ChangeStatus: change_status,
    cases.ReplyToTenant: reply_to_tenant,
    cases.WriteInternalNote: write_internal_note,
    cases.TakeCase: take_case,
}
