"""What forgers of assertions work with: identity's keys, an attacker's key, and a seeded dice."""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.billing.domain.access import Membership, Revocations
from services.chassis.keys import encode, private_keys

TYPE = "portal-id+jwt"


@dataclass(frozen=True)
class Forgery:
    """One attempt. What billing itself knows is right unless said; then the token alone must give it away."""

    kind: str
    token: object
    membership: Membership | None = field(default_factory=lambda: Membership("main_admin"))
    revocations: Revocations | None = None
    organisation: str = "company"


class Mint:
    """Identity's keys, an attacker's key, and a seeded dice."""

    def __init__(self, keys: Mapping[str, Any], now: datetime, seed: int) -> None:
        self.dice = random.Random(seed)
        self.now = now
        self.second = int(now.timestamp())
        self.keys = private_keys(json.dumps(keys))
        self.attacker = Ed25519PrivateKey.generate()

    def claims(self, **changed: Any) -> dict[str, Any]:
        """What identity says of Anna, main_admin with BankID; ... takes a claim away."""
        issued = self.second - self.dice.randint(0, 3)
        whole: dict[str, Any] = {
            "iss": "platzer-identity", "aud": "billing", "sub": "anna", "org": "company", "role": "main_admin", "staff": [], "name": "Anna",
            "amr": ["bankid"], "acr": "3", "auth_time": issued - self.dice.randint(1, 1500), "sid": "anna-1", "jti": str(uuid4()),
            "iat": issued, "exp": issued + 60, "txn": str(uuid4()), "ver": 1, "lang": "sv", "kind": "member",
        } | changed  # fmt: skip
        return {name: value for name, value in whole.items() if value is not ...}

    def header(self, **changed: Any) -> dict[str, Any]:
        """The right header; ... takes a name away."""
        whole = {"typ": TYPE, "alg": "EdDSA", "kid": "k1"} | changed
        return {name: value for name, value in whole.items() if value is not ...}

    def true(self, claims: object, header: object = None) -> str:
        """Signed with identity's own key, whatever the content."""
        return self.raw(as_json(header or self.header()), as_json(claims), self.keys["k1"].sign)

    def raw(self, header: bytes, claims: bytes, sign: Callable[[bytes], bytes]) -> str:
        """Three parts, signed by anything."""
        signed = f"{encode(header)}.{encode(claims)}"
        return f"{signed}.{encode(sign(signed.encode()))}"

    def public_bytes(self) -> list[bytes]:
        """The public key in every form that a careless verifier might take for a shared secret."""
        key = self.keys["k1"].public_key()
        raw = key.public_bytes_raw()
        pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        jwk = json.dumps({"kty": "OKP", "crv": "Ed25519", "x": encode(raw)}).encode()
        return [raw, pem, pem.strip(), encode(raw).encode(), jwk, b""]


def as_json(value: object) -> bytes:
    """As it stands inside a token."""
    return json.dumps(value).encode()


def fresh_at(now: datetime) -> Revocations:
    """Identity was heard just now, nothing has ended, the session has not been used yet."""
    return Revocations(False, now - timedelta(seconds=1), None)
