"""Counts and times the pages, and answers /livez, /readyz and /metrics on the inside port."""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

SHOWN = Histogram(
    "portal_page_seconds", "Time to answer a page.", ["page", "method"], buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
)
ANSWERED = Counter("portal_pages_total", "Pages answered.", ["page", "method", "status"])


def install(app: Flask) -> None:
    """Time every request by its rule, never by its path: a path may name a case or an organisation."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        page = request.endpoint or "none"
        method = request.method if request.method in {"GET", "POST", "HEAD"} else "other"
        if "began" in g:
            SHOWN.labels(page, method).observe(time.perf_counter() - g.began)
        ANSWERED.labels(page, method, str(response.status_code)).inc()
        return response


class Inside:
    """Sends requests that came in on the inside port to the health pages, and all others to the portal."""

    def __init__(self, portal: WSGIApplication, inside_port: int, ready: Callable[[], bool]) -> None:
        self._portal = portal
        self._port = str(inside_port)
        self._ready = ready

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer by the port of the socket itself, which no header can change."""
        if environ.get("SERVER_PORT") != self._port:
            return self._portal(environ, start_response)
        status, body, media_type = self._answer(environ.get("PATH_INFO", ""))
        start_response(status, [("Content-Type", media_type), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, path: str) -> tuple[str, bytes, str]:
        if path == "/livez":
            return "200 OK", b"live\n", "text/plain"
        if path == "/readyz":
            return ("200 OK", b"ready\n", "text/plain") if self._ready() else ("503 Service Unavailable", b"no broker\n", "text/plain")
        if path == "/metrics":
            return "200 OK", _exposed(), CONTENT_TYPE_LATEST
        return "404 Not Found", b"", "text/plain"


def _exposed() -> bytes:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest()
    registry: Any = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
