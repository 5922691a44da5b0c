"""Refuses forged requests: a token in every form, bound to this browser, and the browser's own word on where the request came from."""

import base64
import hashlib
import hmac
import secrets

from flask import Flask, g, request
from markupsafe import Markup

from gateway.security import cookies
from services.contracts.refusals import refuse

FIELD = "csrf_token"
SAFE = {"GET", "HEAD", "OPTIONS"}
TOKEN_BYTES = 32


def install(app: Flask, portal_address: str) -> None:
    """Check every request that may change something, sign-in and sign-out included."""
    origin = "/".join(portal_address.split("/")[:3])

    @app.before_request
    def check() -> None:
        g.volatile = []
        if request.method in SAFE:
            _refuse_foreign_parts()
            return
        if not (_came_from_us(origin) and _token_holds()):
            refuse("form_expired")

    app.jinja_env.globals["csrf_field"] = csrf_field
    app.jinja_env.globals["form_key"] = form_key


def browser_id() -> str:
    """The long-lived random name of this browser, made at the first need."""
    value = cookies.BROWSER.read()
    if value is None or not 40 <= len(value) <= 64:
        value = secrets.token_urlsafe(32)
        cookies.BROWSER.set(value)
    return value


def token() -> str:
    """This browser's token under a fresh mask, so that compression never sees the same bytes twice."""
    mask = secrets.token_bytes(TOKEN_BYTES)
    shown = base64.urlsafe_b64encode(mask + _xor(mask, _secret())).decode()
    volatile: list[str] = g.setdefault("volatile", [])
    volatile.append(shown)
    return shown


def csrf_field() -> Markup:
    """The hidden field that every form with method=post carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token())


def form_key(fresh: bool = False) -> Markup:
    """The hidden idempotency key, made when the form is shown; a repeated submit changes things once.

    A form shown again after errors keeps its key, unless `fresh`: what was sent with it has been answered.
    """
    g.unrepeatable = True
    kept = "" if fresh else request.form.get("key", "")
    key = kept or secrets.token_hex(16)
    return Markup('<input type="hidden" name="key" value="{}">').format(key)


def submitted_key() -> str:
    """The idempotency key of the submitted form. Refuses a form that carries none."""
    key = request.form.get("key", "")
    if not (16 <= len(key) <= 64 and key.isalnum() and key.isascii()):
        refuse("form_expired")
    return key


def _secret() -> bytes:
    from flask import current_app

    key = str(current_app.secret_key).encode()
    return hmac.new(key, b"csrf:" + browser_id().encode(), hashlib.sha256).digest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _token_holds() -> bool:
    sent = request.form.get(FIELD) or request.headers.get("X-CSRF-Token", "")
    try:
        raw = base64.urlsafe_b64decode(sent.encode())
    except ValueError:
        return False
    if len(raw) != 2 * TOKEN_BYTES or cookies.BROWSER.read() is None:
        return False
    return hmac.compare_digest(_xor(raw[:TOKEN_BYTES], raw[TOKEN_BYTES:]), _secret())


def _came_from_us(origin: str) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    sent = request.headers.get("Origin")
    return sent is None or sent == origin or sent == request.host_url.rstrip("/")


def _refuse_foreign_parts() -> None:
    """Another site may link to us, and may not embed, fetch or frame us."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site" and request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        refuse("not_allowed")
