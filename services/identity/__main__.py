"""python -m services.identity serve | relay | migrate | check | invite-staff --email E --name N --roles administrator,finance."""

from typing import Any

from services.chassis.command_line import main


def _invite_staff(app: Any, arguments: list[str]) -> int:
    # Imported here: `serve` patches the standard library before anything of the service is loaded.
    from services.chassis.clock import SystemClock
    from services.identity.adapters.unit_of_work import IdentityUnitOfWork
    from services.identity.entrypoints.invite_staff import run

    return run(app, arguments, IdentityUnitOfWork(app.engine, SystemClock()))


main("identity", {"invite-staff": _invite_staff})
