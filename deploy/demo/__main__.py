"""python -m deploy.demo: fill a fresh portal at PORTAL_ADDRESS with people, buildings, cases and invoices."""

import os
import sys

from deploy.demo.people import ANNA, ERIK, JOHAN, KARIN, OSKAR
from deploy.demo.seed import Where, seed
from deploy.demo.visitor import Lost


def main() -> int:
    """Fill the portal; exit 1 with the page that was not as expected."""
    where = Where(
        os.environ.get("PORTAL_ADDRESS", "http://localhost:8080"),
        os.environ.get("BANKID_PAGE_ADDRESS", "http://localhost:8081"),
        os.environ.get("MAILBOX_ADDRESS", "http://localhost:8082"),
    )
    try:
        seed(where, lambda what: print(f"  {what}", flush=True))
    except Lost as lost:
        print(f"The demo data could not be entered: {lost}", file=sys.stderr)
        return 1
    print(_guide())
    return 0


def _guide() -> str:
    rows = [
        (ANNA, "huvudadministratör i Company AB, användare i Company Studio AB"),
        (OSKAR, "administratör i Company AB"),
        (JOHAN, "användare i Company AB"),
        (KARIN, "personal, alla roller (/personal)"),
        (ERIK, "personal, förvaltare (/personal)"),
    ]
    lines = [
        f"  {person.name:<16} {person.email:<34} {'BankID' if person.person else 'lösenord: ' + person.password:<42} {what}"
        for person, what in rows
    ]
    return "\n".join(["The demo's people:", *lines])


if __name__ == "__main__":
    sys.exit(main())
