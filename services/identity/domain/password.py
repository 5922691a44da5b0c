"""What makes a password good enough: long, not made of what everybody tries, not easy to guess."""

import re
import unicodedata
from collections.abc import Sequence

from services.identity.domain.common_words import COMMON_WORDS

SHORTEST = 15
GUESSABLE_BELOW = 3
"""zxcvbn's scale from 0 to 4."""


_RUNS = (
    "abcdefghijklmnopqrstuvwxyzåäö",
    "qwertyuiopåasdfghjklöäzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "01234567890123456789",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)
_FOLD = str.maketrans({"å": "a", "ä": "a", "ö": "o"})
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_FOLDED_RUNS = tuple(run.translate(_FOLD) for run in _RUNS)
_FEW_PARTS = 3


def normalised(password: str) -> str:
    """NFC, so that the same letters typed on another keyboard are the same password."""
    return unicodedata.normalize("NFC", password)


def too_short(password: str) -> bool:
    """Fewer than fifteen characters."""
    return len(password) < SHORTEST


def too_common(password: str, names: Sequence[str]) -> bool:
    """Whether the whole password is built from at most three different common parts.

    A part is a common word, one of `names` (person, organisation, portal), a run along the keyboard or alphabet, a date or a
    short number, or anything repeated. This is the rule behind a block list rather than the list itself: it covers every
    combination that a list of such entries would hold (docs/decisions: block list as a rule).
    """
    plain = re.sub(r"[^a-z0-9åäö]", "", password.casefold())
    if len(plain) * 2 < len(password):
        # Mostly other letters and signs, which no list of common words says anything about.
        return len(set(password)) <= _FEW_PARTS
    unit = _repeated_unit(plain.translate(_FOLD))
    words = {word.translate(_FOLD) for word in set(COMMON_WORDS) | _name_parts(names)}
    return any(_few_parts(form, words) for form in {unit, unit.translate(_LEET)}) or len(set(plain)) <= _FEW_PARTS or len(unit) <= 5


def guess_words(names: Sequence[str]) -> list[str]:
    """What a guesser knows beforehand, commonest first, for the estimate of guesses."""
    return sorted(_name_parts(names)) + list(COMMON_WORDS)


def _name_parts(names: Sequence[str]) -> set[str]:
    parts: set[str] = set()
    for name in names:
        lowered = normalised(name).casefold()
        pieces = [piece for piece in re.split(r"[^a-z0-9åäö]+", lowered) if len(piece) >= 2]
        parts.update(pieces)
        parts.add("".join(pieces))
    return {part for part in parts if part}


def _repeated_unit(plain: str) -> str:
    for length in range(1, len(plain) // 2 + 1):
        if (plain[:length] * (len(plain) // length + 1))[: len(plain)] == plain:
            return plain[:length]
    return plain


def _few_parts(plain: str, words: set[str]) -> bool:
    """Dynamic programming over the password: the smallest set of different parts that covers each beginning of it."""
    best: list[frozenset[str] | None] = [frozenset()] + [None] * len(plain)
    longest = max(*map(len, words), *map(len, _RUNS))
    for end in range(1, len(plain) + 1):
        for start in range(max(0, end - longest), end):
            before = best[start]
            part = plain[start:end]
            if before is None or not _common(part, words):
                continue
            covered = before | {part}
            known = best[end]
            if len(covered) <= _FEW_PARTS and (known is None or len(covered) < len(known)):
                best[end] = covered
    return best[len(plain)] is not None


def _common(part: str, words: set[str]) -> bool:
    if part in words or (part.isdigit() and len(part) <= 8):
        return True
    return len(part) >= 3 and (len(set(part)) == 1 or any(part in run or part in run[::-1] for run in _FOLDED_RUNS))
