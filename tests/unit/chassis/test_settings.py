"""Settings: all that is wrong at once, with what is expected, and never a value."""

from pathlib import Path

import pytest

from services.chassis.settings import MigrateSettings, ServiceSettings, load_settings

RIGHT = {
    "ENVIRONMENT": "test",
    "DATABASE_URL": "postgresql://cases:hemligt@db/cases",
    "BROKER_URL": "amqp://cases:hemligt@bus/",
    "IDENTITY_KEYS_FILE": "/run/keys.json",
    "SMTP_URL": "smtp://mail:25",
    "MAIL_FROM": "portal@example.se",
    "PORTAL_ADDRESS": "https://portal.example.se/",
    "BLOB_FOLDER": "/var/blobs",
    "INSIDE_PORT": "9000",
    "RELAY_INSIDE_PORT": "9001",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as end:
        load_settings(ServiceSettings)
    assert end.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


def test_right_settings_are_read(environment: pytest.MonkeyPatch) -> None:
    settings = load_settings(ServiceSettings)
    assert settings.database_url.get_secret_value() == RIGHT["DATABASE_URL"]
    assert settings.portal_address == "https://portal.example.se"
    assert settings.identity_keys_file == Path("/run/keys.json")
    assert settings.log_level == "INFO"


def test_a_variable_may_come_from_a_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "database_url"
    secret.write_text("postgresql://cases:ur-fil@db/cases\n")
    environment.delenv("DATABASE_URL")
    environment.setenv("DATABASE_URL_FILE", str(secret))
    assert load_settings(ServiceSettings).database_url.get_secret_value() == "postgresql://cases:ur-fil@db/cases"


def test_everything_missing_and_wrong_is_named_at_once(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    environment.delenv("MAIL_FROM")
    environment.delenv("BROKER_URL")
    environment.setenv("BROKER_URL_FILE", "/nowhere/at/all")
    environment.setenv("INSIDE_PORT", "many")
    environment.setenv("ENVIRONMENT", "moon")
    environment.setenv("DATABASE_URL", "mysql://cases:hemligt@db/cases")
    environment.setenv("DATABASE_OWNER_URL", "ignored here")
    said = complaint(capsys)
    assert "MAIL_FROM: missing; expected the sender's address" in said
    assert "BROKER_URL: the file that BROKER_URL_FILE names cannot be read" in said
    assert "INSIDE_PORT: wrong; expected port" in said
    assert "ENVIRONMENT: wrong; expected development, test, demo or production" in said
    assert "DATABASE_URL: wrong; expected postgresql://" in said
    assert said.count("\n") == 6


def test_a_value_is_never_shown(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    environment.setenv("DATABASE_URL", "mysql://cases:hemligt@db/cases")
    environment.setenv("INSIDE_PORT", "hemligt-tal")
    assert "hemligt" not in complaint(capsys)


def test_settings_do_not_show_their_secrets(environment: pytest.MonkeyPatch) -> None:
    settings = load_settings(ServiceSettings)
    assert "hemligt" not in f"{settings!r} {settings}"


def test_a_variable_given_twice_is_a_mistake(environment: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "url").write_text("amqp://bus/")
    environment.setenv("BROKER_URL_FILE", str(tmp_path / "url"))
    assert "BROKER_URL: given twice" in complaint(capsys)


def test_migrate_needs_the_owner_and_nothing_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/cases")
    assert load_settings(MigrateSettings).database_owner_url.get_secret_value() == "postgresql://owner@db/cases"
