"""The access register in the database: every look, chained, also when many look at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.billing.domain.register import first_broken
from services.billing.usecases.list_access import list_access
from services.billing.usecases.list_invoices import list_invoices
from services.billing.usecases.open_invoice import open_invoice
from services.billing.usecases.ports import BILLING
from services.contracts.billing import ListAccess, ListInvoices, OpenInvoice
from services.contracts.refusals import Refused
from tests.integration.billing.world import World


def test_refused_looks_are_kept_though_nothing_else_is(world: World) -> None:
    organisation = world.customer()
    weak = world.anna(organisation, amr=["pwd"], acr="1", sid="weak")
    with pytest.raises(Refused) as refused:
        open_invoice(OpenInvoice(number="x"), weak, world.uow, world.clock)
    assert refused.value.refusal.code == "step_up"
    rows = list_access(ListAccess(), world.anna(organisation), world.uow, world.clock).rows
    assert [(each.operation, each.allowed, each.reason, each.method, each.invoice_number) for each in rows] == [
        ("access_log", True, "", "bankid", None),
        ("open", False, "no_bankid", "pwd", "x"),
    ]


def test_the_chain_holds_when_many_look_at_once(world: World) -> None:
    organisation = world.customer()
    anna = world.anna(organisation)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: list_invoices(ListInvoices(), anna, world.uow, world.clock), range(40)))
    with world.uow(BILLING, None) as work:
        chain = work.register.chain_of(organisation)
    assert len(chain) == 40
    assert first_broken(chain) is None


def test_use_in_the_register_is_what_keeps_bankid_standing(world: World) -> None:
    organisation = world.customer()

    def look_after(minutes: int) -> None:
        world.clock.advance(minutes=minutes)
        world.alive()
        list_invoices(ListInvoices(), world.anna(organisation, auth_time=proved), world.uow, world.clock)

    proved = int(world.clock.now().timestamp()) - 60
    look_after(0)
    look_after(29)
    look_after(29)
    with pytest.raises(Refused) as refused:
        look_after(30)
    assert refused.value.refusal.details == {"reason": "bankid_idle"}


def test_silence_of_identity_closes_the_door_and_its_voice_opens_it(world: World) -> None:
    organisation = world.customer()
    world.clock.advance(seconds=61)
    with pytest.raises(Refused) as refused:
        list_invoices(ListInvoices(), world.anna(organisation), world.uow, world.clock)
    assert refused.value.refusal.code == "try_again"
    world.alive()
    list_invoices(ListInvoices(), world.anna(organisation), world.uow, world.clock)
