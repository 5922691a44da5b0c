"""Signed assertions of who asks: a total and closed verifier, and the signer that identity mints with.

The format has exactly one shape (header, claims and algorithm are fixed), so it is read here directly with `cryptography`
rather than with a general JWT library, whose generality (algorithms, header keys, lists of audiences) would all have to be switched off.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar
from uuid import uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.chassis.caller import ANYONE_CALLER, Caller, permits, service_caller
from services.chassis.keys import BadKeySet, decode, encode, private_keys, public_keys
from services.contracts.refusals import SIGN_IN, TRY_AGAIN, Refused, refuse
from services.contracts.rights import Role, StaffRole

__all__ = ["ANYONE_CALLER", "Caller", "Signer", "Verifier", "permits", "service_caller"]

ISSUER = "platzer-identity"
TYPE = "portal-id+jwt"
LONGEST_S = {"billing": 60}
LONGEST_EVERYDAY_S = 300
LEEWAY_S = 5
"""How far identity's clock may run ahead of ours; an assertion is never accepted after its end."""

T = TypeVar("T")
_LONGEST_TOKEN = 4096
_CACHE_SIZE = 10_000
_REQUIRED: dict[str, type] = {
    "iss": str, "aud": str, "sub": str, "org": str, "role": str, "staff": list, "name": str, "amr": list, "acr": str, "auth_time": int,
    "sid": str, "jti": str, "iat": int, "exp": int, "txn": str, "ver": int, "lang": str, "kind": str,
}  # fmt: skip
_OPTIONAL: dict[str, type] = {"grant": str}
_KNOWN = _REQUIRED | _OPTIONAL
_MAY_BE_EMPTY = frozenset({"org", "role", "name"})


class _Bad(Exception):  # noqa: N818 - internal, always handled
    """Something about the token is not as it must be; never leaves this file."""


class Verifier:
    """Turns a token into a `Caller`, or refuses; nothing else ever comes out of `verify`."""

    def __init__(self, keys_file: Path | str, audience: str) -> None:
        self._keys = _WatchedFile(Path(keys_file), public_keys)
        self._audience = audience
        self._known: dict[bytes, tuple[Caller, int]] = {}
        self._known_from: object = None

    def verify(self, token: object, now: datetime) -> Caller:
        """The caller; raises Refused(sign_in), or Refused(try_again) while the key set cannot be read."""
        try:
            keys = self._keys.read()
        except (OSError, BadKeySet, UnicodeDecodeError):
            refuse(TRY_AGAIN)
        if keys is not self._known_from:
            # A key that was taken out of the set must stop opening doors at once, also for tokens already seen.
            self._known, self._known_from = {}, keys
        try:
            return self._caller(token, now.timestamp(), keys)
        except Refused:
            raise
        except Exception:  # closed: whatever a token manages to provoke, the answer is the same
            refuse(SIGN_IN)

    def _caller(self, token: object, now: float, keys: Mapping[str, Ed25519PublicKey]) -> Caller:
        if type(token) is not str or not 0 < len(token) <= _LONGEST_TOKEN or not token.isascii():
            _bad()
        digest = hashlib.sha256(token.encode("ascii")).digest()
        known = self._known.get(digest)
        if known is not None:
            caller, ends = known
            if now >= ends:
                del self._known[digest]
                _bad()
            return caller
        claims = self._claims(token, keys)
        _check_times(claims, now, LONGEST_S.get(self._audience, LONGEST_EVERYDAY_S))
        caller = _as_caller(claims)
        self._remember(digest, caller, claims["exp"], now)
        return caller

    def _claims(self, token: str, keys: Mapping[str, Ed25519PublicKey]) -> dict[str, Any]:
        header_part, claims_part, signature_part = token.split(".")
        header = _json_object(decode(header_part))
        if set(header) != {"typ", "alg", "kid"} or header["typ"] != TYPE or header["alg"] != "EdDSA" or type(header["kid"]) is not str:
            _bad()
        key = keys.get(header["kid"])
        if key is None:
            _bad()
        try:
            key.verify(decode(signature_part), f"{header_part}.{claims_part}".encode("ascii"))
        except InvalidSignature:
            _bad()
        claims = _json_object(decode(claims_part))
        _check_shape(claims)
        if claims["iss"] != ISSUER or claims["aud"] != self._audience or claims["ver"] != 1:
            _bad()
        return claims

    def _remember(self, digest: bytes, caller: Caller, ends: int, now: float) -> None:
        if len(self._known) >= _CACHE_SIZE:
            self._known = {key: value for key, value in self._known.items() if value[1] > now}
        if len(self._known) < _CACHE_SIZE:
            self._known[digest] = (caller, ends)


