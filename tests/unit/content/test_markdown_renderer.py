"""Markdown becomes HTML that is safe whatever an editor pastes."""

import re

import pytest

from services.content.adapters.markdown_renderer import render_markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![bild](https://example.se/spion.gif)",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](http://example.se)",
    '<a href="https://example.se" onclick="alert(1)" style="position:fixed" class="btn" target="_blank">x</a>',
    "<iframe src=https://example.se></iframe><object></object><form action=/><input></form>",
    "<style>*{display:none}</style><svg onload=alert(1)></svg><math></math>",
    "<!-- hemligt -->",
    "<h1 id=x>Rubrik</h1>",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_active_passes(source: str) -> None:
    html = render_markdown(f"Före\n\n{source}\n\nEfter")
    tags = set(re.findall(r"<([a-z0-9]+)", html))
    attributes = set(re.findall(r"\s([a-z-]+)=", html))
    assert tags <= {"p", "a", "h2"}, html
    assert attributes <= {"href", "rel"}, html
    assert not re.search(r'href="(?!https:)', html), html
    assert "alert(1)" not in html or "<a" in html, html
    assert "Före" in html
    assert "Efter" in html


def test_headings_go_one_level_down_because_the_page_has_its_own() -> None:
    assert render_markdown("# Ett\n\n## Två\n\n#### Fyra") == "<h2>Ett</h2>\n<h3>Två</h3>\n<h5>Fyra</h5>"


def test_lists_tables_and_links_are_kept() -> None:
    html = render_markdown("1. Ring [jouren](tel:+46313900600)\n2. Vänta\n\n| Vad | Vem |\n| --- | --- |\n| Lås | Jour |\n")
    assert '<a href="tel:+46313900600"' in html
    assert html.count("<li>") == 2
    assert "<td>Jour</td>" in html


def test_a_page_of_the_portal_may_be_linked() -> None:
    assert 'href="/hjalp/passerkort"' in render_markdown("Läs [mer](/hjalp/passerkort).")
