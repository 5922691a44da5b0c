"""`python -m deploy.simulators.mailbox`: SMTP in, a page out."""

import logging
import os
import signal
import sys
import threading

from deploy.simulators.mailbox.box import Box
from deploy.simulators.mailbox.refusals import Refusals
from deploy.simulators.mailbox.settings import Settings, read_settings
from deploy.simulators.mailbox.smtp import Handler, SmtpDoor
from deploy.simulators.mailbox.web import create_app
from deploy.simulators.pages import page_server


def serve(settings: Settings) -> None:
    """Serve both doors until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    box, refusals = Box(settings.folder), Refusals()
    door = SmtpDoor(settings.host, settings.smtp_port, Handler(box, refusals))
    page = page_server(settings.host, settings.page_port, create_app(box, refusals))
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    threading.Thread(target=page.serve_forever, daemon=True).start()
    print(f"Mailbox\n  SMTP  smtp://localhost:{door.port}\n  page  http://localhost:{page.server_address[1]}/", flush=True)
    stopped.wait()
    door.stop()
    page.shutdown()


if __name__ == "__main__":
    try:
        serve(read_settings(os.environ))
    except OSError as wrong:
        sys.exit(f"Cannot listen: {wrong}")
