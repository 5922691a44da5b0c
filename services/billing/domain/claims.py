"""The claims of a verified assertion as billing reads them: every name and type known, or nothing."""

from dataclasses import dataclass

ISSUER = "platzer-identity"
AUDIENCE = "billing"
VERSION = 1
LONGEST_LIFE_S = 60
"""An assertion for billing lives at most this long (trust.md §2 point 1)."""

METHODS = frozenset({"bankid", "pwd", "rmd", "passkey", "totp"})
ASSURANCES = {"0": 0, "1": 1, "2": 2, "3": 3}
ROLES = frozenset({"main_admin", "admin", "user"})

REQUIRED = frozenset(
    {"iss", "aud", "sub", "org", "role", "staff", "name", "amr", "acr", "auth_time"}
    | {"sid", "jti", "iat", "exp", "txn", "ver", "lang", "kind"}
)
OPTIONAL = frozenset({"grant"})

_LONGEST_TEXT = 200


@dataclass(frozen=True)
class Claims:
    """What identity has signed about one member in one organisation. Times are seconds since 1970."""

    person_id: str
    organisation_id: str
    role: str
    methods: frozenset[str]
    assurance: int
    authenticated_at: int
    issued_at: int
    expires_at: int
    session_id: str
    grant_id: str | None


def read_claims(given: object) -> Claims | None:
    """Read a verified payload; None for anything missing, unknown or of another type. Raises nothing."""
    if type(given) is not dict or not all(type(name) is str for name in given):
        return None
    if not given.keys() >= REQUIRED or given.keys() - REQUIRED - OPTIONAL:
        return None
    if not _is_for_billing(given) or not _is_of_a_member(given):
        return None
    amr, acr = given["amr"], given["acr"]
    if type(amr) is not list or not all(type(each) is str for each in amr) or not set(amr) <= METHODS:
        return None
    if type(acr) is not str or acr not in ASSURANCES:
        return None
    times = (given["auth_time"], given["iat"], given["exp"])
    if not all(type(each) is int and each > 0 for each in times):
        return None
    return Claims(
        person_id=given["sub"],
        organisation_id=given["org"],
        role=given["role"],
        methods=frozenset(amr),
        assurance=ASSURANCES[acr],
        authenticated_at=given["auth_time"],
        issued_at=given["iat"],
        expires_at=given["exp"],
        session_id=given["sid"],
        grant_id=given.get("grant"),
    )


def _is_for_billing(given: dict[str, object]) -> bool:
    version = given["ver"]
    return _same(given["iss"], ISSUER) and _same(given["aud"], AUDIENCE) and type(version) is int and version == VERSION


def _is_of_a_member(given: dict[str, object]) -> bool:
    texts = ("sub", "org", "sid", "jti", "txn")
    role, grant = given["role"], given.get("grant")
    return (
        _same(given["kind"], "member")
        and all(_is_text(given[name]) for name in texts)
        and type(role) is str
        and role in ROLES
        and (grant is None or _is_text(grant))
        and given["staff"] == []
    )


def _same(given: object, wanted: str) -> bool:
    return type(given) is str and given == wanted


def _is_text(given: object) -> bool:
    return type(given) is str and 0 < len(given) <= _LONGEST_TEXT
