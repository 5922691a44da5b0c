"""The table of rights in docs/security.md is the one the services act on."""

from pathlib import Path

from services.contracts.rights import MATRIX, Function, Role

DOCUMENT = Path(__file__).parents[2] / "docs" / "security.md"


def test_the_table_in_the_documents_is_the_one_in_the_code() -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in DOCUMENT.read_text(encoding="utf-8").splitlines()]
    head = next(row for row in rows if row[0] == "Function")
    told = {row[0]: row[1:] for row in rows if row[0] in set(Function)}
    assert head[1:] == [role.value for role in Role]
    assert told == {function.value: ["yes" if role in MATRIX[function] else "no" for role in Role] for function in Function}
