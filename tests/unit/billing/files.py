"""The example documents, and ways to break them."""

from pathlib import Path

from services.billing.adapters.ubl_reader import read_ubl
from services.billing.domain.rules import violations
from services.billing.domain.submitted import Violation

FOLDER = Path(__file__).parents[3] / "deploy" / "demo" / "files"
NAMES = sorted(each.name for each in FOLDER.glob("*.xml"))
RENT, MIXED, CREDIT = "faktura-1001.xml", "faktura-1002.xml", "kreditfaktura-921.xml"


def text_of(name: str = RENT) -> str:
    """The file's text."""
    return (FOLDER / name).read_text(encoding="utf-8")


def changed(old: str, new: str, name: str = RENT) -> bytes:
    """The file with the first `old` replaced; fails when it is not there, so that no test passes for nothing."""
    text = text_of(name)
    assert old in text, f"{old} does not stand in {name}"
    return text.replace(old, new, 1).encode()


def broken(content: bytes) -> list[Violation]:
    """What is wrong with a file."""
    read = read_ubl(content)
    return [read] if isinstance(read, Violation) else violations(read)


def rules(content: bytes) -> set[str]:
    """The ids of the rules a file breaks."""
    return {each.rule for each in broken(content)}
