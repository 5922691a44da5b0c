"""Tell that identity is alive, so that silence means something."""

from services.chassis.clock import Clock
from services.contracts.identity import Heartbeat
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.ports import Uow


def send_heartbeat(uow: Uow, clock: Clock) -> None:
    """Billing refuses invoices when this has not been heard for a minute."""
    with uow(IDENTITY, None) as work:
        work.tell(Heartbeat(subject_id="identity", sequence=work.next_sequence("identity"), occurred_at=clock.now()))
        work.commit()
