"""The verifier: one shape is let in, whatever else comes is refused, and nothing but a refusal ever comes out."""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chassis.assertions import LEEWAY_S, Signer, Verifier
from services.chassis.keys import encode
from services.contracts.refusals import SIGN_IN, TRY_AGAIN, Refused
from services.contracts.rights import Role, StaffRole
from tests.support.assertions import Minter, member_caller, person_caller, staff_caller

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE_AGO = NOW - timedelta(minutes=1)


@pytest.fixture
def minter(tmp_path: Path) -> Minter:
    return Minter(tmp_path)


@pytest.fixture
def verifier(minter: Minter) -> Verifier:
    return Verifier(minter.keys_file, "cases")


def claims(**changes: Any) -> dict[str, Any]:
    now = int(NOW.timestamp())
    whole: dict[str, Any] = {
        "iss": "platzer-identity", "aud": "cases", "sub": "person-1", "org": "organisation-1", "role": "user", "staff": [],
        "name": "Anna", "amr": ["pwd"], "acr": "1", "auth_time": now - 60, "sid": "session-1", "jti": "jti-1", "iat": now,
        "exp": now + 300, "txn": "txn-1", "ver": 1, "lang": "sv", "kind": "member",
    }  # fmt: skip
    return whole | changes


def code(verifier: Verifier, token: object, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        verifier.verify(token, now)
    return refused.value.refusal.code


def test_a_member_comes_out_as_identity_put_her_in(minter: Minter, verifier: Verifier) -> None:
    put_in = member_caller(Role.ADMIN, authenticated_at=MINUTE_AGO)
    came_out = verifier.verify(minter.mint(put_in, "cases", NOW), NOW)
    assert came_out == put_in
    assert came_out.claims["aud"] == "cases"


def test_staff_and_persons_without_an_organisation_come_out_too(minter: Minter, verifier: Verifier) -> None:
    now = datetime.now(UTC)
    staff = verifier.verify(minter.mint(staff_caller(StaffRole.FINANCE, StaffRole.EDITOR), "cases", now), now)
    assert staff.staff_roles == {StaffRole.FINANCE, StaffRole.EDITOR}
    assert verifier.verify(minter.mint(person_caller(), "cases", now), now).kind == "person"


CHANGES: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "platzer-identity2"},
    "another audience": {"aud": "billing"},
    "an audience that begins alike": {"aud": "cases2"},
    "a list of audiences": {"aud": ["cases"]},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 1},
    "a control character": {"sub": "person\x001"},
    "half a character": {"sub": "\ud800"},
    "an unknown role": {"role": "owner"},
    "a member without a role": {"role": ""},
    "a member without an organisation": {"org": ""},
    "a member who is staff": {"staff": ["finance"]},
    "a person with an organisation": {"kind": "person"},
    "staff with an organisation": {"kind": "staff", "staff": ["finance"]},
    "staff without roles": {"kind": "staff", "org": "", "role": ""},
    "unknown staff role": {"kind": "staff", "org": "", "role": "", "staff": ["root"]},
    "a staff role twice": {"kind": "staff", "org": "", "role": "", "staff": ["finance", "finance"]},
    "the service itself": {"kind": "service", "org": "", "role": ""},
    "methods that are a text": {"amr": "bankid"},
    "a method that is a list": {"amr": [["bankid"]]},
    "a level that is a number": {"acr": 3},
    "a level beyond": {"acr": "4"},
    "a negative level": {"acr": "-1"},
    "a level in other digits": {"acr": "٣"},
    "version true": {"ver": True},
    "version 2": {"ver": 2},
    "a version that is a text": {"ver": "1"},
    "issued as a fraction": {"iat": NOW.timestamp() + 0.5},
    "issued as a text": {"iat": str(int(NOW.timestamp()))},
    "ends true": {"exp": True},
    "signed in after it was issued": {"auth_time": int(NOW.timestamp()) + 1},
    "signed in never": {"auth_time": 0},
    "too long-lived": {"exp": int(NOW.timestamp()) + 301},
    "ended before it began": {"exp": int(NOW.timestamp()) - 1},
    "ended now": {"iat": int(NOW.timestamp()) - 10, "auth_time": int(NOW.timestamp()) - 20, "exp": int(NOW.timestamp())},
    "issued in the future": {"iat": int(NOW.timestamp()) + LEEWAY_S + 1, "exp": int(NOW.timestamp()) + 60},
    "far in the future": {"iat": 10**30, "exp": 10**30 + 5, "auth_time": 10**30},
    "a claim nobody knows": {"admin": True},
    "a grant that is a list": {"grant": ["x"]},
    "nothing for a text": {"lang": None},
    "a text without end": {"name": "x" * 201},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_signed_assertion_that_is_not_exactly_right_is_refused(minter: Minter, verifier: Verifier, change: dict[str, Any]) -> None:
    assert code(verifier, minter.sign(claims(**change))) == SIGN_IN


