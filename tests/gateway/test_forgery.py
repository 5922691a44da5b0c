"""Forged, repeated and foreign requests."""

from collections.abc import Callable

import pytest

from services.contracts.envelope import Done
from services.contracts.identity import ProfileShown as Profile
from services.contracts.identity import ResendInvitation, SaveProfile, ShowProfile, SignInWithPassword, SignOut, WithdrawInvitation
from tests.gateway.conftest import Visitor, hidden_fields
from tests.gateway.fake_bus import FakeBus

PROFILE = Profile(given_name="Anna", surname="Lindgren", email="anna@company.example", phone="", language="sv", methods=["bankid"])
WANTED = {"given_name": "Anna", "surname": "Lindgren", "phone": "", "language": "sv"}


def test_a_form_without_a_token_changes_nothing(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    anna = member()
    assert anna.post("/profil", WANTED).status_code == 400
    assert not bus.asks_of(SaveProfile)


def test_a_token_of_another_browser_is_refused(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowProfile, PROFILE)
    anna, mallory = member(), member()
    mallory.get("/profil")
    stolen = hidden_fields(mallory.last.text)["csrf_token"]
    anna.get("/profil")
    assert anna.post("/profil", WANTED | {"csrf_token": stolen}).status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_from_another_site_is_refused_even_with_a_token(site: str, bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowProfile, PROFILE)
    anna = member()
    anna.get("/profil")
    assert anna.post("/profil", WANTED, Sec_Fetch_Site=site).status_code == 400


def test_a_browser_without_fetch_metadata_is_judged_by_its_origin(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowProfile, PROFILE)
    bus.give(SaveProfile, Done())
    anna = member()
    anna.get("/profil")
    assert anna.post("/profil", WANTED, Origin="https://evil.example").status_code == 400
    anna.get("/profil")
    assert anna.post("/profil", WANTED, Origin="https://localhost").status_code == 303


@pytest.mark.parametrize("path", ["/logga-in/losenord", "/logga-in/bankid", "/logga-ut", "/personal/logga-ut", "/personal/logga-in/bankid"])
def test_signing_in_and_out_want_the_token_too(path: str, bus: FakeBus, visitor: Visitor) -> None:
    assert visitor.post(path, {"email": "a@b.se", "password": "x"}).status_code == 400
    assert not bus.asks_of(SignInWithPassword)
    assert not bus.asks_of(SignOut)


def test_the_key_of_the_form_goes_with_the_write_and_a_repeat_has_the_same(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowProfile, PROFILE)
    bus.give(SaveProfile, Done())
    anna = member()
    sent = hidden_fields(anna.get("/profil").text)
    for _ in range(2):
        assert anna.post("/profil", WANTED | {"csrf_token": sent["csrf_token"], "key": sent["key"]}).status_code == 303
    keys = {ask.idempotency_key for ask in bus.asks_of(SaveProfile)}
    assert keys == {sent["key"]}


def test_every_showing_of_a_form_has_its_own_key(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowProfile, PROFILE)
    anna = member()
    assert hidden_fields(anna.get("/profil").text)["key"] != hidden_fields(anna.get("/profil").text)["key"]


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "ä" * 20, "a b c d e f g h i j"])
def test_a_made_up_key_is_refused(key: str, bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowProfile, PROFILE)
    anna = member()
    anna.get("/profil")
    assert anna.post("/profil", WANTED | {"key": key}).status_code == 400
    assert not bus.asks_of(SaveProfile)


def test_a_form_shown_again_after_an_error_keeps_its_key(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowProfile, PROFILE)
    anna = member()
    key = hidden_fields(anna.get("/profil").text)["key"]
    answer = anna.post("/profil", WANTED | {"given_name": ""})
    assert answer.status_code == 422
    assert hidden_fields(answer.text)["key"] == key


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\tevil"])
def test_nobody_is_sent_to_another_site_after_changing_language(address: str, visitor: Visitor) -> None:
    assert visitor.client.get("/sprak/en", query_string={"next": address}, base_url="https://localhost").headers["Location"] == "/"


def test_another_site_may_link_to_us_but_not_embed_us(visitor: Visitor) -> None:
    assert visitor.get("/logga-in", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status_code == 200
    assert visitor.get("/logga-in", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors").status_code == 403


def test_a_large_body_from_a_stranger_is_not_read(bus: FakeBus, visitor: Visitor) -> None:
    visitor.get("/logga-in/losenord")
    assert visitor.post("/logga-in/losenord", {"email": "a" * 200_000, "password": "x"}).status_code == 413


def test_unknown_invitations_of_an_organisation_are_not_found(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowProfile, PROFILE)
    for ask, path in ((ResendInvitation, "igen"), (WithdrawInvitation, "dra-tillbaka")):
        bus.refuse(ask, "not_found")
        anna = member()
        anna.get("/profil")
        assert anna.post(f"/o/company/organisation/inbjudan/unknown/{path}").status_code == 404
