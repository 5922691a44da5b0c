"""Billing's transaction: the chassis' own with billing's stores on it."""

from services.billing.adapters.copies import SqlCopies
from services.billing.adapters.document_store import SqlDocuments
from services.billing.adapters.register_store import SqlRegister
from services.chassis.database import UnitOfWork


class BillingUnitOfWork(UnitOfWork):
    """What the use cases call `work`."""

    def opened(self) -> None:
        """Hang the stores on the transaction."""
        self.documents = SqlDocuments(self.session)
        self.register = SqlRegister(self.session)
        self.copies = SqlCopies(self.session)
