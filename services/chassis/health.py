"""/livez, /readyz and /metrics on the inside port. Living depends on no neighbour; being ready does."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from services.chassis import telemetry

Unready = Callable[[], list[str]]
"""Names what is missing just now; an empty list is readiness."""


class HealthServer:
    """A small HTTP server in a thread of its own."""

    def __init__(self, host: str, port: int, unready: Unready) -> None:
        self._server = ThreadingHTTPServer((host, port), _handler(unready))
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])

    def start(self) -> None:
        """Begin to answer."""
        threading.Thread(target=self._server.serve_forever, name="health", daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


def inside_host(environment: str) -> str:
    """Where to listen: in containers the orchestrator asks from outside, on a developer's machine nobody else may."""
    return "127.0.0.1" if environment in ("development", "test") else ""


def _handler(unready: Unready) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_GET(self) -> None:
            match self.path:
                case "/livez":
                    self._answer(200, b"living\n")
                case "/readyz":
                    missing = unready()
                    self._answer(503 if missing else 200, ("missing: " + ", ".join(missing) if missing else "ready").encode() + b"\n")
                case "/metrics":
                    self._answer(200, telemetry.exposition())
                case _:
                    self._answer(404, b"not here\n")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            return

    return Handler