def test_the_control_of_those_is_let_in(minter: Minter, verifier: Verifier) -> None:
    assert verifier.verify(minter.sign(claims()), NOW).role is Role.USER
    assert verifier.verify(minter.sign(claims(grant="grant-1")), NOW).claims["grant"] == "grant-1"
    assert verifier.verify(minter.sign(claims(iat=int(NOW.timestamp()) + LEEWAY_S)), NOW).person_id == "person-1"


@pytest.mark.parametrize("missing", sorted(claims()))
def test_every_claim_is_wanted(minter: Minter, verifier: Verifier, missing: str) -> None:
    fewer = claims()
    del fewer[missing]
    assert code(verifier, minter.sign(fewer)) == SIGN_IN


def test_billing_takes_none_that_lives_over_a_minute(minter: Minter) -> None:
    billing = Verifier(minter.keys_file, "billing")
    assert code(billing, minter.sign(claims(aud="billing", exp=int(NOW.timestamp()) + 61))) == SIGN_IN
    assert billing.verify(minter.sign(claims(aud="billing", exp=int(NOW.timestamp()) + 60)), NOW).person_id == "person-1"


def with_header(minter: Minter, change: Callable[[dict[str, Any]], None]) -> str:
    kid, key = next(iter(minter.signer._keys.read().items()))
    header: dict[str, Any] = {"typ": "portal-id+jwt", "alg": "EdDSA", "kid": kid}
    change(header)
    signed = f"{encode(json.dumps(header).encode())}.{encode(json.dumps(claims()).encode())}"
    return f"{signed}.{encode(key.sign(signed.encode()))}"


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"}, {"alg": "HS256"}, {"alg": "eddsa"}, {"alg": "Ed25519"}, {"alg": None}, {"alg": ["EdDSA"]},
        {"typ": "JWT"}, {"typ": "portal-id+JWT"}, {"typ": None}, {"kid": "third"}, {"kid": ""}, {"kid": 1}, {"kid": None},
        {"kid": "../../private.json"}, {"kid": "first' OR 1"}, {"jwk": {"kty": "OKP"}}, {"jku": "https://example.se/keys"},
        {"x5u": "https://example.se"}, {"crit": ["exp"]}, {"b64": False}, {"cty": "JWT"}, {"zip": "DEF"},
    ],
    ids=str,
)  # fmt: skip
def test_a_header_that_is_not_exactly_ours_is_refused_though_signed(minter: Minter, verifier: Verifier, change: dict[str, Any]) -> None:
    assert code(verifier, with_header(minter, lambda header: header.update(change))) == SIGN_IN


def test_that_header_untouched_is_let_in(minter: Minter, verifier: Verifier) -> None:
    assert verifier.verify(with_header(minter, lambda header: None), NOW).person_id == "person-1"


def test_a_key_that_appears_twice_is_refused_though_signed(minter: Minter, verifier: Verifier) -> None:
    kid, key = next(iter(minter.signer._keys.read().items()))
    header = encode(json.dumps({"typ": "portal-id+jwt", "alg": "EdDSA", "kid": kid}).encode())
    doubled = json.dumps(claims())[:-1] + ', "role": "main_admin"}'
    signed = f"{header}.{encode(doubled.encode())}"
    assert code(verifier, f"{signed}.{encode(key.sign(signed.encode()))}") == SIGN_IN


def test_the_public_key_used_as_a_shared_secret_opens_nothing(minter: Minter, verifier: Verifier) -> None:
    (key, *_) = json.loads(minter.keys_file.read_text())["keys"]
    signed = ".".join(encode(json.dumps(part).encode()) for part in ({"typ": "portal-id+jwt", "alg": "HS256", "kid": "first"}, claims()))
    mac = hmac.digest(base64.urlsafe_b64decode(key["x"] + "="), signed.encode(), hashlib.sha256)
    assert code(verifier, f"{signed}.{encode(mac)}") == SIGN_IN


def test_every_single_changed_character_is_noticed(minter: Minter, verifier: Verifier) -> None:
    token = minter.sign(claims())
    for place, character in enumerate(token):
        other = "A" if character != "A" else "B"
        assert code(verifier, token[:place] + other + token[place + 1 :]) == SIGN_IN


@pytest.mark.parametrize("token", [None, 1, b"x", [], "", ".", "..", "...", "a.b.c", "a" * 5000, "é.b.c", "a.b.c\n", object], ids=repr)
def test_what_is_no_token_is_refused(verifier: Verifier, token: object) -> None:
    assert code(verifier, token) == SIGN_IN


@pytest.mark.parametrize("tail", ["=", "==", "\n", " ", "."])
def test_a_right_token_with_something_behind_it_is_refused(minter: Minter, verifier: Verifier, tail: str) -> None:
    assert code(verifier, minter.sign(claims()) + tail) == SIGN_IN


