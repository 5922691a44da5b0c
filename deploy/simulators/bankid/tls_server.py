"""The HTTPS server of the RP API: a thread per connection, a client certificate from our own authority or no connection at all."""

import hashlib
import logging
import socket
import ssl
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from deploy.simulators.bankid.certificates import NAME
from deploy.simulators.bankid.faults import Faults
from deploy.simulators.bankid.order_book import OrderBook
from deploy.simulators.bankid.rp_api import RpAnswer, RpRequest, answer, operation_of

BODY_LIMIT = 512 * 1024
DISCARD_LIMIT = 8 * 1024 * 1024
IDLE_S = 65
HANDSHAKE_S = 10
_log = logging.getLogger(__name__)


def tls_context(folder: Path) -> ssl.SSLContext:
    """TLS 1.2 or newer, our own server certificate, and only clients with a certificate from our client authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    context.load_verify_locations(folder / "client_ca.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    return context


class RpServer(ThreadingHTTPServer):
    """Listens for relying parties. The handshake runs in the connection's own thread, so a slow one delays nobody else."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], context: ssl.SSLContext, book: OrderBook, faults: Faults) -> None:
        self.context = context
        self.book = book
        self.faults = faults
        super().__init__(address, _Handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands, then serve the connection."""
        hang = self.faults.next_hang()
        if hang:
            time.sleep(hang)
        request.settimeout(HANDSHAKE_S)
        try:
            secured = self.context.wrap_socket(request, server_side=True)
        except (ssl.SSLError, OSError) as refused:
            _log.warning("handshake refused: %s", refused)
            return
        with secured:
            super().finish_request(secured, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is not worth a traceback; anything else is."""
        _log.exception("a request failed")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "BankIDSimulator"
    timeout = IDLE_S
    server: RpServer
    connection: ssl.SSLSocket

    def setup(self) -> None:
        """Read who the client is, once per connection."""
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        der = self.connection.getpeercert(binary_form=True) or b""
        self._certificate = hashlib.sha256(der).hexdigest()
        self._rp_name = _name_in(der)

    def _serve(self) -> None:
        body = self._body()
        if self.server.faults.latency_s:
            time.sleep(self.server.faults.latency_s)
        planned = self.server.faults.next_answer(operation_of(self.path))
        if planned and planned.drop:
            self.close_connection = True
            return
        if planned:
            self._send(RpAnswer(planned.status, planned.body))
            return
        content_type = self.headers.get("Content-Type")
        self._send(answer(self.server.book, RpRequest(self.command, self.path, content_type, body, self._certificate, self._rp_name)))

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = _serve  # noqa: N815 - http.server's names

    def _body(self) -> bytes | None:
        try:
            length = int(self.headers.get("Content-Length", "0"))
        except ValueError:
            length = -1
        if not 0 <= length <= BODY_LIMIT or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self._discard(length)
            return None
        return self.rfile.read(length)

    def _discard(self, length: int) -> None:
        # A client that is still writing when the connection closes would never see the answer.
        left = min(length, DISCARD_LIMIT)
        while left > 0 and (part := self.rfile.read(min(left, 65_536))):
            left -= len(part)

    def _send(self, reply: RpAnswer) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """One quiet line per request."""
        _log.debug(format, *args)


def _name_in(der: bytes) -> str:
    """The name the app shows: the certificate's `name`, else its organisation, else its common name."""
    subject = x509.load_der_x509_certificate(der).subject
    for oid in (NAME, NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        found = subject.get_attributes_for_oid(oid)
        if found:
            return str(found[0].value)
    return "Okänd"
