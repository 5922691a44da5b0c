"""python -m services.billing serve | relay | migrate | check | import FILE..."""

from typing import Any

from services.chassis.command_line import main


def _import(app: Any, arguments: list[str]) -> int:
    # Imported here: `serve` must patch the standard library before anything of the service is imported.
    from services.billing.bootstrap import importer
    from services.billing.entrypoints.import_files import import_files

    return import_files(importer(app), arguments)


main("billing", {"import": _import})
