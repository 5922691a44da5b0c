"""Settings from the environment: everything missing or wrong is named at once, and no value is ever printed."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

S = TypeVar("S", bound="Settings")


class _FromFiles(PydanticBaseSettingsSource):
    """Reads X from the file that X_FILE names: how secrets reach a container."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        name = field_name.upper()
        path = os.environ.get(f"{name}_FILE")
        if path is None:
            return None, field_name, False
        if name in os.environ:
            raise UnreadableSettingError(name, f"given twice, as {name} and as {name}_FILE")
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\n"), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableSettingError(name, f"the file that {name}_FILE names cannot be read ({type(error).__name__})") from error

    def __call__(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field_name, field in self.settings_cls.model_fields.items():
            try:
                value, _, _ = self.get_field_value(field, field_name)
            except UnreadableSettingError:
                continue
            if value is not None:
                found[field_name] = value
        return found

    def complaints(self) -> dict[str, str]:
        """What is wrong with the X_FILE variables, by field."""
        wrong: dict[str, str] = {}
        for field_name, field in self.settings_cls.model_fields.items():
            try:
                self.get_field_value(field, field_name)
            except UnreadableSettingError as error:
                wrong[field_name] = error.reason
        return wrong


class UnreadableSettingError(Exception):
    """A setting that is given in a way that cannot be used; says nothing of the value."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.reason = reason


class Settings(BaseSettings):
    """What every deployable is told. Each variable X may be given as X_FILE, a file holding the value."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True, frozen=True)

    environment: Literal["development", "test", "demo", "production"] = Field(description="development, test, demo or production")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first (tests), then the variable, then the file."""
        return init_settings, env_settings, _FromFiles(settings_cls)


class ServiceSettings(Settings):
    """What every service is told; a service adds its own in `settings.py`."""

    database_url: SecretStr = Field(description="postgresql://login:password@host:port/database")
    broker_url: SecretStr = Field(description="amqp://user:password@host:port/vhost")
    identity_keys_file: Path = Field(description="path of identity's public key set (JWKS)")
    smtp_url: str = Field(description="smtp://host:port")
    mail_from: str = Field(description="the sender's address, such as Kundportalen <portal@example.se>")
    portal_address: str = Field(description="the portal's public address, such as https://portal.example.se")
    blob_folder: Path = Field(description="folder for uploaded files")
    inside_port: int = Field(ge=0, le=65535, description="port of /livez, /readyz and /metrics for `serve`")
    relay_inside_port: int = Field(ge=0, le=65535, description="port of /livez, /readyz and /metrics for `relay`")
    workers: int = Field(default=50, ge=1, le=500, description="how many asks are handled at once")

    @field_validator("database_url", "broker_url")
    @classmethod
    def _is_an_address(cls, value: SecretStr, info: Any) -> SecretStr:
        schemes = {"database_url": ("postgresql", "postgres"), "broker_url": ("amqp", "amqps")}[info.field_name]
        if urlsplit(value.get_secret_value()).scheme not in schemes:
            raise ValueError("not an address of that kind")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_smtp(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("not an address of that kind")
        return value

    @field_validator("portal_address")
    @classmethod
    def _is_http(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("not an address of that kind")
        return value.rstrip("/")


class MigrateSettings(Settings):
    """What `migrate` is told: the login that owns the tables, which `serve` never sees."""

    database_owner_url: SecretStr = Field(description="postgresql://owner:password@host:port/database")


def load_settings(settings_class: type[S]) -> S:
    """Read the settings, or name everything that is missing or wrong on stderr and end the process with 2."""
    complaints = dict(_FromFiles(settings_class).complaints())
    read: Callable[[], S] = settings_class
    try:
        settings = read()
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False, include_context=False):
            field_name = str(problem["loc"][0]) if problem["loc"] else "settings"
            complaints.setdefault(field_name, "missing" if problem["type"] == "missing" else "wrong")
    else:
        if not complaints:
            return settings
    print("The settings cannot be used:", file=sys.stderr)
    for field_name, reason in sorted(complaints.items()):
        print(_sentence(settings_class, field_name, reason), file=sys.stderr)
    raise SystemExit(2)


def _sentence(settings_class: type[Settings], field_name: str, reason: str) -> str:
    name = field_name.upper()
    field = settings_class.model_fields.get(field_name)
    expected = field.description if field is not None and field.description else "a value"
    return f"  {name}: {reason}; expected {expected} (or {name}_FILE, a file holding it)"
