"""A small world: Company AB in Lilla Bommen 8 and Polhemsplatsen 5, another tenant in a third house."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.chassis.caller import Caller
from services.chassis.wiring import wire
from services.content.domain.lease import Lease, LeaseObject
from services.content.domain.property import Property
from services.content.entrypoints.rpc import ASKS
from services.content.usecases.phones import Phones
from services.contracts.content import PublishNotice
from services.contracts.envelope import Ask
from tests.unit.content.fakes import KARIN, NOW, StoppedClock, World


@dataclass
class Content:
    """The use cases, wired to a world in memory."""

    world: World
    clock: StoppedClock

    def ask(self, ask: Ask[Any], caller: Caller) -> Any:
        """The answer to an ask, or Refused."""
        return self.wired(ASKS[type(ask)])(ask, caller)

    def wired(self, use_case: Callable[..., Any]) -> Callable[..., Any]:
        """A use case with its ports."""
        return wire(
            use_case,
            uow=self.world,
            clock=self.clock,
            phones=Phones("031-390 06 00", "031-390 06 01"),
            render=lambda text: f"<p>{text}</p>",
        )


def lease_object(
    property_id: str, valid_from: date | None = date(2024, 1, 1), valid_to: date | None = date(2030, 12, 31), *, notice: bool = False
) -> LeaseObject:
    """An object on floor 3."""
    return LeaseObject(property_id, "En gata 1", "Kontor", [3], 100, valid_from, valid_to, notice)


def a_lease(world: World, number: str, organisation_id: str, *objects: LeaseObject) -> Lease:
    """Put a lease into the world."""
    lease = Lease(f"id-{number}", organisation_id, number, "Kontor")
    lease.write("Kontor", objects)
    world.kept_leases[number] = lease
    return lease


def notice_of(property_id: str, **changed: Any) -> PublishNotice:
    """A disturbance that runs in the property."""
    about = {
        "kind": "disturbance",
        "property_id": property_id,
        "system": "lift",
        "scope": "Hiss A",
        "title": "Hiss A står still",
        "text": "Vi söker felet.",
        "starts_at": NOW,
        "idempotency_key": uuid4().hex,
    }
    return PublishNotice.model_validate(about | changed)


@pytest.fixture
def content() -> Content:
    """Three houses, two organisations."""
    world = World()
    for property_id, name in (("lb8", "Lilla Bommen 8"), ("pp5", "Polhemsplatsen 5"), ("gm1", "Gamlestaden 1")):
        world.houses[property_id] = Property(property_id, name, name, "Göteborg", 7, 1989, [("Entré", "07–18")])
    world.organisation_names |= {"company": "Company AB", "other": "Annan AB"}
    world.members |= {("anna", "company"), ("omar", "company"), ("eve", "other")}
    a_lease(world, "HA-23-0415", "company", lease_object("lb8"), lease_object("lb8"), lease_object("pp5", notice=True))
    a_lease(world, "HA-20-0001", "other", lease_object("gm1"))
    return Content(world, StoppedClock())


@pytest.fixture
def publish(content: Content) -> Callable[..., str]:
    """Publish a notice as staff; gives its id."""

    def published(property_id: str, **changed: Any) -> str:
        return str(content.ask(notice_of(property_id, **changed), KARIN).notice_id)

    return published
