"""`import FILE...`: takes documents in from the command line, with a line that counts."""

import sys
from collections.abc import Callable
from pathlib import Path

from services.contracts.billing import ImportResult

TakeIn = Callable[[str, bytes], ImportResult]


def import_files(take_in: TakeIn, arguments: list[str]) -> int:
    """0 when every file was imported or was there already, 1 when any was refused, 2 without files. Refusals are listed on stderr."""
    if not arguments:
        print("usage: python -m services.billing import FILE...", file=sys.stderr)
        return 2
    counts = {"imported": 0, "repeated": 0, "refused": 0}
    for done, argument in enumerate(arguments, start=1):
        counts[_one(take_in, Path(argument))] += 1
        _show_progress(done, len(arguments), counts)
    if sys.stdout.isatty():
        print()
    print(f"{counts['imported']} imported, {counts['repeated']} already here, {counts['refused']} refused.")
    return 1 if counts["refused"] else 0


def _one(take_in: TakeIn, file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        print(f"{file}: cannot be read ({error.strerror})", file=sys.stderr)
        return "refused"
    result = take_in(file.name, content)
    for broken in result.violations:
        print(f"{file}:{broken.line or 1}: {broken.rule}: {broken.text}", file=sys.stderr)
    return result.outcome


def _show_progress(done: int, total: int, counts: dict[str, int]) -> None:
    if not sys.stdout.isatty():
        return
    filled = 30 * done // total
    print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}, {counts['refused']} refused", end="", flush=True)
