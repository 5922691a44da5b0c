"""Files given with a report or a message become files of the case, once."""

from collections.abc import Sequence

from services.cases.domain.events import Event, File
from services.cases.domain.written import on_one_line
from services.cases.usecases.ports import Work
from services.contracts.cases import FileGiven
from services.contracts.refusals import INVALID, refuse


def attach(work: Work, event: Event, given: Sequence[FileGiven]) -> None:
    """Attach `given` to `event`. Refusals: invalid(place=files) where a file already belongs to a case, whoever's it is."""
    files = [
        File(
            event_id=event.event_id,
            case_id=event.case_id,
            organisation_id=event.organisation_id,
            blob_key=each.blob_key,
            preview_key=each.preview_key,
            name=on_one_line(each.name),
            media_type=each.media_type,
            size=each.size,
        )
        for each in given
    ]
    if files and not work.cases.attach(files):
        refuse(INVALID, place="files")
