"""What the gateway is told by its environment; the only file here that names environment variables."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from services.chassis.settings import Settings

SHORTEST_KEY = 32


class GatewaySettings(Settings):
    """Each variable X may be given as X_FILE, a file holding the value."""

    broker_url: SecretStr = Field(description="amqp://user:password@host:port/vhost")
    secret_key: SecretStr = Field(description=f"at least {SHORTEST_KEY} random characters, the same for every replica")
    portal_address: str = Field(description="the portal's public address, such as https://portal.example.se; production wants https")
    blob_folder: Path = Field(description="folder for uploaded files")
    inside_port: int = Field(ge=0, le=65535, description="port of /livez, /readyz and /metrics")
    trusted_proxies: int = Field(default=0, ge=0, le=5, description="how many proxies stand in front and set X-Forwarded-*")

    @field_validator("broker_url")
    @classmethod
    def _is_a_broker(cls, value: SecretStr) -> SecretStr:
        if urlsplit(value.get_secret_value()).scheme not in ("amqp", "amqps"):
            raise ValueError("not an address of that kind")
        return value

    @field_validator("secret_key")
    @classmethod
    def _is_long(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError("too short")
        return value

    @field_validator("portal_address")
    @classmethod
    def _is_http(cls, value: str, info: Any) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("not an address of that kind")
        if parts.scheme == "http" and info.data.get("environment") == "production":
            raise ValueError("production wants https")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _has_a_folder(self) -> "GatewaySettings":
        self.blob_folder.mkdir(parents=True, exist_ok=True)
        return self

    @property
    def https(self) -> bool:
        """Whether browsers reach us over https."""
        return self.portal_address.startswith("https://")
