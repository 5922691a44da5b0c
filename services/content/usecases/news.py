"""What content tells its neighbours, made from the domain."""

from datetime import date, datetime

from services.content.domain.lease import Lease
from services.content.domain.notice import Notice
from services.content.domain.property import Property
from services.content.usecases.ports import Work
from services.contracts.content import LeaseChanged, LeaseObjectTold, NoticeChanged, PropertyChanged


def tell_property(work: Work, house: Property, now: datetime) -> None:
    """A property was added or changed."""
    work.tell(
        PropertyChanged(
            subject_id=house.property_id,
            sequence=work.next_sequence(house.property_id),
            occurred_at=now,
            property_id=house.property_id,
            name=house.name,
            address=house.address,
            city=house.city,
        )
    )


def tell_lease(work: Work, lease: Lease, today: date, now: datetime) -> None:
    """A lease was added or changed, or the day has changed a status; the lease remembers what was told."""
    lease.mark_told(today)
    work.tell(
        LeaseChanged(
            subject_id=lease.lease_id,
            sequence=work.next_sequence(lease.lease_id),
            occurred_at=now,
            organisation_id=lease.organisation_id,
            lease_number=lease.number,
            objects=[
                LeaseObjectTold(
                    property_id=each.property_id,
                    premises=each.premises,
                    floors=each.floors,
                    valid_from=each.valid_from,
                    valid_to=each.valid_to,
                    status=each.status_on(today).value,
                )
                for each in lease.objects
            ],
        )
    )


def tell_notice(work: Work, notice: Notice, now: datetime) -> None:
    """A notice was published or moved on."""
    work.tell(
        NoticeChanged(
            subject_id=notice.notice_id,
            sequence=work.next_sequence(notice.notice_id),
            occurred_at=now,
            notice_id=notice.notice_id,
            kind=notice.kind.value,
            property_id=notice.property_id,
            phase=notice.phase,
            title=notice.title,
        )
    )
