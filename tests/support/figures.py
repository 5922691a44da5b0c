"""Measured figures: tests and benchmarks append them to var/figures.json, `make figures` shows the newest of each."""

import fcntl
import json
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FILE = Path(os.environ.get("FIGURES_FILE", ROOT / "var" / "figures.json"))
MEANINGS = ROOT / "docs" / "figures.md"


def append(name: str, value: float | str) -> None:
    """Keep a figure under a flat name such as `T1.cells`, with the time it was taken."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with FILE.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        written = file.read()
        figures: list[dict[str, Any]] = json.loads(written) if written.strip() else []
        figures.append({"name": name, "value": value, "at": datetime.now(UTC).isoformat(timespec="seconds")})
        file.seek(0)
        file.truncate()
        file.write("[\n" + ",\n".join(json.dumps(each) for each in figures) + "\n]\n")


def newest() -> dict[str, dict[str, Any]]:
    """The newest figure of each name."""
    if not FILE.exists():
        return {}
    return {figure["name"]: figure for figure in json.loads(FILE.read_text(encoding="utf-8"))}


def meanings() -> dict[str, tuple[str, str]]:
    """What docs/figures.md says: pattern of the name -> (what it means, what is to be reached)."""
    found = {}
    for line in MEANINGS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 3 and (name := re.fullmatch(r"`(.+)`", cells[0])):
            found[name[1]] = (cells[1], cells[2])
    return found


def meaning_of(name: str) -> tuple[str, str]:
    """Meaning and aim of a figure; empty where docs/figures.md has none."""
    for pattern, meaning in meanings().items():
        if re.fullmatch(re.sub(r"<\w+>", r"[\\w-]+", re.escape(pattern).replace(r"\<", "<").replace(r"\>", ">")), name):
            return meaning
    return "", ""


def main() -> int:
    """Print the newest figures as a table."""
    figures = newest()
    if not figures:
        print("No figures yet: make test and make bench measure them.")
        return 0
    width = max(len(name) for name in figures)
    for name, figure in sorted(figures.items()):
        meaning, aim = meaning_of(name)
        value = f"{figure['value']:.3f}".rstrip("0").rstrip(".") if isinstance(figure["value"], float) else str(figure["value"])
        print(f"{name:<{width}}  {value:>10}  {aim:<14}  {figure['at'][:16].replace('T', ' ')}  {meaning}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
