"""The invoice rule: who is let in, who is not and why, and that it is total, closed and monotone."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.domain.access import Allow, Deny, Grant, Membership, Operation, Reason, Revocations
from services.billing.domain.claims import OPTIONAL, REQUIRED
from tests.unit.billing.assertions import FRESH, NOW, ORGANISATION, SECOND, claims, reason, verdict

GRANT = Grant("g1", "anna", ORGANISATION, "passkey", frozenset({"karin", "lars"}), NOW + timedelta(days=30))
BY_GRANT = claims(grant="g1", amr=["pwd", "passkey"], acr="1")


@pytest.mark.parametrize("operation", [each.value for each in Operation])
def test_a_main_admin_with_bankid_in_this_session_may_do_everything_with_invoices(operation: str) -> None:
    assert verdict(operation=operation) == Allow("bankid")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"role": "admin"}, Reason.ROLE),
        ({"role": "user"}, Reason.ROLE),
        ({"org": "org-2"}, Reason.OTHER_ORGANISATION),
        ({"amr": ["pwd"], "acr": "1"}, Reason.NO_BANKID),
        ({"amr": ["pwd"], "acr": "3"}, Reason.NO_BANKID),
        ({"acr": "2"}, Reason.NO_BANKID),
        ({"amr": []}, Reason.NO_BANKID),
        ({"amr": ["rmd"], "acr": "0"}, Reason.REMEMBERED_DEVICE),
        ({"amr": ["rmd", "bankid"]}, Reason.REMEMBERED_DEVICE),
        ({"auth_time": SECOND - 8 * 3600}, Reason.BANKID_LAPSED),
        ({"auth_time": SECOND - 30 * 60}, Reason.BANKID_IDLE),
        ({"iat": SECOND + 6, "exp": SECOND + 60}, Reason.CLOCK_TROUBLE),
        ({"iat": SECOND - 10, "exp": SECOND + 51}, Reason.CLOCK_TROUBLE),
        ({"iat": SECOND - 60, "exp": SECOND, "auth_time": SECOND - 70}, Reason.CLOCK_TROUBLE),
        ({"exp": SECOND - 5}, Reason.CLOCK_TROUBLE),
        ({"auth_time": SECOND}, Reason.CLOCK_TROUBLE),
        ({"kind": "staff"}, Reason.UNKNOWN_CLAIMS),
        ({"kind": "person"}, Reason.UNKNOWN_CLAIMS),
        ({"aud": "billing2"}, Reason.UNKNOWN_CLAIMS),
        ({"aud": ["billing"]}, Reason.UNKNOWN_CLAIMS),
        ({"iss": "platzer-identity "}, Reason.UNKNOWN_CLAIMS),
        ({"ver": 2}, Reason.UNKNOWN_CLAIMS),
        ({"ver": True}, Reason.UNKNOWN_CLAIMS),
        ({"role": "MAIN_ADMIN"}, Reason.UNKNOWN_CLAIMS),
        ({"amr": ["bankid", "face"]}, Reason.UNKNOWN_CLAIMS),
        ({"amr": "bankid"}, Reason.UNKNOWN_CLAIMS),
        ({"acr": 3}, Reason.UNKNOWN_CLAIMS),
        ({"acr": "４"}, Reason.UNKNOWN_CLAIMS),
        ({"auth_time": float(SECOND - 60)}, Reason.UNKNOWN_CLAIMS),
        ({"exp": str(SECOND + 55)}, Reason.UNKNOWN_CLAIMS),
        ({"iat": True}, Reason.UNKNOWN_CLAIMS),
        ({"auth_time": 0}, Reason.UNKNOWN_CLAIMS),
        ({"staff": ["finance"]}, Reason.UNKNOWN_CLAIMS),
        ({"sid": ""}, Reason.UNKNOWN_CLAIMS),
        ({"sub": "x" * 201}, Reason.UNKNOWN_CLAIMS),
        ({"admin": True}, Reason.UNKNOWN_CLAIMS),
        ({"grant": 1}, Reason.UNKNOWN_CLAIMS),
        ({"grant": "g1"}, Reason.GRANT_NOT_VALID),
    ],
)
def test_whatever_else_the_assertion_says_is_denied(changed: dict[str, Any], said: Reason) -> None:
    assert reason(claims(**changed)) == said


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_a_missing_claim_is_denied(name: str) -> None:
    assert reason(claims(**{name: ...})) == Reason.UNKNOWN_CLAIMS


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"membership": None}, Reason.MEMBERSHIP_UNKNOWN),
        ({"membership": Membership(None)}, Reason.MEMBERSHIP_CHANGED),
        ({"membership": Membership("admin")}, Reason.MEMBERSHIP_CHANGED),
        ({"revocations": None}, Reason.IDENTITY_SILENT),
        ({"revocations": replace(FRESH, heard_at=None)}, Reason.IDENTITY_SILENT),
        ({"revocations": replace(FRESH, heard_at=NOW - timedelta(seconds=61))}, Reason.IDENTITY_SILENT),
        ({"revocations": replace(FRESH, heard_at=NOW + timedelta(seconds=6))}, Reason.IDENTITY_SILENT),
        ({"revocations": replace(FRESH, session_ended=True)}, Reason.SESSION_ENDED),
        ({"revocations": replace(FRESH, last_used_at=NOW + timedelta(seconds=6))}, Reason.CLOCK_TROUBLE),
        ({"now": NOW.replace(tzinfo=None)}, Reason.CLOCK_TROUBLE),
        ({"organisation": "org-2"}, Reason.OTHER_ORGANISATION),
        ({"operation": "pay"}, Reason.UNKNOWN_OPERATION),
    ],
)
def test_our_own_knowledge_wins_over_the_assertion(changed: dict[str, Any], said: Reason) -> None:
    assert reason(**changed) == said


def test_silence_is_counted_to_the_second() -> None:
    assert reason(revocations=replace(FRESH, heard_at=NOW - timedelta(seconds=60))) == ""


def test_bankid_standing_lives_on_with_use_and_lapses_without() -> None:
    an_hour_old = claims(auth_time=SECOND - 3600)
    assert reason(an_hour_old) == Reason.BANKID_IDLE
    assert reason(an_hour_old, revocations=replace(FRESH, last_used_at=NOW - timedelta(minutes=29, seconds=59))) == ""
    assert reason(an_hour_old, revocations=replace(FRESH, last_used_at=NOW - timedelta(minutes=30))) == Reason.BANKID_IDLE


def test_a_use_before_the_proof_takes_nothing_from_it() -> None:
    assert reason(revocations=replace(FRESH, last_used_at=NOW - timedelta(minutes=40))) == ""


def test_no_amount_of_use_carries_bankid_standing_past_eight_hours() -> None:
    busy = replace(FRESH, last_used_at=NOW - timedelta(seconds=1))
    assert reason(claims(auth_time=SECOND - 8 * 3600 + 1), revocations=busy) == ""
    assert reason(claims(auth_time=SECOND - 8 * 3600), revocations=busy) == Reason.BANKID_LAPSED


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Reason.NO_BANKID, "step_up"),
        (Reason.REMEMBERED_DEVICE, "step_up"),
        (Reason.BANKID_IDLE, "step_up"),
        (Reason.BANKID_LAPSED, "step_up"),
        (Reason.IDENTITY_SILENT, "try_again"),
        (Reason.CLOCK_TROUBLE, "try_again"),
        (Reason.MEMBERSHIP_UNKNOWN, "try_again"),
        (Reason.OTHER_ORGANISATION, "not_found"),
        (Reason.ROLE, "not_allowed"),
        (Reason.SESSION_ENDED, "not_allowed"),
        (Reason.MEMBERSHIP_CHANGED, "not_allowed"),
        (Reason.UNKNOWN_CLAIMS, "not_allowed"),
    ],
)
def test_a_reason_has_one_code_that_travels(said: Reason, code: str) -> None:
    assert Deny(said).code == code


def test_a_grant_by_two_of_staff_opens_with_its_second_factor() -> None:
    assert verdict(BY_GRANT, grant=GRANT) == Allow("passkey")


@pytest.mark.parametrize(
    "changed",
    [
        {"grant_id": "g2"},
        {"person_id": "bo"},
        {"organisation_id": "org-2"},
        {"factor": "pwd"},
        {"factor": "totp"},
        {"approved_by": frozenset({"karin"})},
        {"approved_by": frozenset({"karin", "anna"})},
        {"expires_at": NOW},
        {"expires_at": (NOW + timedelta(days=1)).replace(tzinfo=None)},
    ],
)
def test_a_grant_that_is_not_whole_opens_nothing(changed: dict[str, Any]) -> None:
    assert reason(BY_GRANT, grant=replace(GRANT, **changed)) == Reason.GRANT_NOT_VALID


def test_a_grant_nobody_used_opens_nothing_and_a_remembered_device_never_does() -> None:
    assert reason(claims(amr=["pwd", "passkey"], acr="1"), grant=GRANT) == Reason.NO_BANKID
    assert reason(claims(grant="g1", amr=["passkey", "rmd"]), grant=GRANT) == Reason.GRANT_NOT_VALID


# --- properties ------------------------------------------------------------------------------------------------------------

_odd = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.lists(st.text(max_size=8), max_size=3),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2), st.binary(max_size=4),
)  # fmt: skip
_times = st.integers(min_value=-40_000, max_value=40_000).map(lambda s: NOW + timedelta(seconds=s))
_revocations = st.builds(Revocations, session_ended=st.booleans(), heard_at=st.none() | _times, last_used_at=st.none() | _times)
_memberships = st.none() | st.builds(Membership, st.sampled_from([None, "main_admin", "admin", "user", "MAIN_ADMIN"]))
_known_claims = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["main_admin", "admin", "user"]),
        "amr": st.lists(st.sampled_from(["bankid", "pwd", "rmd", "passkey", "totp"]), max_size=3),
        "acr": st.sampled_from(["0", "1", "2", "3"]),
        "org": st.sampled_from([ORGANISATION, "org-2"]),
        "auth_time": st.integers(SECOND - 40_000, SECOND - 5),
    }
)


@given(st.dictionaries(st.sampled_from(sorted(REQUIRED | OPTIONAL)), _odd) | _odd, _revocations, _memberships)
def test_it_is_total_whatever_it_is_given(given_claims: object, revocations: Revocations, membership: Membership | None) -> None:
    for name, odd in given_claims.items() if isinstance(given_claims, dict) else []:
        one_odd = verdict(claims() | {name: odd}, revocations=revocations, membership=membership)
        assert isinstance(one_odd, Allow | Deny)
    if given_claims is not None:  # which `verdict` takes for the valid ones
        assert isinstance(verdict(given_claims, revocations=revocations, membership=membership), Deny)


@given(_known_claims, _revocations, _memberships)
def test_nothing_but_the_whole_rule_opens(changed: dict[str, Any], revocations: Revocations, membership: Membership | None) -> None:
    if isinstance(verdict(claims(**changed), revocations=revocations, membership=membership), Deny):
        return
    assert changed["role"] == "main_admin"
    assert changed["org"] == ORGANISATION
    assert "bankid" in changed["amr"]
    assert "rmd" not in changed["amr"]
    assert changed["acr"] == "3"
    assert membership == Membership("main_admin")
    assert not revocations.session_ended
    assert revocations.heard_at is not None
    assert abs(NOW - revocations.heard_at) <= timedelta(seconds=60)
    assert SECOND - changed["auth_time"] < 8 * 3600


@given(_known_claims, _revocations, _memberships)
def test_deny_wins_in_whichever_of_its_forms(changed: dict[str, Any], revocations: Revocations, membership: Membership | None) -> None:
    ended = replace(revocations, session_ended=True)
    assert isinstance(verdict(claims(**changed), revocations=ended, membership=membership), Deny)
    assert isinstance(verdict(claims(**changed), revocations=revocations, membership=Membership(None)), Deny)
    assert isinstance(verdict(claims(**changed), revocations=None, membership=membership), Deny)


@given(
    _known_claims,
    _revocations,
    st.integers(0, 55),
    st.integers(0, 55),
)
def test_it_only_closes_as_time_passes(changed: dict[str, Any], revocations: Revocations, one: int, other: int) -> None:
    earlier, later = sorted((one, other))

    def at(seconds: int) -> Allow | Deny:
        moment: datetime = NOW + timedelta(seconds=seconds)
        return verdict(claims(**changed), revocations=revocations, now=moment)

    # A sign of life or a use that lies in the future of `earlier` is clock trouble there and none later: not what this is about.
    ahead = [each for each in (revocations.heard_at, revocations.last_used_at) if each is not None and each > NOW]
    if not ahead and isinstance(at(earlier), Deny):
        assert isinstance(at(later), Deny)
