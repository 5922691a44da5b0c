"""Turns a mail that is wanted into text and HTML."""

import string
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from services.chassis.mail import Mail, MailRow
from services.identity.adapters.mail_texts import LETTERS, ROLES, SWEDISH, Button

_SWEDEN = ZoneInfo("Europe/Stockholm")


def renderers(portal_address: str, portal_name: str) -> dict[str, Callable[[MailRow], Mail | None]]:
    """One renderer a kind of mail."""

    def render(row: MailRow) -> Mail:
        return rendered(row, portal_address, portal_name)

    return dict.fromkeys(SWEDISH, render)


def rendered(row: MailRow, portal_address: str, portal_name: str) -> Mail:
    """The mail to the address in `row.recipient`, in `row.language`."""
    language = "en" if row.language == "en" else "sv"
    letter = LETTERS[language][row.kind]
    facts = _facts(row.about, language, portal_name)
    text, html = [], []
    for part in letter.parts:
        if isinstance(part, Button):
            words, path = _filled(part.words, facts), _filled(part.path, facts)
            if words is not None and path is not None:
                address = f"{portal_address}{path}"
                text.append(f"{words}:\n{address}")
                html.append(f'<p><a href="{escape(address)}">{escape(words)}</a></p>')
        elif (words := _filled(part, facts)) is not None:
            text.append(words)
            html.append("".join(["<p>", escape(words).replace("\n", "<br>"), "</p>"]))
    text.append(portal_name)
    subject = _filled(letter.subject, facts) or portal_name
    return Mail(to=row.recipient, subject=subject, text="\n\n".join(text) + "\n", html=_page(language, subject, html, portal_name))


def _facts(about: Mapping[str, object], language: str, portal_name: str) -> dict[str, str]:
    """What the words may use. Flags are facts that are empty text where they hold and missing where they do not."""
    facts = {name: str(value) for name, value in about.items() if value not in (None, "") and not isinstance(value, bool)}
    facts["portal"] = portal_name
    if "role" in facts:
        facts["role"] = ROLES[language][facts["role"]]
    for source, name, form in (("expires_at", "until", "%Y-%m-%d"), ("at", "at", "%Y-%m-%d %H:%M")):
        if source in facts:
            facts[name] = datetime.fromisoformat(facts[source]).astimezone(_SWEDEN).strftime(form)
    if "organisation" not in facts:
        facts |= {"staff_invitation": "", "staff_joined": ""}
    if about.get("staff") is True and "organisation_id" in facts:
        facts["staff_organisation_id"] = facts["organisation_id"]
    elif "slug" in facts:
        facts["tenant_slug"] = facts["slug"]
    return facts


def _filled(words: str, facts: Mapping[str, str]) -> str | None:
    """The words with their facts, or None where one of them is missing."""
    wanted = {name for _, name, _, _ in string.Formatter().parse(words) if name}
    if not wanted <= facts.keys():
        return None
    return words.format_map(facts)


def _page(language: str, subject: str, parts: list[str], portal_name: str) -> str:
    body = "\n".join(parts)
    style = "font:16px/1.5 sans-serif;color:#1a1a1a;max-width:36em;margin:0 auto;padding:1.5em"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
        f'<body style="{style}">\n{body}\n<p>{escape(portal_name)}</p></body></html>'
    )
