"""Ports are joined by name, and a missing one is found at start."""

from typing import Any

import pytest
from sqlalchemy import create_engine

from services.chassis.caller import ANYONE_CALLER, Caller
from services.chassis.wiring import App, MissingPort, wire
from services.contracts.envelope import Done
from services.contracts.identity import SignOut


def test_ports_are_bound_by_name_and_the_rest_left_out() -> None:
    def use_case(ask: str, caller: Caller, uow: str, clock: str = "own") -> tuple[Any, ...]:
        return ask, caller, uow, clock

    assert wire(use_case, uow="u", mailer="m")("ask", ANYONE_CALLER) == ("ask", ANYONE_CALLER, "u", "own")
    assert wire(use_case, uow="u", clock="c")("ask", ANYONE_CALLER)[3] == "c"


def test_a_job_has_no_message() -> None:
    assert wire(lambda uow: uow, uow=3)() == 3


def test_a_missing_port_is_an_error_at_start() -> None:
    def open_case(ask: str, caller: Caller, uow: str, clock: str) -> None: ...

    with pytest.raises(MissingPort, match="open_case wants clock"):
        wire(open_case, uow="u")


def test_a_service_cannot_answer_anothers_asks() -> None:
    unused: Any = None
    engine = create_engine("sqlite://")
    with pytest.raises(ValueError, match="SignOut is asked of identity, not of cases"):
        App(name="cases", engine=engine, settings=unused, verifier=unused, asks={SignOut: lambda ask, caller: Done()})
