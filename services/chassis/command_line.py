"""python -m services.<name> serve | relay | migrate | check: what every service's `__main__` calls.

Imports as little as possible at the top: `serve` must patch the standard library before anything of the service is imported.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

Command = Callable[[Any, list[str]], int]


def main(service: str, commands: Mapping[str, Command] | None = None, arguments: list[str] | None = None) -> None:
    """Run one command and end the process.

    `commands` adds the service's own: each gets the App and its arguments, and returns an exit code.
    """
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["help"]
    own = dict(commands or {})
    known = ["serve", "relay", "migrate", "check", *own]
    if name not in known or (rest and name not in own):
        print(f"usage: python -m services.{service} {' | '.join(known)}", file=sys.stderr)
        raise SystemExit(2)
    if name == "migrate":
        _migrate(service)
        raise SystemExit(0)
    if name == "serve":
        host = import_module("services.chassis.host")
        host.serve(_app(service))
        raise SystemExit(0)
    app = _app(service)
    if name == "relay":
        import_module("services.chassis.relay").relay(app)
        raise SystemExit(0)
    raise SystemExit(own[name](app, rest) if name in own else import_module("services.chassis.checking").check(app))


def _app(service: str) -> Any:
    settings_module = import_module(f"services.{service}.settings")
    settings = import_module("services.chassis.settings").load_settings(settings_module.Settings)
    import_module("services.chassis.logs").configure(service, settings.log_level)
    return import_module(f"services.{service}.bootstrap").build(settings)


def _migrate(service: str) -> None:
    settings_module = import_module("services.chassis.settings")
    settings = settings_module.load_settings(settings_module.MigrateSettings)
    import_module("services.chassis.logs").configure(service, settings.log_level)
    import_module("services.chassis.migrations").migrate(service, settings.database_owner_url.get_secret_value())
    print(f"{service}: the database is up to date.")
