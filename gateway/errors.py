"""What a refusal is called in front of people: a status and a sentence per code, and the page that says it."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from gateway import asking
from services.chassis.logs import correlation_id, get_logger
from services.chassis.rpc_client import Unavailable
from services.contracts.envelope import Ask
from services.contracts.refusals import NOT_FOUND, SIGN_IN, STEP_UP, Refusal, Refused

log = get_logger()


@dataclass(frozen=True)
class Said:
    """How a code is answered: the HTTP status, and the sentence with room for the refusal's details."""

    status: int
    sentence: Any


SENTENCES: dict[str, Said] = {
    "not_allowed": Said(403, _l("Du har inte behörighet till det här.")),
    "try_again": Said(503, _l("Det går inte just nu. Försök igen om en liten stund.")),
    "invalid": Said(422, _l("Något i det du skrev stämmer inte. Kontrollera och försök igen.")),
    "conflict": Said(409, _l("Någon annan hann ändra. Läs om sidan och försök igen.")),
    "form_expired": Said(400, _l("Formuläret var för gammalt. Gå tillbaka, läs om sidan och skicka igen.")),
    "too_many_attempts": Said(429, _l("För många försök. Vänta %(wait_s)s sekunder och försök igen.")),
    "wrong_credentials": Said(422, _l("E-postadressen eller lösenordet stämmer inte")),
    "bankid_unavailable": Said(503, _l("BankID svarar inte just nu. Felet ligger inte hos dig.")),
    "bankid_not_complete": Said(409, _l("Identifieringen är inte klar än. Gå tillbaka till BankID-appen.")),
    "bankid_return_mismatch": Said(409, _l("Inloggningen påbörjades i en annan webbläsare. Gå tillbaka dit, eller börja om här.")),
    "bankid_risk": Said(403, _l("BankID bedömde att inloggningen inte var säker. Försök igen, eller ring oss.")),
    "bankid_other_person": Said(403, _l("Det var en annan person som identifierade sig. Använd ditt eget BankID.")),
    "no_account": Said(403, _l("Det finns inget konto för det BankID:t. Har du fått en inbjudan använder du länken i mejlet.")),
    "invitation_used": Said(410, _l("Inbjudan är redan använd. Logga in i stället.")),
    "invitation_expired": Said(410, _l("Inbjudan har gått ut. Be den som bjöd in dig om en ny.")),
    "invitation_withdrawn": Said(410, _l("Inbjudan har dragits tillbaka.")),
    "account_exists": Said(409, _l("Du har redan ett konto med den e-postadressen. Logga in för att gå vidare.")),
    "other_account": Said(409, _l("Inbjudan gäller %(email)s, men du är inloggad som någon annan.")),
    "password_too_short": Said(422, _l("Lösenordet är för kort. Det ska ha minst %(minimum)s tecken.")),
    "password_too_common": Said(422, _l("Det lösenordet är för vanligt. Välj något som bara du kommer på.")),
    "password_too_guessable": Said(422, _l("Det lösenordet är för lätt att gissa. Några slumpvisa ord är bättre.")),
    "already_member": Said(409, _l("Personen har redan tillgång")),
    "already_invited": Said(409, _l("Personen har redan en inbjudan som gäller")),
    "role_above_own": Said(403, _l("Du kan bara ge en roll som är din egen eller lägre")),
    "last_main_admin": Said(409, _l("Ni måste ha minst en huvudadministratör. Gör någon annan till huvudadministratör först.")),
    "case_closed": Said(409, _l("Ärendet är avslutat. Gör en ny felanmälan om felet är kvar.")),
    "status_not_allowed": Said(409, _l("Det går inte att gå till den statusen härifrån.")),
    "file_too_large": Said(413, _l("%(name)s är större än %(limit)s MB. Välj en mindre fil.")),
    "file_not_readable": Said(422, _l("%(name)s går inte att läsa. Välj en bild eller en PDF.")),
    "too_many_files": Said(422, _l("Du kan bifoga högst %(limit)s filer.")),
}
"""One entry a code. `not_found`, `sign_in` and `step_up` are places to go, not sentences."""

UNKNOWN = Said(409, _l("Det gick inte att göra. Försök igen om en stund."))


def sentence(refusal: Refusal | str, **details: str | int) -> str:
    """What to tell the person, in the page's language."""
    code = refusal if isinstance(refusal, str) else refusal.code
    values = details if isinstance(refusal, str) else refusal.details
    text = SENTENCES.get(code, UNKNOWN).sentence
    try:
        return str(text) % values
    except KeyError:
        log.warning("refusal_without_details", code=code)
        return str(UNKNOWN.sentence)


