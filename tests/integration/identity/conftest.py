"""A database of identity, and its use cases on it with BankID and the clock in our hands."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, select

from services.chassis.database import new_engine
from services.chassis.tables import mail_outbox
from services.identity.adapters.bankid_client import BankIdClient
from services.identity.adapters.bankid_trust import BankIdAccess
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from tests.support.clock import FixedClock
from tests.support.servers import Databases, ServiceDatabase
from tests.support.simulators import RunningBankId, running_bankid
from tests.unit.identity.driver import Company, Identity, company


@pytest.fixture(scope="module")
def database(databases: Databases) -> ServiceDatabase:
    """This module's own, migrated from empty."""
    return databases.of("identity")


@pytest.fixture(scope="module")
def engine(database: ServiceDatabase) -> Iterator[Engine]:
    """The service's own way in."""
    engine = new_engine(database.url, application="identity-tests")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner_engine(database: ServiceDatabase) -> Iterator[Engine]:
    """The migrations' way in."""
    engine = new_engine(database.owner_url, application="identity-tests")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(scope="module")
def it(engine: Engine, clock: FixedClock) -> Identity:
    return Identity(IdentityUnitOfWork(engine, clock), clock)


@pytest.fixture(scope="module")
def token_of(engine: Engine) -> Callable[[str], str]:
    """The token in the newest invitation mail to an address."""

    def find(email: str) -> str:
        wanted = select(mail_outbox.c.about).where(mail_outbox.c.kind == "invitation", mail_outbox.c.recipient == email)
        with engine.connect() as connection:
            return str(connection.execute(wanted.order_by(mail_outbox.c.id.desc()).limit(1)).scalar_one()["token"])

    return find


@pytest.fixture(scope="module")
def ab(it: Identity, token_of: Callable[[str], str]) -> Company:
    return company(it, token_of)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBankId]:
    with running_bankid(tmp_path_factory.mktemp("bankid")) as one:
        yield one


@pytest.fixture
def bankid(running: RunningBankId) -> Iterator[RunningBankId]:
    yield running
    running.simulator.faults.clear()


@pytest.fixture
def access(bankid: RunningBankId) -> BankIdAccess:
    folder = bankid.folder
    return BankIdAccess(bankid.address, folder / "client.pem", folder / "client.key", folder / "server_ca.pem", "test")


@pytest.fixture
def client(access: BankIdAccess, bankid: RunningBankId) -> Iterator[BankIdClient]:
    made = BankIdClient(access, bankid.simulator.clock.now)
    yield made
    made.close()
