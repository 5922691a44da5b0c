"""The two phone numbers: made up in a demo, real in production."""

import pytest
from pydantic import ValidationError

from services.content.settings import Settings

ELSE: dict[str, object] = {
    "database_url": "postgresql://content:x@localhost/content",
    "broker_url": "amqp://content:x@localhost/",
    "identity_keys_file": "keys.json",
    "smtp_url": "smtp://localhost:25",
    "mail_from": "portal@example.se",
    "portal_address": "https://portal.example.se",
    "blob_folder": "blobs",
    "inside_port": 1,
    "relay_inside_port": 2,
}


def settings(**given: object) -> Settings:
    return Settings.model_validate(ELSE | given)


def test_a_demo_has_numbers_nobody_answers() -> None:
    assert settings(environment="demo").on_call_phone == "031-390 06 00"


def test_production_must_be_told_both_numbers() -> None:
    with pytest.raises(ValidationError) as wrong:
        settings(environment="production")
    assert {each["loc"][0] for each in wrong.value.errors()} == {"on_call_phone", "switchboard_phone"}
    assert settings(environment="production", on_call_phone="031-701 00 01", switchboard_phone="031-701 00 02").switchboard_phone


@pytest.mark.parametrize("number", ["", "ring oss", "12", "<b>031</b>"])
def test_what_cannot_be_called_is_no_number(number: str) -> None:
    with pytest.raises(ValidationError):
        settings(environment="demo", on_call_phone=number)
