"""What every response leaves with."""

from collections.abc import Callable

import pytest

from services.contracts.identity import ShowOrganisation
from tests.gateway.conftest import Visitor
from tests.gateway.fake_bus import FakeBus
from tests.gateway.test_door import EMPTY


@pytest.mark.parametrize("path", ["/", "/logga-in", "/nothing", "/static/portal.css", "/om/kakor"])
def test_nothing_inline_may_run_anywhere(path: str, visitor: Visitor) -> None:
    headers = visitor.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_cookies_are_host_only_secure_and_out_of_scripts_reach(visitor: Visitor) -> None:
    for cookie in visitor.get("/logga-in").headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie


def test_organisation_pages_are_kept_nowhere(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    assert member().get("/o/company/organisation").headers["Cache-Control"] == "no-store"


def test_a_page_that_has_not_changed_is_not_sent_again(visitor: Visitor) -> None:
    visitor.get("/om/kakor")
    tag = visitor.get("/om/kakor").headers["ETag"]
    again = visitor.get("/om/kakor", If_None_Match=tag)
    assert again.status_code == 304
    assert not again.data
    assert visitor.get("/om/kakor").headers["Cache-Control"] == "private, no-cache"


def test_the_token_in_a_page_does_not_make_it_another_page(visitor: Visitor) -> None:
    visitor.get("/logga-in")
    first, second = visitor.get("/logga-in"), visitor.get("/logga-in")
    assert first.text != second.text
    assert first.headers["ETag"] == second.headers["ETag"]


def test_pages_are_compressed_for_those_who_can_read_it(visitor: Visitor) -> None:
    assert visitor.get("/om/kakor", Accept_Encoding="gzip, br").headers["Content-Encoding"] == "br"
    assert visitor.get("/om/kakor", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in visitor.get("/om/kakor").headers


def test_built_files_are_sent_compressed_and_kept_for_ever(visitor: Visitor) -> None:
    answer = visitor.get("/static/portal.css", Accept_Encoding="br")
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.data == b"br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_first_page_keeps_its_budget(visitor: Visitor) -> None:
    for path in ("/", "/logga-in", "/logga-in/losenord"):
        assert len(visitor.get(path, Accept_Encoding="br").data) <= 6_000
