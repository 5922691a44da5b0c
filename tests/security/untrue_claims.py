"""Assertions signed with identity's own key whose content may not open an invoice, and true ones used where they do not belong."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from services.billing.domain.access import Membership, Revocations
from tests.security.forging import Forgery, Mint, as_json, fresh_at


def _audiences(mint: Mint) -> object:
    aud = mint.dice.choice(
        ["cases", "identity", "content", "", "bill", "billings", "billing ", " billing", "Billing", "BILLING", "billing\u200b",
        "billing\0",
         "b\u0456lling", "bi\u217cling", "billing/", "billing.cases", "*", None, 1, True, ["billing"], ["billing", "cases"], ["cases",
         "billing"], [],
         [["billing"]], {"billing": True}, {"aud": "billing"}, "billing,cases", "billing cases"]
    )  # fmt: skip
    return mint.true(mint.claims(aud=aud))


def _issuers(mint: Mint) -> object:
    iss = mint.dice.choice(
        ["platzer", "platzer-identity ", "platzer-identity/", "Platzer-Identity", "pl\u0430tzer-identity", "platzer\u2010identity",
         "https://platzer-identity", "platzer-identity.evil.example", "", None, ["platzer-identity"], 1, "billing",
         "platzer-identit\u0443"]
    )  # fmt: skip
    return mint.true(mint.claims(iss=iss))


def _times(mint: Mint) -> object:
    now, some = mint.second, mint.dice.randint(1, 10**6)
    changed: dict[str, Any] = mint.dice.choice(
        [{"exp": now}, {"exp": now - some, "iat": now - some - 30}, {"iat": now + 6 + some, "exp": now + 36 + some}, {"iat": now - 2,
        "exp": now + 59},
         {"iat": now - 1, "exp": now + 60 + some}, {"exp": now + 10**12}, {"exp": 10**40}, {"exp": 2**63}, {"iat": -some}, {"iat": 0},
         {"iat": now + 30, "exp": now + 20}, {"auth_time": now + some}, {"auth_time": 0}, {"auth_time": -some}, {"auth_time": 10**40},
         {"exp": float(now + 30)}, {"exp": str(now + 30)}, {"iat": str(now)}, {"exp": True}, {"iat": True, "exp": 30}, {"exp": None},
         {"exp": [now + 30]}, {"auth_time": None}, {"auth_time": str(now - 60)}, {"exp": float("inf")}, {"exp": float("nan")},
         {"iat": float("-inf")}]
    )  # fmt: skip
    return mint.true(mint.claims(**changed))


_NAMES = (
    "iss",
    "aud",
    "sub",
    "org",
    "role",
    "staff",
    "name",
    "amr",
    "acr",
    "auth_time",
    "sid",
    "jti",
    "iat",
    "exp",
    "txn",
    "ver",
    "lang",
    "kind",
)


def _missing(mint: Mint) -> object:
    gone = mint.dice.sample(_NAMES, mint.dice.randint(1, 4))
    return mint.true(mint.claims(**dict.fromkeys(gone, ...)))


def _added(mint: Mint) -> object:
    name = mint.dice.choice(
        ["nbf", "admin", "scope", "roles", "Role", "role ", "act", "cnf", "azp", "permissions", "", "__proto__", "grant"]
    )
    return mint.true(mint.claims(**{name: mint.dice.choice([True, 1, "main_admin", ["billing"], {}])}))


def _doubled(mint: Mint) -> object:
    name, value = mint.dice.choice(
        [("role", "user"), ("role", "main_admin"), ("aud", "cases"), ("amr", ["pwd"]), ("org", "other"), ("exp", 1), ("acr", "0"),
        ("sub", "eve"),
         ("kind", "staff"), ("iss", "evil")]
    )  # fmt: skip
    text = json.dumps(mint.claims())
    twice = json.dumps({name: value})[1:-1]
    where = mint.dice.choice([text[:-1] + f",{twice}}}", f"{{{twice}," + text[1:]])
    in_header = json.dumps(mint.header())[:-1] + ',"alg":"none"}'
    return mint.dice.choice(
        [
            mint.raw(as_json(mint.header()), where.encode(), mint.keys["k1"].sign),
            mint.raw(in_header.encode(), text.encode(), mint.keys["k1"].sign),
        ]
    )


def _juggled(mint: Mint) -> object:
    name = mint.dice.choice(_NAMES)
    right = mint.claims()[name]
    odd: list[Any] = [None, True, False, 0, 1, -1, 3.0, {}, {"a": 1}, [], [None], [[]], ["main_admin"], [right], {name: right}, 10**30]
    if name not in ("name", "lang", "jti", "txn", "sid"):
        odd += ["", "0", "null", "true", "[]", str(right) + " ", str(right) + "\0", "\ud800"]
    value = mint.dice.choice([each for each in odd if type(each) is not type(right) or each != right])
    return mint.true(mint.claims(**{name: value}))


def _looking_alike(mint: Mint) -> object:
    changed: dict[str, Any] = mint.dice.choice(
        [{"role": "m\u0430in_admin"}, {"role": "main\u005fadmin "}, {"role": "MAIN_ADMIN"}, {"role": "main-admin"},
        {"role": "ｍain_admin"},
         {"role": "main_admin\u200d"}, {"amr": ["b\u0430nkid"]}, {"amr": ["BankID"]}, {"amr": ["bankid "]}, {"amr": ["bankid\u00ad"]},
         {"acr": "３"},
         {"acr": "\u0663"}, {"acr": "03"}, {"acr": "3.0"}, {"acr": "4"}, {"acr": "+3"}, {"kind": "Member"}, {"kind": "m\u0435mber"},
         {"org": "c\u043empany"},
         {"org": "company "}, {"ver": 1.0}, {"ver": "1"}, {"ver": 2}, {"ver": True}]
    )  # fmt: skip
    return mint.true(mint.claims(**changed))


def _other_people(mint: Mint) -> object:
    changed: dict[str, Any] = mint.dice.choice(
        [{"role": "user"}, {"role": "admin"}, {"role": ""}, {"kind": "person", "org": "", "role": ""}, {"kind": "anyone"},
        {"kind": "service"},
         {"kind": "staff", "org": "", "role": "", "staff": ["finance"]}, {"kind": "staff", "staff": ["administrator"]},
         {"staff": ["finance"]},
         {"kind": "staff", "org": "company", "role": "main_admin", "staff": []}, {"kind": "member", "org": ""}, {"role": "administrator"}]
    )  # fmt: skip
    return mint.true(mint.claims(**changed))


def _weak_standing(mint: Mint) -> object:
    now, some = mint.second, mint.dice.randint(0, 10**5)
    changed: dict[str, Any] = mint.dice.choice(
        [{"amr": ["pwd"], "acr": "1"}, {"amr": ["pwd"]}, {"amr": ["rmd"], "acr": "0"}, {"amr": ["rmd"]}, {"amr": ["rmd", "bankid"]},
        {"amr": []},
         {"amr": ["bankid", "rmd"], "acr": "0"}, {"acr": "0"}, {"acr": "1"}, {"acr": "2"}, {"amr": ["passkey"]}, {"amr": ["totp", "pwd"]},
         {"amr": ["bankid", "unknown"]}, {"auth_time": now - 8 * 3600 - some}, {"grant": "g1", "amr": ["passkey"], "acr": "1"},
         {"grant": "g1"}]
    )  # fmt: skip
    return mint.true(mint.claims(**changed))


def _replayed(mint: Mint) -> Forgery:
    token = mint.true(mint.claims())
    fresh = fresh_at(mint.now)
    return mint.dice.choice(
        [Forgery("replayed", token, organisation="other"), Forgery("replayed", token, membership=None),
         Forgery("replayed", token, membership=Membership(mint.dice.choice([None, "admin", "user", "MAIN_ADMIN"]))),
         Forgery("replayed", token, revocations=Revocations(True, fresh.heard_at, None)),
         Forgery("replayed", token, revocations=Revocations(False, None, None)),
         Forgery("replayed", token, revocations=Revocations(False, mint.now - timedelta(seconds=mint.dice.randint(61, 9999)), None)),
         Forgery("replayed", mint.true(mint.claims(auth_time=mint.second - mint.dice.randint(1800, 28_000))), revocations=fresh)]
    )  # fmt: skip


CLAIMS: dict[str, Callable[[Mint], object]] = {
    "audiences": _audiences,
    "issuers": _issuers,
    "times": _times,
    "missing": _missing,
    "added": _added,
    "doubled": _doubled,
    "juggled": _juggled,
    "looking alike": _looking_alike,
    "other people": _other_people,
    "weak standing": _weak_standing,
    "replayed": _replayed,
}
