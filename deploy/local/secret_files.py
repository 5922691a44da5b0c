"""Keys and passwords of a native run: made once, each in a file that only we can read."""

import base64
import json
import secrets
from pathlib import Path

from deploy.local.layout import Layout
from deploy.simulators.bankid.certificates import ensure
from services.chassis.keys import new_key_set, public_half
from services.chassis.topology_table import SERVICES, USERS


def make_missing(layout: Layout) -> None:
    """Make whatever is missing; what is there stays as it is."""
    layout.secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
    ensure(layout.certificates)
    for service in SERVICES:
        _once(layout.secrets / f"database-{service}", secrets.token_urlsafe(24))
        _once(layout.secrets / f"database-{service}-owner", secrets.token_urlsafe(24))
    for user in USERS:
        _once(layout.secrets / f"broker-{user}", secrets.token_urlsafe(24))
    _once(layout.secrets / "gateway-key", secrets.token_urlsafe(48))
    _once(layout.secrets / "personal-number-keys.json", json.dumps(_personal_number_keys()))
    if not (layout.secrets / "identity-public.json").exists():
        keys = new_key_set(f"k-{secrets.token_hex(4)}", f"k-{secrets.token_hex(4)}")
        private = layout.secrets / "identity-signing.json"
        private.unlink(missing_ok=True)
        _once(private, json.dumps(keys))
        _once(layout.secrets / "identity-public.json", json.dumps(public_half(keys)))


def read(layout: Layout, name: str) -> str:
    """One secret."""
    return (layout.secrets / name).read_text(encoding="utf-8").strip()


def _personal_number_keys() -> dict[str, object]:
    return {"hmac": _key(), "current": "p1", "aes": {"p1": _key()}}


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def _once(path: Path, value: str) -> None:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(value, encoding="utf-8")
