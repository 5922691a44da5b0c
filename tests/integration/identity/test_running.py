"""identity as it runs: bootstrap on the command line, mails, BankID over TLS, asks and news over the broker."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pika
import pytest

from services.chassis.assertions import Verifier
from services.contracts import identity
from services.contracts.identity import Heartbeat, InvitationWanted, MembershipChanged, SignedIn
from services.contracts.rights import Role, StaffRole
from tests.integration.identity.running import Running, running
from tests.support.servers import ServiceDatabase, Vhost
from tests.support.waiting import wait_until
from tests.unit.identity.driver import AB_NUMBER, PASSWORD, browser, key


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("identity")


@pytest.fixture(scope="module")
def live(database: ServiceDatabase, vhost: Vhost, folder: Path) -> Iterator[Running]:
    with running(database, vhost, folder) as made:
        yield made


@pytest.fixture(scope="module")
def link(live: Running) -> str:
    """What the one-time command prints."""
    done = live.command("invite-staff", "--email", "karin@landlord.example", "--name", "Karin Holm", "--roles", "administrator,finance")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def karin(live: Running, link: str) -> SignedIn:
    registration = live.ask(identity.BeginRegistration(token=link.rpartition("/")[2])).registration
    return with_bankid(live, "karin", "register", registration=registration)


def with_bankid(live: Running, who: str, purpose: str, **given: Any) -> SignedIn:
    """Scan the code of the page with the simulated phone, wait, finish."""
    started = live.ask(identity.StartBankId(purpose=purpose, way="other_device", browser=browser(who), **given))
    poll = identity.PollBankId(attempt=started.attempt, browser=browser(who))
    code = live.ask(poll).qr
    assert code
    picked = live.bankid.simulator.book.scan(code, "192.0.2.1")
    live.bankid.simulator.approve(picked.id, who, risk=None, device_ip="")
    wait_until(lambda: live.ask(poll).state == "complete", 10, "BankID complete")
    signed_in: SignedIn = live.ask(identity.FinishBankId(attempt=started.attempt, browser=browser(who)))
    return signed_in


def assertion(live: Running, session: SignedIn, organisation: str | None = None, audience: str = "identity") -> str:
    ask = identity.AssertFor(session_token=session.session_token, organisation=organisation, audiences=[audience])
    return str(live.ask(ask).assertions[audience])


def mail_to(live: Running, address: str, subject: str) -> Any:
    def find() -> Any:
        return next((each for each in live.inbox.mails if each["To"] == address and subject in str(each["Subject"])), None)

    return wait_until(find, 15, f"a mail to {address}")


def test_the_first_administrator_is_invited_once_and_by_mail_too(live: Running, link: str, karin: SignedIn) -> None:
    mail = mail_to(live, "karin@landlord.example", "Inbjudan till")
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert link in plain.get_content()
    assert karin.kind == "staff"
    again = live.command("invite-staff", "--email", "other@landlord.example", "--name", "Other", "--roles", "administrator")
    assert again.returncode == 1
    assert "already" in again.stderr
    assert live.command("invite-staff", "--email", "nobody", "--name", "Other", "--roles", "king").returncode == 2
    assert live.command("check").returncode == 0


def test_a_contact_is_invited_registers_and_invites_and_the_neighbours_hear_of_it(live: Running, karin: SignedIn, folder: Path) -> None:
    with pika.BlockingConnection(pika.URLParameters(live.vhost.admin_url)) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        for news in (MembershipChanged, Heartbeat):
            channel.queue_bind(queue, "identity.events", news.routing_key())
        add = identity.AddOrganisation(idempotency_key=key(), name="Company AB", organisation_number=AB_NUMBER, customer_number="1")
        added = live.ask(add, assertion(live, karin))
        assert live.ask(add, assertion(live, karin)) == added
        person = InvitationWanted(email="anna@company.example", name="Anna Lindgren", role=Role.MAIN_ADMIN)
        invite = identity.InviteContact(idempotency_key=key(), organisation_id=added.organisation_id, person=person)
        assert live.ask(invite, assertion(live, karin)).results[0].refusal is None
        text = mail_to(live, "anna@company.example", "Inbjudan till").get_body(("plain",)).get_content()
        token = re.search(r"https://portal\.example/inbjudan/(\S+)", text)[1]  # type: ignore[index]
        registration = live.ask(identity.BeginRegistration(token=token)).registration
        anna = with_bankid(live, "anna", "register", registration=registration)
        assert [each.slug for each in anna.memberships] == ["company-ab"]

        def heard(kind: type[Any]) -> Any:
            for _ in range(50):
                method, _, body = channel.basic_get(queue, auto_ack=True)
                if method is not None and method.routing_key == kind.routing_key():
                    return kind.model_validate_json(body)
            return None

        told: MembershipChanged = wait_until(lambda: heard(MembershipChanged), 10, "the membership told")
        assert (told.organisation_id, told.role, told.email) == (added.organisation_id, Role.MAIN_ADMIN, "anna@company.example")
        wait_until(lambda: heard(Heartbeat), 15, "a heartbeat")

    caller = Verifier(folder / "public.json", "billing").verify(assertion(live, anna, "company-ab", "billing"), datetime.now(UTC))
    assert (caller.kind, caller.role, caller.methods, caller.assurance) == ("member", Role.MAIN_ADMIN, ("bankid",), 3)
    staff = Verifier(folder / "public.json", "cases").verify(assertion(live, karin, None, "cases"), datetime.now(UTC))
    assert staff.staff_roles == {StaffRole.ADMINISTRATOR, StaffRole.FINANCE}
    people = [InvitationWanted(email="johan@company.example", name="Johan Berg", role=Role.USER)]
    live.ask(identity.InviteMembers(idempotency_key=key(), people=people), assertion(live, anna, "company-ab"))
    text = mail_to(live, "johan@company.example", "Inbjudan till").get_body(("plain",)).get_content()
    token = re.search(r"/inbjudan/(\S+)", text)[1]  # type: ignore[index]
    registration = live.ask(identity.BeginRegistration(token=token)).registration
    johan = live.ask(identity.CompleteWithPassword(registration=registration, password=PASSWORD, remember=True, browser=browser("johan")))
    assert live.refusal(identity.ShowOrganisation(), assertion(live, johan, "company-ab")) == "not_allowed"
    wrong = identity.SignInWithPassword(email="johan@company.example", password="not his", remember=False, browser=browser("x"))
    assert live.refusal(wrong) == "wrong_credentials"
    back = live.ask(wrong.model_copy(update={"password": PASSWORD}))
    assert back.person_id == johan.person_id
    opened = live.ask(identity.ResumeDevice(device_token=johan.device_token, browser=browser("johan")))
    assert opened.person_id == johan.person_id


def test_missing_settings_are_named_at_once(live: Running) -> None:
    environment = {name: value for name, value in live.environment.items() if name not in ("SIGNING_KEYS_FILE", "BANKID_ADDRESS")}
    live_without = Running(live.bus, live.vhost, live.bankid, live.inbox, environment)
    done = live_without.command("serve")
    assert done.returncode == 2
    assert "SIGNING_KEYS_FILE" in done.stderr
    assert "BANKID_ADDRESS" in done.stderr


def test_files_that_cannot_be_used_are_named_at_once(live: Running, folder: Path) -> None:
    wrong = {"PERSONAL_NUMBER_KEYS_FILE": str(folder / "public.json"), "BANKID_CA_FILE": str(folder / "missing.pem")}
    done = Running(live.bus, live.vhost, live.bankid, live.inbox, live.environment | wrong).command("serve")
    assert done.returncode == 2
    assert "PERSONAL_NUMBER_KEYS_FILE" in done.stderr
    assert "BANKID_CA_FILE" in done.stderr
    assert "Traceback" not in done.stderr
