"""One transaction of cases, with its stores."""

from services.cases.adapters.case_store import SqlCaseStore
from services.cases.adapters.copies import SqlCopies
from services.cases.adapters.draft_store import SqlDraftStore
from services.cases.adapters.follower_store import SqlFollowerStore
from services.cases.adapters.place_queries import SqlPlaceQueries
from services.cases.adapters.staff_queries import SqlStaffQueries
from services.cases.adapters.tenant_queries import SqlTenantQueries
from services.chassis.database import UnitOfWork


class CasesUnitOfWork(UnitOfWork):
    """What the use cases call `work`."""

    def opened(self) -> None:
        """Hang the stores on the transaction."""
        self.cases = SqlCaseStore(self.session)
        self.followers = SqlFollowerStore(self.session)
        self.drafts = SqlDraftStore(self.session)
        self.places = SqlPlaceQueries(self.session)
        self.tenant = SqlTenantQueries(self.session)
        self.staff = SqlStaffQueries(self.session)
        self.copies = SqlCopies(self.session)
