"""`python -m deploy.simulators.bankid` runs the simulator; `… certificates --folder DIR` only mints its certificates."""

import argparse
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from deploy.simulators.bankid.app import Simulator
from deploy.simulators.bankid.certificates import ensure
from deploy.simulators.bankid.clock import MovableClock
from deploy.simulators.bankid.faults import Faults
from deploy.simulators.bankid.order_book import OrderBook
from deploy.simulators.bankid.phone import create_app
from deploy.simulators.bankid.settings import Settings, read_settings
from deploy.simulators.bankid.signature import Signer
from deploy.simulators.bankid.tls_server import RpServer, tls_context
from deploy.simulators.pages import page_server


def main(arguments: list[str]) -> int:
    """Run the command; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m deploy.simulators.bankid", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    certificates = commands.add_parser("certificates", help="mint the certificates, once")
    certificates.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args(arguments)
    if options.command == "certificates":
        print(f"{'minted' if ensure(options.folder) else 'already there'}: {options.folder}")
        return 0
    try:
        serve(read_settings(os.environ))
    except OSError as wrong:
        print(f"Cannot listen: {wrong}", file=sys.stderr)
        return 1
    return 0


def serve(settings: Settings) -> None:
    """Serve both doors until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    ensure(settings.folder)
    clock = MovableClock()
    faults = Faults()
    simulator = Simulator(OrderBook(clock, settings.timings), clock, faults, Signer(settings.folder))
    api = RpServer((settings.host, settings.api_port), tls_context(settings.folder), simulator.book, faults)
    page = page_server(settings.host, settings.page_port, create_app(simulator))
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    for server in (api, page):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(
        "SIMULATOR - inte riktigt BankID\n"
        f"  RP API      https://localhost:{api.server_address[1]}/rp/v6.0\n"
        f"  phone page  http://localhost:{page.server_address[1]}/",
        flush=True,
    )
    stopped.wait()
    for server in (api, page):
        server.shutdown()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
