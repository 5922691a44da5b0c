"""Profil: my own details and language."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.asking import ask, current, sessions
from gateway.forms.registration import DetailsForm
from gateway.security import cookies, headers
from gateway.security.csrf import submitted_key
from services.contracts.identity import SaveProfile, ShowProfile

pages = Blueprint("profile", __name__)


@pages.route("/profil", methods=["GET", "POST"])
def show() -> Response | str | tuple[str, int]:
    """See and change them."""
    headers.never_keep()
    me = current()
    shown = ask(ShowProfile())
    form = DetailsForm(request.form, data=shown.model_dump(include={"given_name", "surname", "phone", "language"}))
    if request.method == "GET":
        return render_template("profile/show.html", form=form, profile=shown)
    if not form.validate():
        return render_template("profile/show.html", form=form, profile=shown, invalid=True), 422
    saved = SaveProfile.model_validate(
        {
            "idempotency_key": submitted_key(),
            "given_name": form.given_name.data,
            "surname": form.surname.data,
            "phone": form.phone.data or "",
            "language": form.language.data,
        }
    )
    ask(saved)
    sessions().forget_person(me.person_id)
    cookies.LANGUAGE.set(saved.language)
    flash(_("Dina uppgifter är sparade"))
    return redirect(url_for("profile.show"), 303)
