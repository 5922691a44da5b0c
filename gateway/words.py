"""The portal's words for the codes that services answer with, one translation each."""

from flask_babel import lazy_gettext as _l

AREAS = {"own": _l("I vår lokal"), "common": _l("Allmänt utrymme")}
AREA_EXAMPLES = {"own": _l("Kontor, mötesrum, pentry"), "common": _l("Entré, hiss, trapphus, garage")}

CATEGORIES = {
    "ventilation": _l("Luft och ventilation"),
    "climate": _l("Värme och kyla"),
    "water": _l("Vatten och avlopp"),
    "power": _l("El och belysning"),
    "lift": _l("Hiss"),
    "access": _l("Dörrar, lås och passerkort"),
    "cleaning": _l("Städning och avfall"),
    "other": _l("Något annat"),
}
CATEGORY_EXAMPLES = {
    "ventilation": _l("Dålig luft, drag, buller från ventilationen"),
    "climate": _l("För varmt, för kallt, element som läcker"),
    "water": _l("Droppande kran, stopp i avloppet, läckage"),
    "power": _l("Trasig lampa, eluttag som inte fungerar"),
    "lift": _l("Hissen stannar fel, dörren går inte igen"),
    "access": _l("Passerkort, dörrstängare, porttelefon"),
    "cleaning": _l("Trappstädning, fulla kärl, klotter"),
    "other": _l("Skyltar, fasad, utemiljö med mera"),
}
URGENT = frozenset({"water", "power", "lift", "access"})
"""Where the page says when to call the on-call number instead."""

CASE_STATUSES = {
    "received": _l("Mottaget"),
    "waiting": _l("Väntar på er"),
    "planned": _l("Planerat"),
    "in_progress": _l("Pågår"),
    "done": _l("Klart"),
    "cancelled": _l("Avbrutet"),
}
CASE_TAGS = {"received": "", "waiting": "wait", "planned": "plan", "in_progress": "run", "done": "done", "cancelled": "off"}
CASE_STEPS = ("received", "planned", "in_progress", "done")
LAST_EVENTS = {
    "reported": _l("Anmält"),
    "staff_wrote": _l("Meddelande från Platzer"),
    "tenant_wrote": _l("Meddelande från er"),
}
CASE_TURNS = {
    "received": _l("Ärendet är mottaget"),
    "waiting": _l("Fråga från Platzer"),
    "planned": _l("Arbetet är planerat"),
    "in_progress": _l("Arbetet har börjat"),
    "done": _l("Felet är åtgärdat"),
    "cancelled": _l("Ärendet är avbrutet"),
}
"""What a new status tells whoever waits."""

PHASES = {
    "investigating": _l("Utreds"),
    "identified": _l("Orsak känd"),
    "fixing": _l("Åtgärdas"),
    "planned": _l("Planerat"),
    "in_progress": _l("Pågår"),
    "resolved": _l("Klart"),
    "cancelled": _l("Inställt"),
}
PHASE_TAGS = {
    "investigating": "wait",
    "identified": "wait",
    "fixing": "run",
    "planned": "plan",
    "in_progress": "run",
    "resolved": "done",
    "cancelled": "off",
}
PHASE_STEPS = {"disturbance": ("investigating", "identified", "fixing", "resolved"), "planned_work": ("planned", "in_progress", "resolved")}
SYSTEMS = {
    "lift": _l("Hiss"),
    "ventilation": _l("Ventilation"),
    "heating": _l("Värme"),
    "cooling": _l("Kyla"),
    "water": _l("Vatten"),
    "power": _l("El"),
    "access": _l("Passage"),
    "fire_alarm": _l("Brandlarm"),
    "network": _l("Nätverk"),
    "other": _l("Annat"),
}
NOTICE_KINDS = {"disturbance": _l("Driftstörning"), "planned_work": _l("Planerat arbete")}

LEASE_STATUSES = {"upcoming": _l("Kommande"), "active": _l("Aktiv"), "notice_given": _l("Uppsagd"), "ended": _l("Upphört")}
LEASE_TAGS = {"upcoming": "", "active": "done", "notice_given": "wait", "ended": "off"}

SETTLEMENTS = {
    "open": _l("Obetald"),
    "part_paid": _l("Delbetald"),
    "paid": _l("Betald"),
    "overpaid": _l("Överbetald"),
    "credited": _l("Krediterad"),
}
SETTLEMENT_TAGS = {"open": "", "part_paid": "plan", "paid": "done", "overpaid": "done", "credited": "off"}
INVOICE_OPERATIONS = {
    "list": _l("Såg fakturalistan"),
    "open": _l("Öppnade fakturan"),
    "download": _l("Hämtade fakturan"),
    "summary": _l("Såg summan på översikten"),
    "access_log": _l("Såg vem som har tittat"),
}

ROLES = {"main_admin": _l("Huvudadministratör"), "admin": _l("Administratör"), "user": _l("Användare")}
STAFF_ROLES = {
    "property_manager": _l("Förvaltare"),
    "account_manager": _l("Kundansvarig"),
    "finance": _l("Ekonomi"),
    "editor": _l("Redaktör"),
    "administrator": _l("Administratör"),
}
CONTACT_KINDS = {
    "account_manager": _l("Kundansvarig"),
    "property_manager": _l("Fastighetsansvarig"),
    "technician": _l("Drifttekniker"),
    "other": _l("Övrig kontakt"),
}
REFUSED_FILES = {
    "empty": _l("Filen är tom. Välj en annan."),
    "too_large": _l("Filen är större än 10 MB. Välj en mindre."),
    "too_many_pixels": _l("Bilden är för stor. Välj en på högst 40 megapixlar."),
    "wrong_kind": _l("Filen kan inte läsas. Skicka JPEG, PNG, WebP, HEIC eller PDF."),
    "too_many": _l("Det blev för många filer. Skicka den i ett meddelande efteråt."),
}

MEMBER_STATES = {
    "active": _l("Aktiv"),
    "pending": _l("Inbjuden"),
    "accepted": _l("Accepterad"),
    "expired": _l("Har gått ut"),
    "withdrawn": _l("Tillbakadragen"),
}
MEMBER_TAGS = {"active": "done", "pending": "wait", "accepted": "done", "expired": "off", "withdrawn": "off"}
METHODS = {"bankid": _l("BankID"), "password": _l("E-post")}
