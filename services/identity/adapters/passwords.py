"""Passwords: argon2id, and zxcvbn's estimate of how soon one is guessed."""

import base64
import secrets
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.identity.domain.password import GUESSABLE_BELOW

TIME_COST = 3
MEMORY_KIB = 64 * 1024
PARALLELISM = 1
_JUDGED = 72
"""zxcvbn's time grows with the square of the length; beyond this no password is guessable that is not repetitive."""


class Runs(Protocol):
    """Carries out heavy work without holding up the others; may refuse."""

    def __call__(self, work: Callable[..., Any], *args: Any) -> Any:
        """What `work(*args)` returns."""
        ...


class Argon2Passwords:
    """Every computation goes through `run`: two at once, in a native thread, and a queue that ends."""

    def __init__(self, run: Runs) -> None:
        self._run = run
        self._hasher = PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=PARALLELISM)
        self._nobodys = _hash_of_nothing()

    def hash(self, password: str) -> str:
        """The string to store."""
        return str(self._run(self._hasher.hash, password))

    def matches(self, stored: str | None, password: str) -> bool:
        """With nothing stored the same work is done on a hash that nothing fits, so that an unknown address takes as long."""
        return bool(self._run(self._fits, stored or self._nobodys, password)) and stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether our parameters have risen since."""
        return self._hasher.check_needs_rehash(stored)

    def guessable(self, password: str, known: Sequence[str]) -> bool:
        """Judged on its beginning, with what a guesser knows."""
        return bool(self._run(_score, password[:_JUDGED], list(known)) < GUESSABLE_BELOW)

    def _fits(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def _score(password: str, known: list[str]) -> int:
    from zxcvbn import zxcvbn  # 13 MB of words, which the relay and most days of a replica never need

    return int(zxcvbn(password, user_inputs=known)["score"])


def _hash_of_nothing() -> str:
    def part(length: int) -> str:
        return base64.b64encode(secrets.token_bytes(length)).rstrip(b"=").decode()

    return f"$argon2id$v=19$m={MEMORY_KIB},t={TIME_COST},p={PARALLELISM}${part(16)}${part(32)}"
