"""Where the bytes of a file are, for staff."""

from services.cases.domain.written import on_one_line
from services.cases.usecases.ports import Uow
from services.chassis.caller import Caller
from services.contracts.cases import FetchFileAsStaff, FileFetched
from services.contracts.refusals import NOT_FOUND, refuse


def fetch_file_as_staff(ask: FetchFileAsStaff, caller: Caller, uow: Uow) -> FileFetched:
    """A file of any case. Refusals: not_found."""
    with uow(caller, ask) as work:
        return work.staff.file(ask.number, on_one_line(ask.file_id), ask.preview) or refuse(NOT_FOUND)
