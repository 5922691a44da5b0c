"""Markdown to HTML that is safe to show as it is."""

import markdown as markdown_package
import nh3

_EXTENSIONS = ("sane_lists", "tables")
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_SCHEMES = {"https", "mailto", "tel"}
_HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5"}
_TAGS = {
    *("p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "a"),
    *("ul", "ol", "li", "h2", "h3", "h4", "h5"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def render_markdown(markdown: str) -> str:
    """Paragraphs, lists, tables, links and headings one level down (the page has its own h1); everything else is dropped, its text kept.

    Links lead to https, mail, phone or a page of the portal. Pictures, scripts, styles and classes never pass.
    """
    html = markdown_package.markdown(markdown, extensions=list(_EXTENSIONS), output_format="html")
    return nh3.clean(_one_level_down(html), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, strip_comments=True)


def _one_level_down(html: str) -> str:
    for heading in sorted(_HEADINGS, reverse=True):
        lower = _HEADINGS[heading]
        html = html.replace(f"<{heading}>", f"<{lower}>").replace(f"</{heading}>", f"</{lower}>")
    return html
