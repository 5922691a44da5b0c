"""Figures are kept with their time, the newest counts, and each has its meaning in docs/figures.md."""

from pathlib import Path

import pytest

from tests.support import figures


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of this test's own."""
    path = tmp_path / "figures.json"
    monkeypatch.setattr(figures, "FILE", path)
    return path


@pytest.mark.usefixtures("file")
def test_the_newest_figure_of_a_name_counts() -> None:
    figures.append("T1.cells", 100)
    figures.append("T1.wrong", 0)
    figures.append("T1.cells", 15_000)
    newest = figures.newest()
    assert {name: figure["value"] for name, figure in newest.items()} == {"T1.cells": 15_000, "T1.wrong": 0}


@pytest.mark.parametrize(
    "name", ["T2.accepted", "page.overview.p95_ms", "page.cases.cpu_ratio_to_floor", "rss_mb.identity-relay", "up.warm_s"]
)
def test_every_promised_figure_has_a_meaning(name: str) -> None:
    meaning, aim = figures.meaning_of(name)
    assert meaning
    assert aim


def test_a_name_that_nobody_explained_has_none() -> None:
    assert figures.meaning_of("page.overview") == ("", "")
