"""Key sets (JWKS) of Ed25519 keys: read, made and stripped to their public half."""

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_KID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


class BadKeySet(Exception):  # noqa: N818 - reads as what it says
    """A key set that cannot be used as a whole; never says what the keys are."""


def encode(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes of canonical base64url without padding; raises ValueError on anything else."""
    if not _BASE64URL.fullmatch(text):
        raise ValueError("not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(data) != text:
        raise ValueError("not canonical base64url")
    return data


def public_keys(text: str) -> dict[str, Ed25519PublicKey]:
    """Key id → public key. A set with one bad or doubled key is refused whole, raising BadKeySet."""
    keys: dict[str, Ed25519PublicKey] = {}
    for kid, entry in _entries(text):
        try:
            keys[kid] = Ed25519PublicKey.from_public_bytes(decode(entry["x"]))
        except (KeyError, TypeError, ValueError) as error:
            raise BadKeySet("a key cannot be read") from error
    return keys


def private_keys(text: str) -> dict[str, Ed25519PrivateKey]:
    """Key id → private key, in the order of the file; the first one signs. Raises BadKeySet."""
    keys: dict[str, Ed25519PrivateKey] = {}
    for kid, entry in _entries(text):
        try:
            keys[kid] = Ed25519PrivateKey.from_private_bytes(decode(entry["d"]))
        except (KeyError, TypeError, ValueError) as error:
            raise BadKeySet("a key cannot be read") from error
    return keys


def new_key_set(*kids: str) -> dict[str, Any]:
    """A fresh private key set; two keys make rotation seamless."""
    return {"keys": [_jwk(kid, Ed25519PrivateKey.generate()) for kid in kids]}


def public_half(key_set: Mapping[str, Any]) -> dict[str, Any]:
    """The same set without the private halves: what the other services are given."""
    return {"keys": [{name: value for name, value in key.items() if name != "d"} for key in key_set["keys"]]}


def _jwk(kid: str, key: Ed25519PrivateKey) -> dict[str, str]:
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "alg": "EdDSA",
        "use": "sig",
        "kid": kid,
        "x": encode(key.public_key().public_bytes_raw()),
        "d": encode(key.private_bytes_raw()),
    }


def _entries(text: str) -> list[tuple[str, dict[str, Any]]]:
    try:
        entries = json.loads(text)["keys"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadKeySet("not a key set") from error
    if not isinstance(entries, list) or not entries:
        raise BadKeySet("no keys")
    found: list[tuple[str, dict[str, Any]]] = []
    for entry in entries:
        if not isinstance(entry, dict) or entry.get("kty") != "OKP" or entry.get("crv") != "Ed25519":
            raise BadKeySet("a key of another kind")
        kid = entry.get("kid")
        if not isinstance(kid, str) or not _KID.fullmatch(kid) or kid in dict(found):
            raise BadKeySet("a key without an id of its own")
        found.append((kid, entry))
    return found
