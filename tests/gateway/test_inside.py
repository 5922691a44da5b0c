"""The inside port, the settings, and the first line against hammering."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from pydantic import ValidationError

from gateway.metrics import Inside
from gateway.security.cookies import trustworthy
from gateway.security.rate_limit import RateLimit
from gateway.settings import GatewaySettings
from services.contracts.refusals import Refused

GOOD = {
    "environment": "production",
    "broker_url": "amqp://gateway:secret@rabbit/portal",
    "secret_key": "k" * 40,
    "portal_address": "https://portal.example.se/",
    "inside_port": 9000,
}


def portal(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Stands for the pages."""
    start_response("200 OK", [])
    return [b"a page"]


def ask(path: str, *, port: str = "9000", ready: bool = True, **headers: str) -> tuple[str, bytes]:
    """Ask the door on a port."""
    seen: list[str] = []
    environ: dict[str, Any] = {"SERVER_PORT": port, "PATH_INFO": path} | headers

    def start_response(status: str, *rest: Any) -> Any:
        seen.append(status)

    body = b"".join(Inside(portal, 9000, lambda: ready)(environ, start_response))
    return seen[0], body


def test_the_inside_port_answers_for_health_and_counts() -> None:
    assert ask("/livez")[0] == "200 OK"
    assert ask("/readyz")[0] == "200 OK"
    assert b"portal_page_seconds" in ask("/metrics")[1]
    assert ask("/logga-in")[0] == "404 Not Found"


def test_liveness_does_not_depend_on_the_broker_and_readiness_does() -> None:
    assert ask("/livez", ready=False)[0] == "200 OK"
    assert ask("/readyz", ready=False)[0] == "503 Service Unavailable"


def test_nobody_reaches_the_inside_from_the_outer_port() -> None:
    assert ask("/metrics", port="8080", HTTP_HOST="portal:9000", HTTP_X_FORWARDED_PORT="9000")[1] == b"a page"


def test_good_settings_are_taken(tmp_path: Path) -> None:
    settings = GatewaySettings.model_validate(GOOD | {"blob_folder": tmp_path / "blobs"})
    assert settings.portal_address == "https://portal.example.se"
    assert settings.https
    assert settings.blob_folder.is_dir()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("portal_address", "http://portal.example.se"),
        ("portal_address", "portal.example.se"),
        ("secret_key", "hush-hush"),
        ("broker_url", "http://rabbit"),
        ("inside_port", 70_000),
        ("trusted_proxies", 9),
        ("environment", "staging"),
    ],
)
def test_wrong_settings_are_named_without_their_value(name: str, value: object, tmp_path: Path) -> None:
    with pytest.raises(ValidationError) as caught:
        GatewaySettings.model_validate(GOOD | {"blob_folder": tmp_path, name: value})
    assert {error["loc"][0] for error in caught.value.errors()} == {name}
    assert "hush-hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://portal.example.se", True),
        ("http://localhost:8080", True),
        ("http://localhost", True),
        ("http://portal.localhost:8080", True),
        ("http://192.168.1.4:8080", False),
        ("http://localhost.evil.example", False),
    ],
)
def test_secure_cookies_are_used_where_browsers_keep_them(address: str, kept: bool) -> None:
    assert trustworthy(address) is kept


def test_tries_run_out_and_come_back_with_time() -> None:
    at = [0.0]
    limit = RateLimit(3, 60, now=lambda: at[0])
    for _ in range(3):
        limit.spend("192.0.2.1")
    with pytest.raises(Refused) as caught:
        limit.spend("192.0.2.1")
    assert caught.value.refusal.code == "too_many_attempts"
    assert 0 < int(caught.value.refusal.details["wait_s"]) <= 20
    limit.spend("192.0.2.2")
    at[0] = 20.1
    limit.spend("192.0.2.1")
