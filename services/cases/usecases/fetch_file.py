"""Where the bytes of a file are, for a member who may have it."""

from services.cases.domain.written import on_one_line
from services.cases.usecases.ports import Uow
from services.chassis.caller import Caller
from services.contracts.cases import FetchFile, FileFetched
from services.contracts.refusals import NOT_FOUND, refuse


def fetch_file(ask: FetchFile, caller: Caller, uow: Uow) -> FileFetched:
    """A file of a case of the caller's organisation. Refusals: not_found."""
    with uow(caller, ask) as work:
        return work.tenant.file(ask.number, on_one_line(ask.file_id), ask.preview, caller) or refuse(NOT_FOUND)
