"""What every test may ask for: real servers, a module's own databases and virtual host."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.support.servers import Databases, Servers, Vhost

# How long an example takes says more about the machine's other work than about our code; pytest-timeout ends what hangs.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """The PostgreSQL server and the broker of this test run, started when first needed."""
    running = Servers()
    yield running
    running.close()


@pytest.fixture(scope="module")
def databases(servers: Servers) -> Databases:
    """`databases.of("cases")`: a fresh, migrated database for this module."""
    return Databases(servers)


@pytest.fixture(scope="module")
def vhost(servers: Servers) -> Iterator[Vhost]:
    """A virtual host for this module, with all users, permissions and queues; retries come quickly (0.1 s)."""
    with servers.vhost(delays_ms=(100, 100, 100, 100)) as made:
        yield made
