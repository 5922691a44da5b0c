"""Send the draft as it stands: a repeated click is answered with the same receipt, though the draft is gone by then."""

from pydantic import ValidationError

from services.cases.usecases.ports import Clock, Uow
from services.cases.usecases.report_fault import enter
from services.chassis.caller import Caller
from services.contracts.cases import FaultReportedReply, ReportDraft, ReportFault, SendDraft
from services.contracts.refusals import INVALID, refuse


def send_draft(ask: SendDraft, caller: Caller, uow: Uow, clock: Clock) -> FaultReportedReply:
    """My draft becomes a case. Refusals: invalid(place: what is still missing), and those of report_fault."""
    with uow(caller, ask) as work:
        draft = work.drafts.load(caller.organisation_id, caller.person_id).draft
        return work.commit(enter(work, _complete(draft, ask.idempotency_key), caller, clock.now()))


def _complete(draft: ReportDraft, key: str) -> ReportFault:
    try:
        return ReportFault.model_validate({**draft.model_dump(), "idempotency_key": key})
    except ValidationError as error:
        refuse(INVALID, place=str(error.errors()[0]["loc"][0]))