class Signer:
    """Mints assertions with the first key of a private key set; the file is read again when it changes."""

    def __init__(self, keys_file: Path | str) -> None:
        self._keys = _WatchedFile(Path(keys_file), private_keys)

    def mint(self, caller: Caller, audience: str, now: datetime, *, lifetime: timedelta = timedelta(seconds=LONGEST_EVERYDAY_S),
             transaction_id: str = "", grant: str | None = None) -> str:  # fmt: skip
        """An assertion about `caller` for one audience; raises ValueError where no verifier would accept it."""
        issued = int(now.timestamp())
        claims: dict[str, Any] = {
            "iss": ISSUER, "aud": audience, "sub": caller.person_id, "org": caller.organisation_id, "role": caller.role or "",
            "staff": sorted(caller.staff_roles), "name": caller.name, "amr": list(caller.methods), "acr": str(caller.assurance),
            "auth_time": int(caller.authenticated_at.timestamp()) if caller.authenticated_at else 0, "sid": caller.session_id,
            "jti": str(uuid4()), "iat": issued, "exp": issued + int(lifetime.total_seconds()), "txn": transaction_id or str(uuid4()),
            "ver": 1, "lang": caller.language, "kind": caller.kind,
        }  # fmt: skip
        if grant is not None:
            claims["grant"] = grant
        try:
            _check_shape(claims)
            _check_times(claims, issued, LONGEST_S.get(audience, LONGEST_EVERYDAY_S))
            _as_caller(claims)
        except _Bad as error:
            raise ValueError("no verifier would accept such an assertion") from error
        return self.sign(claims)

    def sign(self, claims: Mapping[str, Any]) -> str:
        """The claims as they are, signed; `mint` is what callers want."""
        kid, key = next(iter(self._keys.read().items()))
        header = {"typ": TYPE, "alg": "EdDSA", "kid": kid}
        signed = f"{_compact(header)}.{_compact(claims)}"
        return f"{signed}.{encode(key.sign(signed.encode('ascii')))}"


@dataclass
class _WatchedFile(Generic[T]):
    """A parsed file that is parsed again when it has changed: keys are exchanged without a restart."""

    path: Path
    parse: Callable[[str], T]
    _stamp: tuple[int, int, int] | None = None
    _value: T | None = None

    def read(self) -> T:
        status = os.stat(self.path)  # once an ask, at half the price of Path.stat
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if stamp != self._stamp or self._value is None:
            self._value = self.parse(self.path.read_text(encoding="utf-8"))
            self._stamp = stamp
        return self._value


def _bad() -> NoReturn:
    raise _Bad


def _compact(value: Mapping[str, Any]) -> str:
    return encode(json.dumps(value, separators=(",", ":")).encode("ascii"))


def _json_object(data: bytes) -> dict[str, Any]:
    value = json.loads(data.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_no_number, parse_float=_no_number)
    if type(value) is not dict:
        _bad()
    return value


def _no_number(text: str) -> NoReturn:
    _bad()


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # With two keys of one name, readers differ in which one they believe.
    if len({name for name, _ in pairs}) != len(pairs):
        _bad()
    return dict(pairs)


def _check_shape(claims: Mapping[str, Any]) -> None:
    if not _REQUIRED.keys() <= claims.keys() <= _KNOWN.keys():
        _bad()
    for name, value in claims.items():
        wanted = _KNOWN[name]
        if not _is_a(wanted, value):
            _bad()
        if wanted is str:
            _check_text(value, may_be_empty=name in _MAY_BE_EMPTY)
        if wanted is list:
            for item in value:
                if not _is_a(str, item):
                    _bad()
                _check_text(item, may_be_empty=False)


def _is_a(wanted: type, value: Any) -> bool:
    # True is an int to isinstance; the signer's StrEnum members are strings.
    return isinstance(value, str) if wanted is str else type(value) is wanted


def _check_text(value: str, *, may_be_empty: bool) -> None:
    if len(value) > 200 or not value.isprintable() or not (value or may_be_empty):
        _bad()


def _check_times(claims: Mapping[str, Any], now: float, longest_s: int) -> None:
    issued, ends, signed_in = claims["iat"], claims["exp"], claims["auth_time"]
    if not 0 < ends - issued <= longest_s or not issued <= now + LEEWAY_S or not now < ends or not 0 < signed_in <= issued:
        _bad()


def _as_caller(claims: Mapping[str, Any]) -> Caller:
    kind, role, roles = claims["kind"], claims["role"], claims["staff"]
    shape = (bool(claims["org"]), bool(role), bool(roles))
    if {"person": (False, False, False), "member": (True, True, False), "staff": (False, False, True)}.get(kind) != shape:
        _bad()
    if claims["acr"] not in ("0", "1", "2", "3") or len(set(roles)) != len(roles):
        _bad()
    try:
        return Caller(
            kind=kind, person_id=claims["sub"], organisation_id=claims["org"], role=Role(role) if role else None,
            staff_roles=frozenset(StaffRole(name) for name in roles), name=claims["name"], session_id=claims["sid"],
            methods=tuple(claims["amr"]), assurance=int(claims["acr"]),
            authenticated_at=datetime.fromtimestamp(claims["auth_time"], UTC), language=claims["lang"], claims=dict(claims),
        )  # fmt: skip
    except (ValueError, OverflowError, OSError):
        _bad()
