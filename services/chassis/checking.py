"""`check`: says whether a service could start here and now."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime

from services.chassis.links import close_link, open_link
from services.chassis.migrations import is_current
from services.chassis.wiring import App
from services.contracts.refusals import SIGN_IN, Refused


def check(app: App) -> int:
    """0 when everything is there; otherwise 1, with a line on stderr for each thing that is not."""
    tries: dict[str, Callable[[], None]] = {
        "database": lambda: _database(app),
        "broker": lambda: close_link(open_link(app.settings.broker_url.get_secret_value(), f"{app.name} check", 5)),
        "identity's keys": lambda: _keys(app),
        app.name: app.check,
    }
    wrong = 0
    for name, attempt in tries.items():
        try:
            attempt()
        except Exception as error:  # each is named and the next one tried
            wrong = 1
            print(f"{name}: {type(error).__name__}", file=sys.stderr)
    print(f"{app.name}: {'not ready' if wrong else 'ready'}", file=sys.stderr if wrong else sys.stdout)
    return wrong


class MigrationsMissing(Exception):  # noqa: N818 - reads as what it says
    """The database is older than the program: run `migrate`."""


class KeysMissing(Exception):  # noqa: N818 - reads as what it says
    """The key set cannot be read."""


def _database(app: App) -> None:
    if not is_current(app.name, app.engine):
        raise MigrationsMissing


def _keys(app: App) -> None:
    try:
        app.verifier.verify("", datetime.now(UTC))
    except Refused as refused:
        if refused.refusal.code != SIGN_IN:
            raise KeysMissing from refused
