"""From the verified caller to the person who acts in the domain."""

from services.cases.domain.actor import Actor, Side
from services.chassis.caller import Caller


def actor(caller: Caller) -> Actor:
    """The caller as somebody who acts on a case."""
    return Actor(caller.person_id, caller.name, Side.STAFF if caller.kind == "staff" else Side.TENANT)
