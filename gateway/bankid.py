"""A BankID order as the browser carries it: started by a click, kept in a signed cookie, drawn as a code, finished once."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

import segno
from flask import current_app, redirect, url_for
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from gateway import asking
from gateway.addresses import local
from gateway.security import cookies
from services.contracts.identity import BankIdStarted, FinishBankId, SignedIn, StartBankId

Purpose = Literal["sign_in", "register", "step_up", "staff_sign_in"]
Way = Literal["other_device", "same_device"]
MASK = 3
"""A fixed mask draws a code in a third of the time; readers do not mind which."""

MESSAGES: dict[str, Any] = {
    "scan": _l("Skanna QR-koden med BankID-appen"),
    "open_app": _l("Öppna BankID-appen på den här enheten"),
    "starting_app": _l("Startar BankID-appen"),
    "looking_for_bankid": _l("Letar efter BankID, det kan ta en liten stund"),
    "enter_code": _l("Skriv in din säkerhetskod i BankID-appen och välj Identifiera"),
    "read_document": _l("Fotografera och läs av din ID-handling i BankID-appen"),
    "show_face": _l("Följ anvisningarna i BankID-appen för att visa ditt ansikte"),
    "confirm_identity": _l("Välj i BankID-appen hur du vill styrka din identitet"),
    "working": _l("Identifieringen pågår"),
    "complete": _l("Klart, du loggas in"),
    "go_back": _l("Gå tillbaka hit från BankID-appen för att bli inloggad"),
    "cancelled": _l("Inloggningen avbröts. Försök igen."),
    "cancelled_by_user": _l("Du avbröt i BankID-appen."),
    "already_in_progress": _l("En annan inloggning med ditt BankID pågår redan. Försök igen."),
    "app_not_answering": _l("BankID-appen svarar inte. Kontrollera att den är öppen och att du har internet, och försök igen."),
    "bankid_blocked": _l("Det BankID du använder är spärrat eller för gammalt. Använd ett annat, eller skaffa ett nytt hos din bank."),
    "app_missing": _l("BankID-appen verkar inte finnas på den här enheten. Installera den och skaffa ett BankID hos din bank."),
    "not_scanned": _l("Koden blev inte skannad. Öppna BankID-appen och välj Skanna QR-kod."),
    "stopped": _l("Koden visas inte längre. Visa en ny när du är redo."),
    "document_failed": _l("ID-handlingen kunde inte kontrolleras. Försök igen."),
    "face_failed": _l("Ansiktet kunde inte kontrolleras. Försök igen."),
    "reader_missing": _l("Enheten saknar den läsare som behövs."),
    "several_bankids": _l("Det finns flera BankID på enheten. Ta bort alla utom ett och försök igen."),
    "identity_not_confirmed": _l("Din identitet kunde inte bekräftas. Försök igen."),
    "update_app": _l("Uppdatera BankID-appen och försök igen."),
    "in_a_call": _l("Logga inte in medan du pratar i telefon. Lägg på och försök igen."),
    "unavailable": _l("BankID svarar inte just nu. Försök igen om en stund."),
    "unknown": _l("Något gick fel hos BankID. Försök igen."),
}
"""Our words for the situations in BankID's own list (facts/bankid.md §8)."""


@dataclass(frozen=True)
class Order:
    """What the cookie holds: which order, what for, and where to go when it is done."""

    attempt: str
    purpose: Purpose
    way: Way
    next: str | None = None
    nonce: str | None = None


def start(
    purpose: Purpose, way: str, *, leads_to: str | None = None, registration: str | None = None, session_token: str | None = None
) -> Response:
    """Start an order after a click and show it. Raises Refused(bankid_unavailable) and Unavailable."""
    chosen: Way = "same_device" if way == "same_device" else "other_device"
    back = current_app.config["PORTAL_ADDRESS"] + url_for("bankid.returned") if chosen == "same_device" else None
    question = StartBankId(
        purpose=purpose,
        way=chosen,
        browser=asking.browser(),
        registration=registration,
        session_token=session_token,
        return_address=back,
    )
    started: BankIdStarted = asking.ask(question)
    remember(Order(started.attempt, purpose, chosen, local(leads_to)))
    return redirect(url_for("bankid.show"), 303)


def remember(order: Order) -> None:
    """Keep the order in its cookie."""
    cookies.ATTEMPT.set(_signer().dumps(asdict(order)))


def order() -> Order | None:
    """The order this browser is busy with, if any."""
    value = cookies.ATTEMPT.read()
    if not value:
        return None
    try:
        return Order(**_signer().loads(value))
    except (BadSignature, TypeError):
        return None


def finish(at: Order) -> Response:
    """Turn a complete order into a session and go where it was meant to lead.

    Raises Refused with identity's reason; the cookie stays then, so that a new order for the same purpose is one click away.
    """
    question = FinishBankId(attempt=at.attempt, browser=asking.browser(), nonce=at.nonce, remember=at.purpose in ("sign_in", "register"))
    session = asking.ask(question)
    cookies.ATTEMPT.clear()
    asking.signed_in(session)
    if session.kind == "staff":
        return redirect(at.next or "/personal", 303)
    cookies.LAST_WAY.set("bankid")
    if at.purpose == "register":
        cookies.REGISTRATION.clear()
        return redirect(url_for("registration.done"), 303)
    return redirect(at.next or first_page(session), 303)


def first_page(session: SignedIn) -> str:
    """Where somebody who has just signed in begins: the organisation used last, the only one, or the choice."""
    slugs = [each.slug for each in session.memberships]
    if session.kind == "staff":
        return "/personal"
    if session.last_organisation in slugs:
        return f"/o/{session.last_organisation}/oversikt"
    return f"/o/{slugs[0]}/oversikt" if len(slugs) == 1 else url_for("organisations.choose")


def likely_way(user_agent: str | None) -> Way:
    """A phone opens the app it has; a computer shows a code."""
    return "same_device" if any(mark in (user_agent or "") for mark in ("Mobile", "Android", "iPhone", "iPad")) else "other_device"


def drawn(code: str) -> tuple[str, int]:
    """The moving code as one SVG path, and the number of modules on a side (quiet zone not counted)."""
    matrix = segno.make_qr(code, error="L", mask=MASK, boost_error=False).matrix
    path = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            if row[x]:
                run = x
                while run < len(row) and row[run]:
                    run += 1
                path.append(f"M{x} {y}h{run - x}v1h-{run - x}z")
                x = run
            else:
                x += 1
    return "".join(path), len(matrix)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="bankid-order")
