"""The page that plays the phone: pick a code, read what is asked, identify or cancel, go back to the portal."""

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from deploy.simulators.bankid.app import RISKS, Simulator, return_url
from deploy.simulators.bankid.control_api import control_api
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


def create_app(simulator: Simulator) -> Flask:
    """The web application: the phone's pages and the control API."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(_phone(simulator))
    app.register_blueprint(control_api(simulator))
    return dress(app)


def _phone(simulator: Simulator) -> Blueprint:
    phone = Blueprint("phone", __name__)
    book = simulator.book

    @phone.errorhandler(AppRefuses)
    def _refused(refused: AppRefuses) -> tuple[str, int]:
        status = 404 if refused.code in ("unknown_order", "unknown_token", "unknown_code") else 409
        return render_template("refused.html", message=REFUSALS.get(refused.code, refused.code)), status

    @phone.get("/")
    def home() -> AnyResponse | str:
        token = request.args.get("autostarttoken")
        if token is not None:
            return redirect(url_for("phone.order", order_id=book.autostart(token, request.remote_addr or "").id), 303)
        return render_template("home.html", orders=book.waiting())

    @phone.get("/waiting")
    def waiting() -> str:
        return render_template("_waiting.html", orders=book.waiting())

    @phone.post("/scan")
    def scan() -> AnyResponse:
        found = book.scan(request.form.get("qr", ""), request.remote_addr or "")
        return redirect(url_for("phone.order", order_id=found.id), 303)

    @phone.post("/orders/<order_id>/scan")
    def scan_live(order_id: str) -> AnyResponse:
        found = book.scan(book.code_of(book.by_id(order_id)), request.remote_addr or "")
        return redirect(url_for("phone.order", order_id=found.id), 303)

    @phone.post("/orders/<order_id>/open")
    def open_call(order_id: str) -> AnyResponse:
        return redirect(url_for("phone.order", order_id=book.open_call(order_id, request.remote_addr or "").id), 303)

    @phone.get("/orders/<order_id>")
    def order(order_id: str) -> str:
        found = book.by_id(order_id)
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
        form = request.form
        approved = simulator.approve(
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
        book.show(order_id, request.form.get("hint") or "userSign")
        return redirect(url_for("phone.order", order_id=order_id), 303)

    @phone.post("/orders/<order_id>/end")
    def end(order_id: str) -> AnyResponse:
        hint = request.form.get("hint") or "userCancel"
        book.end(order_id, hint)
        return redirect(url_for("phone.done", outcome=hint), 303)

    @phone.get("/done")
    def done() -> Response:
        outcome = request.args.get("outcome", "complete")
        return make_response(render_template("done.html", complete=outcome == "complete", message=OUTCOMES.get(outcome, outcome)))

    return phone
