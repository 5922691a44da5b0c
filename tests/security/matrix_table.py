"""The hand-written table of who may ask what (matrix.toml), and what it expects of one cell."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.security.matrix_subjects import Subject

LET_IN = "let in"
SIGN_IN = "sign_in"
NOT_ALLOWED = "not_allowed"
TABLE: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text(encoding="utf-8"))
ANYONE = frozenset(TABLE["anyone"])
CALLERS: Mapping[str, frozenset[str]] = {ask: frozenset(row["callers"]) for row in TABLE["allowed"] for ask in row["asks"]}
INVOICE_OPERATIONS: Mapping[str, str] = {f"billing.{ask}": operation for ask, operation in TABLE["invoices"]["operations"].items()}
UNTELLABLE = frozenset(TABLE["answer_sign_in_themselves"])
REFUSALS = frozenset({SIGN_IN, NOT_ALLOWED, "step_up"})


def expected(ask: str, subject: Subject, audience: str) -> str:
    """The code the subject is refused with, or `let in`."""
    if subject.caller is not None and (subject.untrue or audience != ask.partition(".")[0]):
        return SIGN_IN
    if ask in ANYONE:
        return LET_IN
    if subject.caller is None:
        return SIGN_IN
    if subject.name not in CALLERS[ask]:
        return NOT_ALLOWED
    if ask in INVOICE_OPERATIONS:
        answers = TABLE["invoices"]["answers"][subject.relation]
        return str(answers.get("every_way") or answers[subject.way])
    return LET_IN


def is_right(wanted: str, got: str) -> bool:
    """Whether an answer is as expected. Let in is all but a refusal of the caller and a failure: also that there is no such case."""
    if wanted == LET_IN:
        return got not in REFUSALS and got != "unavailable"
    return got == wanted
