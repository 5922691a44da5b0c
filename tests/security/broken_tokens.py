"""Tokens that are wrong as tokens: their algorithm, header, key, signature, form or JSON."""

import hashlib
import hmac
import json
from collections.abc import Callable

from services.chassis.keys import encode
from tests.security.forging import Mint, as_json


def _algorithms(mint: Mint) -> object:
    alg = mint.dice.choice(
        ["none", "None", "NONE", "nOnE", "HS256", "HS512", "RS256", "ES256", "PS256", "Ed25519", "eddsa", "EdDSA ", "", None, 0, ...]
    )
    secret = mint.dice.choice(mint.public_bytes())
    sign: Callable[[bytes], bytes] = mint.dice.choice(
        [
            lambda signed: b"\0",
            lambda signed: hmac.digest(secret, signed, hashlib.sha256),
            lambda signed: hmac.digest(secret, signed, hashlib.sha512),
            mint.keys["k1"].sign,
            mint.attacker.sign,
        ]
    )
    token = mint.raw(as_json(mint.header(alg=alg)), as_json(mint.claims()), sign)
    return mint.dice.choice([token, token.rpartition(".")[0] + "."])


def _shared_secret(mint: Mint) -> object:
    secret = mint.dice.choice(mint.public_bytes())
    header = mint.header(alg=mint.dice.choice(["HS256", "EdDSA"]))
    return mint.raw(as_json(header), as_json(mint.claims()), lambda signed: hmac.digest(secret, signed, "sha256"))


def _injected_headers(mint: Mint) -> object:
    own = {"kty": "OKP", "crv": "Ed25519", "x": encode(mint.attacker.public_key().public_bytes_raw())}
    name, value = mint.dice.choice(
        [("jwk", own), ("jku", "https://evil.example/keys"), ("x5u", "https://evil.example/c"), ("x5c", ["MII"]), ("crit", ["exp"]),
         ("b64", False), ("zip", "DEF"), ("cty", "JWT"), ("jwks", {"keys": [own]}), ("x5t", "a"), ("aud", "billing"), ("enc", "A256GCM")]
    )  # fmt: skip
    sign = mint.dice.choice([mint.attacker.sign, mint.keys["k1"].sign])
    return mint.raw(as_json(mint.header(**{name: value})), as_json(mint.claims()), sign)


def _key_ids(mint: Mint) -> object:
    kid = mint.dice.choice(
        ["", "k3", "K1", "k1 ", " k1", "k1\0", "k1\n", "ｋ1", "../k1", "/dev/null", "k1' or '1'='1", "*", "k1,k2", ["k1"], {"k1": 1},
        None, 1,
         True, "k" * 1000, ...]
    )  # fmt: skip
    sign = mint.dice.choice([mint.attacker.sign, mint.keys["k1"].sign, lambda signed: b"\0" * 64])
    return mint.raw(as_json(mint.header(kid=kid)), as_json(mint.claims()), sign)


def _wrong_signatures(mint: Mint) -> object:
    other = mint.raw(as_json(mint.header()), as_json(mint.claims()), mint.attacker.sign)
    of_k2 = mint.raw(as_json(mint.header(kid="k1")), as_json(mint.claims()), mint.keys["k2"].sign)
    borrowed = mint.true(mint.claims()).rpartition(".")[0] + "." + mint.true(mint.claims()).rpartition(".")[2]
    zeros = mint.raw(as_json(mint.header()), as_json(mint.claims()), lambda signed: b"\0" * mint.dice.choice([0, 1, 32, 63, 64, 65]))
    return mint.dice.choice([other, of_k2, borrowed, zeros])


def _damaged(mint: Mint) -> object:
    token = mint.true(mint.claims())
    place = mint.dice.randrange(len(token))
    letters = "ABCabc012-_"
    other = mint.dice.choice([each for each in letters if each != token[place]])
    header, claims, signature = token.split(".")
    return mint.dice.choice(
        [token[:place] + other + token[place + 1 :], token[:place] + token[place + 1 :], token[:place], token + "A", token + "=",
        f" {token}",
         f"{token}\n", f"{token}.", f".{token}", f"{claims}.{header}.{signature}", f"{header}.{claims}", f"{header}..{signature}", header,
         f"{header}.{claims}.{signature}.{signature}", token.replace(".", "..", 1), f"Bearer {token}", token.swapcase(), token * 2,
         f"{header}=.{claims}.{signature}", token + "\u200b", token + "A" * 5000]
    )  # fmt: skip


def _types(mint: Mint) -> object:
    kind = mint.dice.choice(
        ["JWT", "jwt", "at+jwt", "portal-id", "PORTAL-ID+JWT", "portal-id+jwt ", "application/portal-id+jwt", "", None, 1, ...]
    )
    return mint.true(mint.claims(), mint.header(typ=kind))


def _broken_json(mint: Mint) -> object:
    text = json.dumps(mint.claims()).encode()
    claims = mint.dice.choice(
        [b"", b"null", b"[]", b"1", b'"a"', b"[" * 50_000, b"{" * 2_000, b"[" * 1_500 + b"]" * 1_500, text + b" x",
        b"\xef\xbb\xbf" + text,
         text.decode().encode("utf-16"), text[:-1], text[1:], text.replace(b'"ver": 1', b'"ver": 1e0'), text.replace(b'"ver": 1',
         b'"ver": 0x1'), b"\xff" + text,
         text.replace(b'"', b"'"), b"/**/" + text + b"x", b"[" + text + b"]", text.replace(b'"Anna"', b'"\\ud800"'),
         text.replace(b'"Anna"', b'"\\u0000"')]
    )  # fmt: skip
    return mint.raw(as_json(mint.header()), claims, mint.keys["k1"].sign)


def _no_tokens(mint: Mint) -> object:
    return mint.dice.choice(
        [
            None,
            "",
            " ",
            ".",
            "..",
            "...",
            b"a.b.c",
            1,
            1.5,
            True,
            [],
            {},
            ["a.b.c"],
            object(),
            "null",
            "\0",
            "\ud800",
            "ä" * 50,
            "a." * 4000,
        ]
    )


TOKENS: dict[str, Callable[[Mint], object]] = {
    "algorithms": _algorithms,
    "shared secret": _shared_secret,
    "injected headers": _injected_headers,
    "key ids": _key_ids,
    "wrong signatures": _wrong_signatures,
    "damaged": _damaged,
    "types": _types,
    "broken json": _broken_json,
    "no tokens": _no_tokens,
}
