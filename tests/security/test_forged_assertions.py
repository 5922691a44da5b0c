"""T2: no forged assertion opens an invoice, and none makes billing stumble; true ones always open."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.billing.domain.access import Allow, Membership, Operation, decide
from services.chassis.assertions import Verifier
from services.chassis.keys import new_key_set, public_half
from services.contracts.billing import DownloadInvoice, ListAccess, ListInvoices, OpenInvoice, SumInvoices
from services.contracts.envelope import Ask
from services.contracts.refusals import Refused
from tests.integration.billing.people import member, news_of_the_company
from tests.integration.billing.running import Running, running
from tests.security.broken_tokens import TOKENS
from tests.security.forging import Forgery, Mint, fresh_at
from tests.security.untrue_claims import CLAIMS
from tests.support import figures
from tests.support.servers import Databases, Vhost
from tests.support.waiting import wait_until

FORGED = 10_000
CONTROLS = 1_000
OVER_THE_BUS = 200
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KINDS = TOKENS | CLAIMS
OPERATIONS = [each.value for each in Operation]


def forge(mint: Mint, kind: str) -> Forgery:
    """One forgery of a kind, with whatever the dice give."""
    made = KINDS[kind](mint)
    return made if isinstance(made, Forgery) else Forgery(kind, made)


class Billing:
    """Billing's own two judges, the verifier and the rule, one after the other as a running billing has them."""

    def __init__(self, folder: Path) -> None:
        self.keys = new_key_set("k1", "k2")
        (folder / "public.json").write_text(json.dumps(public_half(self.keys)))
        self.verifier = Verifier(folder / "public.json", "billing")

    def opens(self, forgery: Forgery, operation: str) -> bool:
        try:
            caller = self.verifier.verify(forgery.token, NOW)
        except Refused:
            return False
        revocations = forgery.revocations or fresh_at(NOW)
        # Billing has a copy of Anna's membership and of nobody else's.
        membership = forgery.membership if (caller.person_id, caller.organisation_id) == ("anna", "company") else None
        said = decide(dict(caller.claims), None, membership, revocations, NOW, forgery.organisation, operation)
        return isinstance(said, Allow)


@pytest.fixture
def billing(tmp_path: Path) -> Billing:
    return Billing(tmp_path)


def control(mint: Mint) -> Forgery:
    """A true assertion of a main_admin with BankID, as different from the next as identity makes them."""
    issued = mint.second - mint.dice.randint(0, 59)
    proved = mint.dice.choice([issued - mint.dice.randint(0, 1_700), issued - mint.dice.randint(1_800, 28_700)])
    used = None if mint.second - proved < 1_800 else NOW - timedelta(seconds=mint.dice.randint(0, 1_799))
    kid = mint.dice.choice(["k1", "k2"])
    claims = mint.claims(
        iat=issued, exp=issued + 60, auth_time=proved, lang=mint.dice.choice(["sv", "en"]), name=mint.dice.choice(["Åsa Öst", "", "李"]),
        sid=f"s{mint.dice.random()}",
    )  # fmt: skip
    token = mint.raw(json.dumps(mint.header(kid=kid)).encode(), json.dumps(claims).encode(), mint.keys[kid].sign)
    known = fresh_at(NOW)
    return Forgery("control", token, revocations=type(known)(False, known.heard_at, used))


def test_ten_thousand_forgeries_open_nothing_and_a_thousand_true_ones_open(billing: Billing) -> None:
    mint = Mint(billing.keys, NOW, seed=20261123)
    kinds = list(KINDS)
    accepted: list[Forgery] = []
    escaped: Counter[str] = Counter()
    for number in range(FORGED):
        forgery = forge(mint, kinds[number % len(kinds)])
        try:
            opened = billing.opens(forgery, OPERATIONS[number % len(OPERATIONS)])
        except Exception as error:  # whatever escapes is counted, and the run goes on
            escaped[f"{forgery.kind}: {type(error).__name__}"] += 1
        else:
            accepted += [forgery] if opened else []
    turned_away = [each for each in (control(mint) for _ in range(CONTROLS)) if not billing.opens(each, "open")]
    figures.append("T2.forged", FORGED)
    figures.append("T2.accepted", len(accepted))
    assert Counter(each.kind for each in accepted) == {}
    assert escaped == {}
    assert turned_away == []


def test_every_kind_of_forgery_is_a_true_assertion_but_for_its_one_flaw(billing: Billing) -> None:
    mint = Mint(billing.keys, NOW, seed=1)
    assert billing.opens(Forgery("control", mint.true(mint.claims())), "list")
    assert not billing.opens(Forgery("control", mint.true(mint.claims()), membership=Membership("admin")), "list")


def test_a_key_taken_out_of_the_set_opens_nothing_any_more_not_even_for_an_assertion_seen_before(tmp_path: Path) -> None:
    billing = Billing(tmp_path)
    mint = Mint(billing.keys, NOW, seed=2)
    seen = Forgery("control", mint.true(mint.claims()))
    assert billing.opens(seen, "list")
    billing.keys["keys"] = [each for each in billing.keys["keys"] if each["kid"] != "k1"]
    (tmp_path / "public.json").write_text(json.dumps(public_half(billing.keys)))
    assert not billing.opens(seen, "list")
    (tmp_path / "public.json").write_text("{")
    assert not billing.opens(seen, "list")


@pytest.fixture(scope="module")
def live(databases: Databases, vhost: Vhost, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(databases.of("billing"), vhost, tmp_path_factory.mktemp("billing")) as made:
        made.tell(*news_of_the_company())
        wait_until(lambda: _answered(made, made.mint(member())), 15, "Anna let in")
        yield made


def _answered(live: Running, assertion: str) -> bool:
    try:
        live.ask_with(SumInvoices(), assertion)
    except Refused:
        return False
    return True


def test_forgeries_over_the_bus_to_a_running_billing_are_all_refused(live: Running) -> None:
    mint = Mint(live.keys, datetime.now(UTC), seed=3)
    asks: list[Ask[Any]] = [ListInvoices(), OpenInvoice(number="1001"), DownloadInvoice(number="1001"), ListAccess(), SumInvoices()]
    kinds = [each for each in KINDS if each != "replayed"]
    tried = 0
    answered: list[str] = []
    while tried < OVER_THE_BUS:
        mint.now = datetime.now(UTC)
        mint.second = int(mint.now.timestamp())
        forgery = forge(mint, kinds[tried % len(kinds)])
        if not isinstance(forgery.token, str) or not forgery.token.isascii():
            forgery = Forgery(forgery.kind, mint.true(mint.claims(role="user")))
        tried += 1
        with pytest.raises(Refused) as refused:
            live.ask_with(asks[tried % len(asks)], str(forgery.token))
        answered.append(refused.value.refusal.code)
    assert {"sign_in", "not_allowed", "step_up", "try_again"} >= set(answered)
    assert _answered(live, live.mint(member())), "billing still opens for Anna"