def test_deeply_nested_claims_are_refused_and_not_stumbled_over(minter: Minter, verifier: Verifier) -> None:
    kid, key = next(iter(minter.signer._keys.read().items()))
    header = encode(json.dumps({"typ": "portal-id+jwt", "alg": "EdDSA", "kid": kid}).encode())
    signed = f"{header}.{encode(b'[' * 2800)}"
    assert code(verifier, f"{signed}.{encode(key.sign(signed.encode()))}") == SIGN_IN


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.text(), st.binary(), st.text("abcdefgh.-_", min_size=1), st.recursive(st.none() | st.integers(), st.lists)))
def test_nothing_but_a_refusal_comes_out_whatever_comes_in(verifier: Verifier, token: object) -> None:
    assert code(verifier, token) == SIGN_IN


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from(sorted(claims())), value=JSON)
def test_a_signed_claim_of_any_other_kind_never_gets_in_as_something_else(minter: Minter, name: str, value: Any) -> None:
    verifier = Verifier(minter.keys_file, "cases")
    with suppress(Refused):
        caller = verifier.verify(minter.sign(claims(**{name: value})), NOW)
        assert caller.claims[name] == value
        assert type(caller.claims[name]) is type(claims()[name])


def test_a_remembered_assertion_ends_on_time(minter: Minter, verifier: Verifier) -> None:
    token = minter.sign(claims())
    assert verifier.verify(token, NOW) is verifier.verify(token, NOW + timedelta(seconds=299))
    assert code(verifier, token, NOW + timedelta(seconds=300)) == SIGN_IN
    assert code(verifier, token, NOW + timedelta(seconds=301)) == SIGN_IN


def test_a_signature_is_verified_once(minter: Minter, verifier: Verifier, monkeypatch: pytest.MonkeyPatch) -> None:
    token = minter.sign(claims())
    first = verifier.verify(token, NOW)
    monkeypatch.setattr(Verifier, "_claims", lambda *_: pytest.fail("verified again"))
    assert verifier.verify(token, NOW) is first


def test_a_new_key_is_taken_up_and_the_old_one_stays_valid_beside_it(minter: Minter, verifier: Verifier) -> None:
    old = minter.sign(claims())
    assert verifier.verify(old, NOW)
    keys = json.loads(minter.signing_keys_file.read_text())["keys"]
    Minter.rotate(minter, "third")
    new_key = json.loads(minter.signing_keys_file.read_text())["keys"]
    public = [{name: value for name, value in key.items() if name != "d"} for key in new_key + keys]
    minter.keys_file.write_text(json.dumps({"keys": public}))
    assert verifier.verify(minter.sign(claims(jti="jti-2")), NOW)
    assert verifier.verify(old, NOW)


def test_a_key_taken_out_stops_opening_also_what_was_seen_before(minter: Minter, verifier: Verifier) -> None:
    old = minter.sign(claims())
    assert verifier.verify(old, NOW)
    minter.rotate("third")
    assert code(verifier, old) == SIGN_IN


@pytest.mark.parametrize("content", ["", "{}", '{"keys": []}', '{"keys": [{"kty": "oct"}]}', "[" * 100_000, "\x00"])
def test_a_key_set_that_cannot_be_read_closes_the_door(minter: Minter, verifier: Verifier, content: str) -> None:
    token = minter.sign(claims())
    assert verifier.verify(token, NOW)
    minter.keys_file.write_text(content)
    assert code(verifier, token) == TRY_AGAIN


def test_a_key_set_that_is_gone_closes_the_door(minter: Minter, verifier: Verifier) -> None:
    token = minter.sign(claims())
    minter.keys_file.unlink()
    assert code(verifier, token) == TRY_AGAIN


def test_a_key_set_with_two_keys_of_one_name_is_no_key_set(minter: Minter, verifier: Verifier) -> None:
    keys = json.loads(minter.keys_file.read_text())["keys"]
    minter.keys_file.write_text(json.dumps({"keys": [keys[0], keys[0]]}))
    assert code(verifier, minter.sign(claims())) == TRY_AGAIN


def test_the_cache_is_bounded(minter: Minter, verifier: Verifier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.chassis.assertions._CACHE_SIZE", 3)
    for number in range(8):
        assert verifier.verify(minter.sign(claims(jti=f"jti-{number}")), NOW)
    assert len(verifier._known) == 3
    verifier.verify(minter.sign(claims(iat=int(NOW.timestamp()) + 400, exp=int(NOW.timestamp()) + 500)), NOW + timedelta(seconds=400))
    assert len(verifier._known) == 1


def test_the_signer_mints_nothing_that_would_be_refused(minter: Minter) -> None:
    with pytest.raises(ValueError, match="no verifier"):
        minter.mint(member_caller(authenticated_at=NOW), "billing", NOW, lifetime_s=61)
    with pytest.raises(ValueError, match="no verifier"):
        minter.mint(member_caller(organisation_id=""), "cases")


def test_the_signer_takes_up_a_new_key_by_itself(minter: Minter) -> None:
    signer = Signer(minter.signing_keys_file)
    before = signer.sign(claims())
    minter.rotate("third")
    os.utime(minter.signing_keys_file)
    assert before.split(".")[0] != signer.sign(claims()).split(".")[0]
