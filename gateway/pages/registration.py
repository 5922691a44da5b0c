"""Registrera: your details, how to sign in, BankID or a password, done. The registration is kept by identity; a cookie points at it."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway import bankid
from gateway.asking import ask, browser, current, session_token, signed_in, visitor
from gateway.errors import sentence
from gateway.forms.registration import DetailsForm, NewPasswordForm, WayForm
from gateway.security import cookies, headers
from services.contracts.identity import AcceptInvitation, CompleteWithPassword, RegistrationShown, SaveDetails, ShowRegistration
from services.contracts.refusals import NOT_FOUND, Refused, refuse

pages = Blueprint("registration", __name__, url_prefix="/registrera")

Answer = Response | str | tuple[str, int]


@pages.before_request
def keep_nothing() -> None:
    """Names and numbers are typed here."""
    headers.never_keep()


@pages.route("/uppgifter", methods=["GET", "POST"])
def details() -> Answer:
    """Step one, filled in with what the invitation knew."""
    kept = _registration()
    form = DetailsForm(request.form, data=kept.model_dump(include={"given_name", "surname", "phone", "language"}))
    if request.method == "GET":
        return render_template("registration/details.html", form=form, kept=kept)
    if not form.validate():
        return render_template("registration/details.html", form=form, kept=kept, invalid=True), 422
    saved = SaveDetails.model_validate(
        {
            "registration": kept.registration,
            "given_name": form.given_name.data,
            "surname": form.surname.data,
            "phone": form.phone.data or "",
            "language": form.language.data,
        }
    )
    ask(saved)
    cookies.LANGUAGE.set(saved.language)
    return redirect(url_for("registration.way"), 303)


@pages.route("/inloggning", methods=["GET", "POST"])
def way() -> Answer:
    """Step two. Staff have one way only."""
    kept = _registration()
    if not kept.details_saved:
        return redirect(url_for("registration.details"), 303)
    form = WayForm(request.form)
    if kept.kind == "staff":
        return redirect(url_for("registration.with_bankid"), 303)
    if request.method == "GET":
        return render_template("registration/way.html", form=form, kept=kept)
    if not form.validate():
        return render_template("registration/way.html", form=form, kept=kept, invalid=True), 422
    return redirect(url_for("registration.with_bankid" if form.way.data == "bankid" else "registration.password"), 303)


@pages.route("/bankid", methods=["GET", "POST"])
def with_bankid() -> Answer:
    """Step three: one click starts the order."""
    kept = _registration()
    if request.method == "POST":
        try:
            return bankid.start("register", request.form.get("way", "other_device"), registration=kept.registration)
        except Refused as refused:
            if refused.refusal.code != "bankid_unavailable":
                raise
        return render_template("registration/bankid.html", kept=kept, silent=True, way=_likely()), 503
    return render_template("registration/bankid.html", kept=kept, silent=False, way=_likely())


@pages.route("/losenord", methods=["GET", "POST"])
def password() -> Answer:
    """Step three for those without BankID."""
    kept = _registration()
    if kept.kind == "staff":
        refuse(NOT_FOUND)
    form = NewPasswordForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return render_template("registration/password.html", form=form, kept=kept)
    if form.validate():
        question = CompleteWithPassword(
            registration=kept.registration, password=form.password.data or "", remember=form.remember.data, browser=browser()
        )
        try:
            signed_in(ask(question))
        except Refused as refused:
            if not refused.refusal.code.startswith(("password_", "account_")):
                raise
            form.password.errors = [sentence(refused.refusal)]
        else:
            cookies.REGISTRATION.clear()
            cookies.LAST_WAY.set("password")
            return redirect(url_for("registration.done"), 303)
    return render_template("registration/password.html", form=form, kept=kept, invalid=True), 422


@pages.get("/klart")
def done() -> Response | str:
    """Step four: three things to do now."""
    me = current()
    if not me.memberships:
        return redirect(url_for("front.start"), 303)
    newest = me.memberships[-1]
    return render_template("registration/done.html", membership=newest)


@pages.route("/godkann", methods=["GET", "POST"])
def accept() -> Answer:
    """Somebody who has an account signs in and says yes: one more organisation, no new account."""
    kept = _registration()
    me = visitor()
    if request.method == "POST":
        token = session_token()
        if me is None or not token:
            return redirect(url_for("sign_in.choose", next=url_for("registration.accept")), 303)
        session = ask(AcceptInvitation(registration=kept.registration, session_token=token, browser=browser()))
        signed_in(session)
        cookies.REGISTRATION.clear()
        return redirect(url_for("organisations.choose"), 303)
    return render_template("registration/accept.html", kept=kept, visitor=me)


def _registration() -> RegistrationShown:
    token = cookies.REGISTRATION.token()
    if not token:
        refuse(NOT_FOUND)
    return ask(ShowRegistration(registration=token))


def _likely() -> bankid.Way:
    return bankid.likely_way(request.user_agent.string)
