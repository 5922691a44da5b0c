"""Our own Python files, read once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("services", "gateway", "deploy", "tests")
SERVICES = ("identity", "cases", "billing", "content")
NOT_OURS = {"node_modules", "__pycache__", "built"}


@cache
def files(folder: str = "") -> tuple[Path, ...]:
    """All Python files under a folder, or all of ours."""
    folders = (folder,) if folder else FOLDERS
    return tuple(
        path for each in folders for path in sorted((ROOT / each).rglob("*.py")) if not NOT_OURS.intersection(path.relative_to(ROOT).parts)
    )


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def short(path: Path) -> str:
    """A path as people read it."""
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it, by their full names."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            found.add(node.module)
    return found
