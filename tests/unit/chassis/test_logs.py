"""Logs: one line an event, whatever the input, and nothing personal or secret in it."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from services.chassis import logs


@pytest.fixture(autouse=True)
def out() -> Iterator[StringIO]:
    root = logging.getLogger()
    before = root.handlers, root.level
    logs.configure("cases", "DEBUG")
    written = StringIO()
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    root.handlers, level = before
    root.setLevel(level)
    structlog.reset_defaults()
    logs.clear_context()


def line(out: StringIO) -> dict[str, Any]:
    (only,) = out.getvalue().splitlines()
    found: dict[str, Any] = json.loads(only)
    return found


def test_an_event_is_one_json_line_with_service_time_and_correlation_id(out: StringIO) -> None:
    logs.set_correlation_id("page-1")
    logs.get_logger("test").info("case_opened", case=1042)
    assert {"event": "case_opened", "case": 1042, "service": "cases", "level": "info", "correlation_id": "page-1"}.items() <= line(
        out
    ).items()


@pytest.mark.parametrize("text", ["a\nb", "a\r\n{}", "a\u2028b", "\x00", '"}\n{"event":"forged"}', "\ud800"])
def test_one_line_whatever_the_input(out: StringIO, text: str) -> None:
    logs.get_logger("test").info("said", text=text, **{f"key {text}": text})
    assert line(out)["event"] == "said"


def test_the_standard_library_and_exceptions_come_out_as_one_line_too(out: StringIO) -> None:
    try:
        raise RuntimeError("number 850709-9805 in a text\nof two lines")
    except RuntimeError:
        logging.getLogger("somebody.else").exception("it broke for %s", "19850709-9805")
    found = line(out)
    assert "9805" not in json.dumps(found)
    assert "RuntimeError" in found["exception"]


@pytest.mark.parametrize("number", ["8507099805", "850709-9805", "850709+9805", "198507099805", "19850709-9805", "19850709 9805"])
@pytest.mark.parametrize("around", ["{}", "pnr {}.", "/p/{}/x", "({})", "x={}&y"])
def test_a_personal_number_never_reaches_the_log(out: StringIO, number: str, around: str) -> None:
    text = around.format(number)
    logs.get_logger("test").info(f"said {text}", value=text, inner={"list": [text, {"deep": text}]}, third=(text,))
    assert "9805" not in out.getvalue()


def test_a_personal_number_as_a_number_neither(out: StringIO) -> None:
    logs.get_logger("test").info("said", value=198507099805, other=8507099805, fine=1042)
    found = line(out)
    assert (found["value"], found["other"], found["fine"]) == ("***", "***", 1042)


@pytest.mark.parametrize(
    "key", ["token", "session_token", "password", "Assertion", "set_cookie", "Authorization", "personal_number", "client_secret"]
)
def test_secret_keys_are_masked_at_any_depth(out: StringIO, key: str) -> None:
    logs.get_logger("test").info("said", **{key: "hemligt"}, inner={key: ["hemligt"]})
    assert "hemligt" not in out.getvalue()


def test_signed_tokens_and_passwords_in_addresses_are_masked_in_any_text(out: StringIO) -> None:
    logs.get_logger("test").info("eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2ln at amqp://cases:hemligt@bus/")
    written = out.getvalue()
    assert "eyJ" not in written
    assert "hemligt" not in written
    assert "amqp://cases:***@bus" in written


@given(st.integers(0, 10**12), st.text(max_size=20))
def test_masking_masks_nothing_but_what_it_must(number: int, text: str) -> None:
    masked = logs.masked_text(f"{number}")
    assert (masked == "***") is (len(str(number)) in (10, 12))
