"""Imports that import-linter cannot put in words: the domain's diet, and where the framework may be named."""

import sys

import pytest

from tests.architecture.sources import SERVICES, files, imported, short

LIBRARY_VARIABLES = {"gateway/gunicorn.conf.py", "gateway/metrics.py"}
"""Files that pass on variables which gunicorn and the Prometheus client read for themselves."""

MAY_NAME_NAMEKO = {"services/chassis/host.py", "services/chassis/rpc_server.py", "services/chassis/event_listener.py"}
FRAMEWORK = {"nameko", "eventlet"}


def top(module: str) -> str:
    return module.partition(".")[0]


@pytest.mark.parametrize("service", SERVICES)
def test_rules_import_the_standard_library_and_each_other_only(service: str) -> None:
    own = f"services.{service}.domain"
    strangers = {
        f"{short(path)}: {module}"
        for path in files(f"services/{service}/domain")
        for module in imported(path)
        if top(module) not in sys.stdlib_module_names and module != own and not module.startswith(f"{own}.")
    }
    assert strangers == set()


def test_the_framework_is_named_in_three_files_of_the_chassis_only() -> None:
    naming = {
        short(path) for folder in ("services", "gateway", "deploy") for path in files(folder) if FRAMEWORK & set(map(top, imported(path)))
    }
    assert naming <= MAY_NAME_NAMEKO


def test_tests_do_not_load_the_framework_into_their_own_process() -> None:
    """It patches the standard library for everything that runs after it; services under test run as processes."""
    naming = {
        short(path)
        for folder in ("tests/unit", "tests/gateway", "tests/contract", "tests/architecture")
        for path in files(folder)
        if FRAMEWORK & set(map(top, imported(path)))
    }
    assert naming == set()


def test_contracts_stand_on_pydantic_and_the_standard_library() -> None:
    allowed = {*sys.stdlib_module_names, "pydantic", "services"}
    strangers = {
        f"{short(path)}: {module}" for path in files("services/contracts") for module in imported(path) if top(module) not in allowed
    }
    assert strangers == set()


def test_environment_variables_are_named_in_settings_only() -> None:
    """One file per deployable says what it is told; anything else that reads the environment is a hidden setting."""
    reading = [
        short(path)
        for folder in (*(f"services/{service}" for service in SERVICES), "gateway")
        for path in files(folder)
        if "os.environ" in path.read_text(encoding="utf-8") or "getenv(" in path.read_text(encoding="utf-8")
    ]
    assert set(reading) - LIBRARY_VARIABLES == set()
