"""The headers every response leaves with: what the page may load, who may keep it, and whether it has changed."""

import gzip
import hashlib

import brotli
from flask import Flask, Response, g, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Nothing inline at all, so no nonce is needed and a page can be answered 304. `blob:` shows a chosen photo before it is sent."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
}
WORTH_PACKING = 1500


def install(app: Flask, https: bool) -> None:
    """Add the headers, answer 304 where the page is the same, and compress."""

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        if https:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if "Cache-Control" not in response.headers:
            _decide_keeping(response)
        may_be_kept = response.status_code == 200 and "no-store" not in response.headers["Cache-Control"]
        if may_be_kept and response.mimetype == "text/html" and not response.direct_passthrough:
            response.set_etag(_digest(response), weak=True)
            response.make_conditional(request)
        _pack(response)
        return response


def never_keep() -> None:
    """This page must not be kept anywhere: invoices, profile, organisation, staff."""
    g.never_keep = True


def forget_everything(response: Response) -> Response:
    """At sign-out: the browser drops cache and storage of this site; our cookies are deleted one by one, so that the language stays."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _decide_keeping(response: Response) -> None:
    keep = not (g.get("never_keep") or g.get("unrepeatable") or g.get("cookies") or response.status_code != 200)
    response.headers["Cache-Control"] = "private, no-cache" if keep else "no-store"
    response.vary.update(["Cookie", "Accept-Encoding"])


def _digest(response: Response) -> str:
    """Over the page without the form tokens, whose mask changes each time."""
    body = response.get_data()
    for volatile in g.get("volatile", []):
        body = body.replace(volatile.encode(), b"")
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def _pack(response: Response) -> None:
    if response.mimetype not in {"text/html", "application/json"} or response.direct_passthrough or response.status_code == 304:
        return
    if "Content-Encoding" in response.headers or (response.content_length or 0) < WORTH_PACKING:
        return
    if request.accept_encodings["br"] > 0:
        response.set_data(brotli.compress(response.get_data(), quality=4))
        response.headers["Content-Encoding"] = "br"
    elif request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
