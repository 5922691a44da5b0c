"""The short name of an organisation in addresses."""

import re
import unicodedata
from collections.abc import Callable

_LONGEST = 60
_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "æ": "a", "ø": "o", "ß": "ss", "&": " och "})


def slug_of(name: str) -> str:
    """`Bröderna Ågren AB` as `broderna-agren-ab`; a name without any letter or digit becomes `organisation`."""
    plain = unicodedata.normalize("NFC", name).lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-") or "organisation"


def unique_slug(name: str, taken: Callable[[str], bool]) -> str:
    """The slug of `name`, with the first free number where it is taken."""
    base = slug_of(name)
    candidate, number = base, 2
    while taken(candidate):
        candidate, number = f"{base}-{number}", number + 1
    return candidate
