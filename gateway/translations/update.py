"""Extracts the texts, merges them into the English catalogue and compiles it: `python -m gateway.translations.update [compile]`."""

import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
GATEWAY = HERE.parent
TEMPLATE = HERE / "messages.pot"
CATALOGUE = HERE / "en" / "LC_MESSAGES" / "messages.po"


def extract(target: Path = TEMPLATE) -> Path:
    """Write every text of the source into a template."""
    keywords = ["-k", "_l", "-k", "ngettext:1,2", "-k", "lazy_ngettext:1,2"]
    # Without this Babel passes over every folder whose name begins with an underscore, templates/_parts among them.
    everywhere = ["--ignore-dirs", ".*"]
    _babel(
        "extract",
        "-F",
        str(HERE / "babel.cfg"),
        *keywords,
        *everywhere,
        "--no-location",
        "--sort-output",
        "--omit-header",
        "-o",
        str(target),
        ".",
    )
    return target


def merge() -> None:
    """Bring the catalogue up to date: new texts empty, vanished ones gone, nothing guessed."""
    quiet = ["--no-fuzzy-matching", "--ignore-obsolete", "--no-wrap", "--omit-header"]
    _babel("update", "-i", str(TEMPLATE), "-o", str(CATALOGUE), "-l", "en", *quiet)


def compile_catalogue() -> None:
    """Write the binary that the running gateway reads; not committed."""
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale="en")
    with CATALOGUE.with_suffix(".mo").open("wb") as target:
        write_mo(target, catalogue)


def _babel(*arguments: str) -> None:
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *arguments]
    subprocess.run(command, cwd=GATEWAY, check=True)


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["compile"]):
        sys.exit("usage: python -m gateway.translations.update [compile]")
    if not sys.argv[1:]:
        extract()
        merge()
    compile_catalogue()
