"""What stands around every page: the menu per role, the other language, the contact numbers."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, request
from flask_babel import gettext as _
from markupsafe import Markup

from gateway import words
from gateway.i18n import language
from gateway.security.session import Me
from services.contracts.rights import Function, StaffRole


@dataclass(frozen=True)
class Contact:
    """How to reach the landlord when the portal is not enough."""

    switchboard: str = "031631200"
    jour: str = "0313900600"
    mail: str = "kundportal@platzer.se"


@dataclass(frozen=True)
class Item:
    """One place in the menu. `counted` says what the figure beside it counts."""

    key: str
    name: str
    icon: str
    address: str
    short: str = ""
    counted: str = ""
    hot: bool = False
    locked: bool = False

    @property
    def here(self) -> bool:
        """Whether the page shown is in this place."""
        return request.path == self.address or request.path.startswith(self.address + "/")


def install(app: Flask) -> None:
    """Give every template the shell's values."""
    icons = app.extensions["assets"].address("icons.svg")

    @cache
    def icon(name: str, size: str = "") -> Markup:
        return Markup('<svg class="ico {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(size, icons, name)

    app.jinja_env.globals.update(
        icon=icon,
        asset=app.extensions["assets"].address,
        contact=Contact(),
        org_path=org_path,
        **{name: getattr(words, name) for name in dir(words) if name.isupper()},
    )
    app.context_processor(around)


def around() -> dict[str, Any]:
    """The values of this request."""
    me: Me | None = g.held.me if "held" in g else None
    values: dict[str, Any] = {"me": me, "other_language": _other_language(), "home": org_path("oversikt") or "/"}
    if me is not None and me.kind == "staff":
        values["staff_navigation"] = staff_menu(me)
    elif me is not None:
        values["navigation"] = menu(me) if me.organisation else []
        values["quick_navigation"] = quick_menu() if me.organisation else []
    return values


def org_path(rest: str) -> str:
    """`/o/<organisation of this page>/<rest>`; empty outside an organisation."""
    return f"/o/{g.org}/{rest}" if g.get("org") else ""


def menu(me: Me) -> list[Item]:
    """A tenant's main menu, after her role."""
    items = [
        Item("overview", _("Översikt"), "house", org_path("oversikt")),
        Item("cases", _("Ärenden"), "cases", org_path("arenden"), counted=_("pågående")),
        Item("status", _("Driftsinformation"), "drift", org_path("drift"), counted=_("pågående störning"), hot=True),
        Item("property", _("Fastighet & lokaler"), "building", org_path("fastigheter")),
        Item("contacts", _("Kontakter"), "people", org_path("kontakter")),
        Item("news", _("Nyheter"), "news", org_path("nyheter")),
        Item("help", _("Hjälp"), "help", org_path("hjalp")),
    ]
    if me.may(Function.ORGANISATION):
        items.append(Item("organisation", _("Organisation"), "org", org_path("organisation")))
    if me.may(Function.INVOICES):
        locked = not me.with_bankid
        items.append(Item("invoices", _("Fakturor"), "invoice", org_path("fakturor"), counted=_("förfallen"), hot=True, locked=locked))
    return items


def quick_menu() -> list[Item]:
    """The phone's bottom bar."""
    return [
        Item("overview", _("Översikt"), "house", org_path("oversikt")),
        Item("cases", _("Ärenden"), "cases", org_path("arenden")),
        Item("report", _("Felanmälan"), "plus", org_path("felanmalan")),
        Item("status", _("Drift"), "drift", org_path("drift"), counted=_("pågående störning"), hot=True),
    ]


def staff_menu(me: Me) -> list[Item]:
    """The landlord's menu; what a role cannot use is left out."""
    items = [
        Item("queue", _("Kö"), "cases", "/personal/ko"),
        Item("cases", _("Ärenden"), "search", "/personal/arenden"),
        Item("status", _("Drift"), "drift", "/personal/drift", hot=True),
        Item("property", _("Fastigheter & avtal"), "building", "/personal/fastigheter", short=_("Hus")),
        Item("customers", _("Kunder"), "org", "/personal/kunder"),
    ]
    if me.is_any(StaffRole.EDITOR, StaffRole.ADMINISTRATOR):
        items.append(Item("content", _("Innehåll"), "news", "/personal/innehall"))
    if me.is_any(StaffRole.FINANCE, StaffRole.ADMINISTRATOR):
        items.append(Item("invoices", _("Fakturor"), "invoice", "/personal/fakturor"))
    if me.is_any(StaffRole.ADMINISTRATOR):
        items.append(Item("staff", _("Personal"), "people", "/personal/medarbetare"))
    return items


def _other_language() -> dict[str, str]:
    code, name = ("sv", "Svenska") if language() == "en" else ("en", "English")
    here = request.full_path.rstrip("?") if request.method == "GET" else ""
    return {"code": code, "name": name, "address": f"/sprak/{code}" + ("?" + urlencode({"next": here}) if here else "")}
