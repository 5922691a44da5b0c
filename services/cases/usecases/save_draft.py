"""Keep an unfinished fault report."""

from services.cases.domain.promise import STOCKHOLM
from services.cases.domain.written import written
from services.cases.usecases.ports import Clock, Uow
from services.chassis.caller import Caller
from services.contracts.cases import ReportDraft, SaveDraft
from services.contracts.envelope import Done
from services.contracts.refusals import NOT_FOUND, refuse


def save_draft(ask: SaveDraft, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """My draft as it now is. Refusals: not_found (a property that is not ours)."""
    now = clock.now()
    draft = _cleaned(ask.draft)
    with uow(caller, ask) as work:
        property_id = draft.property_id
        if property_id and not work.places.rents_at(caller.organisation_id, property_id, now.astimezone(STOCKHOLM).date()):
            refuse(NOT_FOUND, place="property_id")
        work.drafts.save(caller.organisation_id, caller.person_id, draft, now)
        return work.commit(Done())


def _cleaned(draft: ReportDraft) -> ReportDraft:
    texts = {name: written(value) for name, value in draft if isinstance(value, str)}
    files = [each.model_copy(update={"name": written(each.name), "media_type": written(each.media_type)}) for each in draft.files]
    return draft.model_copy(update={**texts, "files": files})
