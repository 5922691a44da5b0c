"""What identity is told by its environment; the only file here that names variables."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator

from services.chassis.settings import ServiceSettings

APP_LINK = "https://app.bankid.com/"


class Settings(ServiceSettings):
    """Keys, and BankID's address with our certificate."""

    signing_keys_file: Path = Field(description="path of identity's private key set (JWKS)")
    personal_number_keys_file: Path = Field(description='path of the keys for personal numbers, {"hmac": …, "current": …, "aes": {…}}')
    bankid_address: str = Field(description="BankID's address, https://…/rp/v6.0")
    bankid_certificate_file: Path = Field(description="path of our certificate for BankID (PEM)")
    bankid_key_file: Path = Field(description="path of the key of that certificate (PEM)")
    bankid_ca_file: Path = Field(description="path of BankID's own root certificate (PEM)")
    bankid_start_address: str = Field(default=APP_LINK, description="where a link opens BankID's app")
    portal_name: str = Field(
        default="Platzers kundportal", min_length=1, max_length=100, description="the portal's name in mails and in BankID's app"
    )

    @field_validator("bankid_start_address")
    @classmethod
    def _is_bankids_in_production(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("environment") == "production" and value != APP_LINK:
            raise ValueError("in production the app is opened by BankID's own link")
        if urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("not an address")
        return value
