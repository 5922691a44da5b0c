"""Makes every key and password that is missing, each in a file that only its owner can read; what is there stays as it is."""

import base64
import json
import secrets
from pathlib import Path

from deploy.simulators.bankid.certificates import ensure
from services.chassis.keys import new_key_set, public_half
from services.chassis.topology_table import SERVICES, USERS

CERTIFICATES = "bankid"
"""The subfolder of what the BankID simulator and we show each other."""


def make_missing(folder: Path) -> None:
    """Fill `folder`; harmless to repeat. Certificates that end within a month are made anew."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ensure(folder / CERTIFICATES)
    for login in ("admin", *SERVICES, *(f"{service}-owner" for service in SERVICES)):
        _once(folder / f"database-{login}", secrets.token_urlsafe(24))
    for user in USERS:
        _once(folder / f"broker-{user}", secrets.token_urlsafe(24))
    _once(folder / "gateway-key", secrets.token_urlsafe(48))
    _once(folder / "personal-number-keys.json", json.dumps(_personal_number_keys()))
    _once(folder / "identity-signing.json", json.dumps(new_key_set(f"k-{secrets.token_hex(4)}", f"k-{secrets.token_hex(4)}")))
    _once(folder / "identity-public.json", json.dumps(public_half(json.loads(read(folder, "identity-signing.json")))))


def read(folder: Path, name: str) -> str:
    """One secret."""
    return (folder / name).read_text(encoding="utf-8").strip()


def _personal_number_keys() -> dict[str, object]:
    return {"hmac": _key(), "current": "p1", "aes": {"p1": _key()}}


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def _once(path: Path, value: str) -> None:
    """Write whole or not at all: a file cut short by a crash would stay for good."""
    if not path.exists():
        unfinished = path.with_name(f".{path.name}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(value, encoding="utf-8")
        unfinished.replace(path)