def install(app: Flask) -> None:
    """Turn refusals, silence and faults into pages."""
    app.register_error_handler(Refused, on_refused)
    app.register_error_handler(Unavailable, on_unavailable)
    app.register_error_handler(ValidationError, on_invalid)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_fault)


def on_refused(refused: Refused) -> AnyResponse:
    """Go where the refusal points, or say it on a page of its own."""
    refusal = refused.refusal
    if refusal.code == SIGN_IN:
        return _to_sign_in()
    if refusal.code == STEP_UP and g.get("org"):
        return redirect(url_for("step_up.show", org=g.org, next=_here()), 303)
    if refusal.code == NOT_FOUND:
        return page(404)
    said = SENTENCES.get(refusal.code, UNKNOWN)
    response = page(said.status, sentence(refusal))
    if said.status in (429, 503):
        response.headers["Retry-After"] = str(refusal.details.get("wait_s", 30))
    return response


def on_unavailable(silence: Unavailable) -> AnyResponse:
    """A page that cannot be shown without a service that does not answer."""
    log.warning("service_silent", target=silence.service)
    me = g.held.me if "held" in g else None
    inside = me is not None and me.organisation is not None and request.method == "GET"
    response = Response(render_template("errors/silent.html"), status=503, mimetype="text/html") if inside else page(503)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = "15"
    return response


def on_invalid(error: ValidationError) -> AnyResponse:
    """What was sent does not fit the ask, although our form let it through: refused, and named in the log without the value."""
    if error.title not in _names_of(Ask):
        return on_fault(error)
    log.warning("ask_not_in_contract", ask=error.title, places=[str(each["loc"]) for each in error.errors(include_input=False)])
    return page(422, sentence("invalid"))


def on_http(error: HTTPException) -> AnyResponse:
    """Flask's own: no such address, wrong method, too large a body."""
    if isinstance(error.response, AnyResponse):
        return error.response
    return page(error.code or 500)


def on_fault(error: Exception) -> AnyResponse:
    """Our fault. The page names the correlation id, the log has the rest."""
    log.exception("page_failed", path=request.url_rule.rule if request.url_rule else "")
    return page(500)


def page(status: int, text: str | None = None) -> Response:
    """The page for a status. Asks nobody, so that it can always be shown."""
    headings = {
        400: _("Det gick inte att skicka"),
        403: _("Det här kan du inte öppna"),
        404: _("Sidan finns inte"),
        405: _("Sidan finns inte"),
        413: _("Filen är för stor"),
        429: _("För många försök"),
        500: _("Något gick fel hos oss"),
        503: _("Det här kan inte visas just nu"),
    }
    texts = {
        404: _("Adressen kan vara felskriven, eller så har sidan flyttats."),
        405: _("Adressen kan vara felskriven, eller så har sidan flyttats."),
        413: _("Välj en mindre fil och försök igen."),
        500: _("Försök igen om en stund, eller ring oss på 031-63 12 00."),
        503: _("Inget är borta. Försök igen om en stund."),
    }
    body = render_template(
        "errors/error.html",
        heading=headings.get(status, _("Det gick inte")),
        text=text or texts.get(status, ""),
        status=status,
        reference=correlation_id() if status == 500 else "",
        retry=request.method == "GET" and status in (429, 500, 503),
        staff=request.path.startswith("/personal"),
    )
    response = Response(body, status=status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def _names_of(kind: type[Any]) -> set[str]:
    return {name for each in kind.__subclasses__() for name in {each.__name__, *_names_of(each)}}


def _to_sign_in() -> AnyResponse:
    token = asking.session_token()
    if token:
        asking.sessions().forget_token(token)
        asking.session_cookie().clear()
    g.pop("held", None)
    endpoint = "staff_sign_in.choose" if request.path.startswith("/personal") else "sign_in.choose"
    return redirect(url_for(endpoint, next=_here()), 303)


def _here() -> str | None:
    """The page to come back to: this one, or the one whose form was sent."""
    if request.method == "GET":
        return request.full_path.rstrip("?") if request.path != "/" else None
    origin = request.host_url.rstrip("/")
    came_from = request.referrer or ""
    return came_from[len(origin) :] if came_from.startswith(origin + "/") else None


__all__ = ["SENTENCES", "Said", "install", "page", "sentence"]
