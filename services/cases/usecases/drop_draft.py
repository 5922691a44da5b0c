"""Throw an unfinished fault report away."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import Caller
from services.contracts.cases import DropDraft
from services.contracts.envelope import Done


def drop_draft(ask: DropDraft, caller: Caller, uow: Uow) -> Done:
    """My draft is gone."""
    with uow(caller, ask) as work:
        work.drafts.drop(caller.organisation_id, caller.person_id)
        return work.commit(Done())
