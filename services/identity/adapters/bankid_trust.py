"""Whom the BankID client talks to: the address, the pinned authority and the environment must belong together."""

import hashlib
import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PRODUCTION_HOST = "appapi2.bankid.com"
TEST_HOST = "appapi2.test.bankid.com"
AUTHORITY = {
    PRODUCTION_HOST: "e6a2d45c0a1051c959428649f86a09a9b2152cd551993cc2eb4cf094bdacbecb",
    TEST_HOST: "f3d0740ebfb3700e3b81aa791fee451472698c84e199c2eb48a443ff1d5b405c",
}
"""SHA-256 of BankID's own root certificates; they are in no public list of authorities."""
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


class BankIdMisconfigured(ValueError):  # noqa: N818 - named like its neighbours
    """The settings for BankID are missing something or do not belong together; the text names the setting."""


@dataclass(frozen=True)
class BankIdAccess:
    """The settings: base address ending in /rp/v6.0, our certificate and key, the pinned authority, and ENVIRONMENT."""

    address: str
    certificate_file: Path
    key_file: Path
    ca_file: Path
    environment: str


def trusted_context(access: BankIdAccess) -> ssl.SSLContext:
    """TLS 1.2 or newer, our certificate, and the pinned authority only. Raises BankIdMisconfigured."""
    host = _checked_host(access)
    pinned = _authorities(access.ca_file)
    if host in AUTHORITY and pinned != {AUTHORITY[host]}:
        raise BankIdMisconfigured(f"BANKID_CA_FILE must hold exactly BankID's own root for {host}")
    if host not in AUTHORITY and pinned & set(AUTHORITY.values()):
        raise BankIdMisconfigured(f"BANKID_CA_FILE holds one of BankID's own roots, but BANKID_ADDRESS is {host}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(cafile=access.ca_file)
    except (OSError, ssl.SSLError) as wrong:
        raise BankIdMisconfigured(f"BANKID_CA_FILE cannot be used: {wrong}") from wrong
    try:
        context.load_cert_chain(access.certificate_file, access.key_file)
    except (OSError, ssl.SSLError) as wrong:
        raise BankIdMisconfigured(f"BANKID_CERTIFICATE_FILE and BANKID_KEY_FILE cannot be used: {wrong}") from wrong
    return context


def _checked_host(access: BankIdAccess) -> str:
    parts = urlsplit(access.address)
    if parts.scheme != "https" or not parts.hostname or parts.path.rstrip("/") != "/rp/v6.0":
        raise BankIdMisconfigured("BANKID_ADDRESS must be https://…/rp/v6.0")
    in_production = access.environment == "production"
    if in_production != (parts.hostname == PRODUCTION_HOST):
        raise BankIdMisconfigured(f"BANKID_ADDRESS is {parts.hostname}, which does not go with ENVIRONMENT={access.environment}")
    return parts.hostname


def _authorities(file: Path) -> set[str]:
    try:
        found = _PEM.findall(file.read_text("ascii"))
        return {hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() for pem in found}
    except (OSError, ValueError) as wrong:
        raise BankIdMisconfigured(f"BANKID_CA_FILE cannot be read: {wrong}") from wrong
