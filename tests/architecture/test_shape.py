"""Every service has the same rooms, every file says what it is for, and no file is a drawer for odds and ends."""

import re

import pytest

from tests.architecture.sources import ROOT, SERVICES, files, short, tree

ROOMS = {
    "README.md",
    "__init__.py",
    "__main__.py",
    "settings.py",
    "bootstrap.py",
    "domain",
    "usecases",
    "adapters",
    "entrypoints",
    "migrations",
}
NOT_ROOMS = {"__pycache__"}
ENTRY_FILES = {"__init__.py", "rpc.py", "events.py", "jobs.py"}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "data", "shared", "tools_misc", "stuff"}
LONGEST = 300
LONGEST_TEST = 400


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_rooms(service: str) -> None:
    found = {path.name for path in (ROOT / "services" / service).iterdir()} - NOT_ROOMS
    assert found == ROOMS


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_entered_by_asks_news_and_the_clock(service: str) -> None:
    found = {path.name for path in (ROOT / "services" / service / "entrypoints").glob("*.py")}
    assert found >= ENTRY_FILES


def test_every_file_opens_with_a_sentence_that_says_what_it_is_for() -> None:
    silent = []
    for path in files():
        first = tree(path).body[:1]
        docstring = first[0].value if first and hasattr(first[0], "value") else None
        said = getattr(docstring, "value", None)
        if path.read_text(encoding="utf-8").strip() and (not isinstance(said, str) or not re.search(r"[.:!?…|]", said)):
            silent.append(short(path))
    assert silent == []


def test_no_file_is_a_drawer_for_odds_and_ends() -> None:
    assert [short(path) for path in files() if path.stem.lstrip("_") in DRAWERS] == []


def test_files_are_short() -> None:
    """The contracts are the exception: all that one speaker says stands in one file."""
    long = {
        short(path): lines
        for path in files()
        if path.parent.name != "contracts"
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > (LONGEST_TEST if short(path).startswith("tests/") else LONGEST)
    }
    assert long == {}


def test_a_use_case_file_holds_a_verb() -> None:
    """`open_case.py` holds `open_case`: whoever knows what is asked finds the file."""
    from importlib import import_module

    missing = []
    for service in SERVICES:
        for use_case in import_module(f"services.{service}.entrypoints.rpc").ASKS.values():
            file = use_case.__module__.rpartition(".")[2]
            if not use_case.__module__.startswith(f"services.{service}.usecases."):
                missing.append(f"{service}: {use_case.__module__}.{use_case.__name__}")
            elif "_" not in file and file != use_case.__name__:
                missing.append(f"{service}: {file} is no verb and noun")
    assert missing == []
