"""What codes are called in front of people (face.md §5.2): roles, statuses, phases. One translation key each."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l


class Shown(NamedTuple):
    """A status: its word, and how the little window is filled (see `.tag` in lists.css)."""

    word: Any
    look: str = ""


ROLES: dict[str, Any] = {
    "main_admin": _l("Huvudadministratör"),
    "admin": _l("Administratör"),
    "user": _l("Användare"),
}
STAFF_ROLES: dict[str, Any] = {
    "property_manager": _l("Förvaltare"),
    "account_manager": _l("Kundansvarig"),
    "finance": _l("Ekonomi"),
    "editor": _l("Redaktör"),
    "administrator": _l("Systemadministratör"),
}
CASE_STATUSES: dict[str, Shown] = {
    "received": Shown(_l("Mottaget")),
    "waiting": Shown(_l("Väntar på er"), "wait"),
    "planned": Shown(_l("Planerat"), "plan"),
    "in_progress": Shown(_l("Pågår"), "run"),
    "done": Shown(_l("Klart"), "done"),
    "cancelled": Shown(_l("Avbrutet"), "off"),
}
CATEGORIES: dict[str, Any] = {
    "ventilation": _l("Ventilation"),
    "climate": _l("Värme och kyla"),
    "lift": _l("Hiss"),
    "power": _l("El och belysning"),
    "water": _l("Vatten och avlopp"),
    "access": _l("Lås, dörrar och passerkort"),
    "cleaning": _l("Städning och avfall"),
    "other": _l("Annat"),
}
PHASES: dict[str, Shown] = {
    "investigating": Shown(_l("Utreds"), "wait"),
    "identified": Shown(_l("Orsak känd"), "wait"),
    "fixing": Shown(_l("Åtgärdas"), "run"),
    "planned": Shown(_l("Planerat"), "plan"),
    "in_progress": Shown(_l("Pågår"), "run"),
    "resolved": Shown(_l("Klart"), "done"),
    "cancelled": Shown(_l("Inställt"), "off"),
}
LEASE_STATUSES: dict[str, Shown] = {
    "upcoming": Shown(_l("Kommande"), "plan"),
    "active": Shown(_l("Aktiv"), "done"),
    "notice_given": Shown(_l("Uppsagd"), "wait"),
    "ended": Shown(_l("Upphört"), "off"),
}
SETTLEMENTS: dict[str, Shown] = {
    "open": Shown(_l("Obetald")),
    "part_paid": Shown(_l("Delbetald"), "plan"),
    "paid": Shown(_l("Betald"), "done"),
    "overpaid": Shown(_l("Överbetald"), "info"),
    "credited": Shown(_l("Krediterad"), "off"),
    "overdue": Shown(_l("Förfallen"), "late"),
}
MEMBER_STATES: dict[str, Shown] = {
    "active": Shown(_l("Aktiv"), "done"),
    "pending": Shown(_l("Inbjuden"), "wait"),
    "accepted": Shown(_l("Accepterad"), "done"),
    "expired": Shown(_l("Har gått ut"), "off"),
    "withdrawn": Shown(_l("Tillbakadragen"), "off"),
}
METHODS: dict[str, Any] = {"bankid": _l("BankID"), "password": _l("E-post")}
