"""What the simulators' web servers share: the server itself, headers, and the one address for health."""

import logging

from flask import Flask, Response
from werkzeug.serving import BaseWSGIServer, make_server

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""No form-action: the phone page answers its form with a redirect to the relying party, which that directive would block."""


def dress(app: Flask) -> Flask:
    """Add /livez and the headers that every page carries."""

    @app.get("/livez")
    def _livez() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return app


def page_server(host: str, port: int, app: Flask) -> BaseWSGIServer:
    """A threaded HTTP server, listening when this returns. Raises SystemExit when the port is taken."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    return make_server(host, port, app, threaded=True)
