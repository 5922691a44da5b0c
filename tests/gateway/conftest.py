"""The gateway under test: the real application, a fake bus, browsers that keep cookies and read forms."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.app import create_app
from gateway.assets import Asset, Assets
from gateway.icons import ICONS
from gateway.settings import GatewaySettings
from services.contracts.identity import AssertFor
from services.contracts.rights import Role
from tests.gateway.fake_bus import FakeBus, asserts, asserts_staff

SOURCES = Path("gateway/static")
TOKEN = "t" * 43


@pytest.fixture
def bus() -> FakeBus:
    """A fresh bus that knows nothing."""
    return FakeBus()


@pytest.fixture
def app(bus: FakeBus, tmp_path: Path) -> Flask:
    """The application with https cookies, as in production."""
    settings = GatewaySettings(
        environment="test",
        broker_url="amqp://gateway:secret@localhost/portal",
        secret_key="k" * 40,
        portal_address="https://localhost",
        blob_folder=tmp_path,
        inside_port=0,
    )
    return create_app(settings, bus, unbuilt_assets())


def unbuilt_assets() -> Assets:
    """Every asset under its own name, so that these tests need no Node."""
    names = ["portal.css", "figtree.woff2", "icons.svg"]
    names += [path.name for folder in ("js", "drawings") for path in (SOURCES / folder).iterdir()]
    files = {name: Asset(name, "text/plain", name.encode() * 200, b"br", b"gz") for name in names}
    return Assets({name: name for name in names}, files)


class Visitor:
    """A browser without script: keeps cookies, fills in the forms it was shown."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.last: TestResponse

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open an address."""
        self.last = self.client.get(
            path, base_url="https://localhost", headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        return self.last

    def post(self, path: str, data: dict[str, str] | None = None, **headers: str) -> TestResponse:
        """Send a form; the token and the key of the page opened last go along unless the test gives its own."""
        hidden = (
            {name: value for name, value in hidden_fields(self.last.text).items() if name in ("csrf_token", "key")}
            if hasattr(self, "last")
            else {}
        )
        self.last = self.client.post(
            path,
            base_url="https://localhost",
            data=hidden | (data or {}),
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        return self.last

    def cookie(self, name: str) -> str | None:
        """The value of a `__Host-` cookie."""
        found = self.client.get_cookie(f"__Host-{name}", domain="localhost")
        return found.value if found else None

    def carry(self, name: str, value: str) -> None:
        """Hold a `__Host-` cookie."""
        self.client.set_cookie(f"__Host-{name}", value, domain="localhost", secure=True)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(app.test_client())


@pytest.fixture
def member(app: Flask, bus: FakeBus) -> Callable[..., Visitor]:
    """Somebody signed in: `member(Role.USER, with_bankid=False)`."""

    def sign_in(role: Role = Role.MAIN_ADMIN, *, with_bankid: bool = True, language: str = "sv", several: bool = False) -> Visitor:
        bus.give(AssertFor, asserts(role, with_bankid=with_bankid, language=language, several=several))
        visitor = Visitor(app.test_client())
        visitor.carry("portal", TOKEN)
        return visitor

    return sign_in


@pytest.fixture
def staff(app: Flask, bus: FakeBus) -> Visitor:
    """One of the landlord's people with every role."""
    bus.give(AssertFor, asserts_staff())
    visitor = Visitor(app.test_client())
    visitor.carry("staff", TOKEN)
    return visitor


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.fields[str(given["name"])] = given.get("value") or ""


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page, the last of each name."""
    parser = _Hidden()
    parser.feed(page)
    return parser.fields


def icons_used(page: str) -> set[str]:
    """Names of icons a page points at, to be compared with those that are built."""
    return {piece.split('"')[0] for piece in page.split("icons.svg#")[1:]}


__all__ = ["ICONS", "TOKEN", "Visitor", "hidden_fields", "icons_used"]
