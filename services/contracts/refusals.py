"""A refusal: a value with a code, a place and what the sentence needs, never an exception's text."""

from typing import NoReturn

from pydantic import Field

from services.contracts.envelope import Message


class Refusal(Message):
    """Why an ask was not done.

    `code` is stable and in snake_case (the gateway has a sentence and a status for each), `place` the field it is about,
    `details` the few values that the sentence shows (numbers, limits, names the caller already knows).
    """

    code: str
    place: str | None = None
    details: dict[str, str | int] = Field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Carries a refusal up to the edge, where it becomes a value again."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def refuse(code: str, place: str | None = None, **details: str | int) -> NoReturn:
    """Stop the use case with a refusal; the unit of work rolls back."""
    raise Refused(Refusal(code=code, place=place, details=details))


NOT_FOUND = "not_found"
NOT_ALLOWED = "not_allowed"
SIGN_IN = "sign_in"
STEP_UP = "step_up"
TRY_AGAIN = "try_again"
INVALID = "invalid"
CONFLICT = "conflict"
