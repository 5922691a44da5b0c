"""The page that plays the phone: pick a code, read what is asked, identify or cancel, go back to the portal."""

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from deploy.simulators.bankid.app import RISKS, Simulator, return_url
from deploy.simulators.bankid.control_api import api
from deploy.simulators.bankid.current import attach, book, simulator
from deploy.simulators.bankid.order_book import AppRefuses
from deploy.simulators.bankid.persons import PERSONS
from deploy.simulators.pages import dress

OUTCOMES = {
    "userCancel": "Avbruten i appen",
    "certificateErr": "Fel kod för många gånger, BankID spärrat",
    "expiredTransaction": "Blev inte klar i tid",
    "notSupportedByUserApp": "För gammal app",
    "transactionRiskBlocked": "Stoppad på grund av risk",
    "mrtdVerificationFailed": "Id-handlingen kunde inte kontrolleras",
    "facialRecognitionFailed": "Ansiktet kunde inte kontrolleras",
    "nfcNotSupportedByDevice": "Enheten saknar läsare",
    "multipleBankIdsOnDevice": "Flera BankID på enheten",
    "stepUpFailed": "Bekräftelsen misslyckades",
    "somethingNew2027": "En kod som ingen har hört talas om",
}
STEPS = {
    "userSign": "Läser och skriver kod",
    "started": "Letar efter BankID",
    "userMrtd": "Läser id-handling",
    "userFace": "Ansiktskontroll",
    "userStepUp": "Väljer hur identiteten bekräftas",
    "processing": "BankID avslutar",
    "somethingNew2027": "En kod som ingen har hört talas om",
}
REFUSALS = {
    "malformed_code": "Det här är ingen BankID-kod.",
    "unknown_code": "Koden hör inte till någon pågående identifiering. Den kan ha gått ut.",
    "stale_code": "Koden är för gammal. Skanna den som visas nu.",
    "forged_code": "Koden är förfalskad: den stämmer inte med hemligheten.",
    "picked_up": "En annan app har redan öppnat den här identifieringen.",
    "unknown_token": "Länken hör inte till någon pågående identifiering. Börja om i tjänsten.",
    "unknown_order": "Identifieringen finns inte längre. Börja om i tjänsten.",
    "over": "Identifieringen är redan avslutad. Börja om i tjänsten.",
    "not_picked_up": "Skanna koden först.",
    "other_person": "Identifieringen gäller en annan person.",
    "no_matching_bankid": "Tjänsten godtar inte mobilt BankID.",
    "unknown_person": "Välj en person i listan.",
    "unknown_risk": "Välj en risknivå i listan.",
}


phone = Blueprint("phone", __name__)


def create_app(behind: Simulator) -> Flask:
    """The web application: the phone's pages and the control API."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    attach(app, behind)
    app.register_blueprint(phone)
    app.register_blueprint(api)
    return dress(app)


@phone.errorhandler(AppRefuses)
def _refused(refused: AppRefuses) -> tuple[str, int]:
    status = 404 if refused.code in ("unknown_order", "unknown_token", "unknown_code") else 409
    return render_template("refused.html", message=REFUSALS.get(refused.code, refused.code)), status


@phone.get("/")
def home() -> AnyResponse | str:
    """The codes to scan; with a start link's token, the order it is for."""
    token = request.args.get("autostarttoken")
    if token is not None:
        return redirect(url_for("phone.order", order_id=book().autostart(token, request.remote_addr or "").id), 303)
    return render_template("home.html", orders=book().waiting())


@phone.get("/waiting")
def waiting() -> str:
    """The list alone, for the script that keeps it fresh."""
    return render_template("_waiting.html", orders=book().waiting())


@phone.post("/scan")
def scan() -> AnyResponse:
    """Read a pasted code."""
    found = book().scan(request.form.get("qr", ""), request.remote_addr or "")
    return redirect(url_for("phone.order", order_id=found.id), 303)


@phone.post("/orders/<order_id>/scan")
def scan_live(order_id: str) -> AnyResponse:
    """Read the code that is on a screen now."""
    found = book().scan(book().code_of(book().by_id(order_id)), request.remote_addr or "")
    return redirect(url_for("phone.order", order_id=found.id), 303)


@phone.post("/orders/<order_id>/open")
def open_call(order_id: str) -> AnyResponse:
    """Open an order that was started in a phone call."""
    return redirect(url_for("phone.order", order_id=book().open_call(order_id, request.remote_addr or "").id), 303)


@phone.get("/orders/<order_id>")
def order(order_id: str) -> str:
    """What is asked, and by whom."""
    found = book().by_id(order_id)
    if found.ended:
        raise AppRefuses("over")
    person = request.cookies.get("person", "")
    return render_template(
        "order.html",
        order=found,
        persons=PERSONS.values(),
        chosen=person if person in PERSONS else next(iter(PERSONS)),
        risks=RISKS,
        outcomes=OUTCOMES,
        steps=STEPS,
        device_ip=found.device_ip,
    )


@phone.post("/orders/<order_id>/approve")
def approve(order_id: str) -> AnyResponse:
    """Identify; then go back to the portal, or say that it is done."""
    form = request.form
    approved = simulator().approve(
        order_id,
        form.get("person", ""),
        risk=form.get("risk") or None,
        device_ip=form.get("device_ip", "").strip(),
        document_passed=form.get("document_passed") != "no",
    )
    failed = approved.ended.hint if approved.ended else None
    done = url_for("phone.done", outcome=failed or "complete")
    response = redirect(return_url(approved) or done, 303)
    response.set_cookie("person", form["person"], max_age=90 * 24 * 3600, httponly=True, samesite="Lax")
    return response


@phone.post("/orders/<order_id>/step")
def step(order_id: str) -> AnyResponse:
    """Wait with a chosen hint."""
    book().show(order_id, request.form.get("hint") or "userSign")
    return redirect(url_for("phone.order", order_id=order_id), 303)


@phone.post("/orders/<order_id>/end")
def end(order_id: str) -> AnyResponse:
    """End with a chosen hint; cancel when none is chosen."""
    hint = request.form.get("hint") or "userCancel"
    book().end(order_id, hint)
    return redirect(url_for("phone.done", outcome=hint), 303)


@phone.get("/done")
def done() -> Response:
    """How it went."""
    outcome = request.args.get("outcome", "complete")
    return make_response(render_template("done.html", complete=outcome == "complete", message=OUTCOMES.get(outcome, outcome)))
