"""A simulator for each test; its certificates are minted once."""

from pathlib import Path

import pytest

from deploy.simulators.bankid.app import Simulator
from tests.support.simulators import simulator


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture
def bankid(certificates: Path) -> Simulator:
    return simulator(certificates)
