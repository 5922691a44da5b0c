"""Who follows a case, and who is told when something happens to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.cases.domain.actor import Actor
from services.cases.domain.case import Case
from services.cases.domain.errors import NotOfOrganisation


@dataclass
class Follower:
    """A person who wants to be told."""

    case_id: str
    person_id: str
    organisation_id: str
    since: datetime


def first_follower(case: Case) -> Follower:
    """Whoever reports a fault follows it at once."""
    return Follower(case.case_id, case.reported_by_id, case.organisation_id, case.reported_at)


def follow(case: Case, person_id: str, organisation_id: str, at: datetime) -> Follower:
    """Anybody of the case's organisation may follow it. Raises NotOfOrganisation."""
    if organisation_id != case.organisation_id:
        raise NotOfOrganisation
    return Follower(case.case_id, person_id, case.organisation_id, at)


def to_tell(followers: Iterable[Follower], actor: Actor) -> list[str]:
    """The persons who are told what `actor` did: every follower but herself."""
    return [each.person_id for each in followers if each.person_id != actor.person_id]
