"""How notices are sorted for those who read them: running, coming and lately over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.content.domain.notice import OVER, Phase
from services.content.usecases.ports import OwnProperty
from services.contracts.content import NoticeShown, PropertyState, StatusShown

RECENT = timedelta(days=30)
"""How long a notice that is over is still shown."""


def is_over(notice: NoticeShown) -> bool:
    """Whether nothing more comes of the notice."""
    return notice.phase in OVER


def is_running(notice: NoticeShown, now: datetime) -> bool:
    """Whether it disturbs somebody at `now`; planned work does from its start, even before its phase has caught up."""
    return not is_over(notice) and (notice.phase != Phase.PLANNED or notice.starts_at <= now)


def running(notices: Sequence[NoticeShown], now: datetime) -> list[NoticeShown]:
    """What is disturbed now: disturbances before works, the latest changed first."""
    found = [each for each in notices if is_running(each, now)]
    return sorted(found, key=lambda each: (each.kind != "disturbance", -each.updated_at.timestamp()))


def coming(notices: Sequence[NoticeShown], now: datetime) -> list[NoticeShown]:
    """Planned work that has not begun, the soonest first."""
    found = [each for each in notices if not is_over(each) and not is_running(each, now)]
    return sorted(found, key=lambda each: each.starts_at)


def over(notices: Sequence[NoticeShown]) -> list[NoticeShown]:
    """What is resolved or cancelled, the latest first."""
    found = [each for each in notices if is_over(each)]
    return sorted(found, key=lambda each: each.resolved_at or each.updated_at, reverse=True)


def status_shown(properties: Sequence[OwnProperty], notices: Sequence[NoticeShown], now: datetime) -> StatusShown:
    """Everything about these properties and notices as it is at `now`."""
    current = running(notices, now)
    disturbed = {each.property_id for each in current}
    return StatusShown(
        checked_at=now,
        properties=[
            PropertyState(property_id=each.property_id, name=each.name, disturbed=each.property_id in disturbed) for each in properties
        ],
        current=current,
        planned=coming(notices, now),
        recent=over(notices),
    )
