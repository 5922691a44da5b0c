"""The caller's unfinished fault report."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import Caller
from services.contracts.cases import DraftShown, OpenDraft


def open_draft(ask: OpenDraft, caller: Caller, uow: Uow) -> DraftShown:
    """My draft in this organisation."""
    with uow(caller, ask) as work:
        return work.drafts.load(caller.organisation_id, caller.person_id)
