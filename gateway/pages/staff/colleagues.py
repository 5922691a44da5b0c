"""Personal: who of us has an account, and invitations to more."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.asking import ask
from gateway.errors import sentence
from gateway.forms.staff import InviteStaffForm
from gateway.security.csrf import submitted_key
from services.contracts.identity import InviteStaff, ListStaff
from services.contracts.refusals import Refused
from services.contracts.rights import StaffRole

pages = Blueprint("staff_colleagues", __name__, url_prefix="/personal/medarbetare")


@pages.get("")
def overview() -> str:
    """All staff accounts, and the form that invites."""
    return _page(InviteStaffForm())


@pages.post("")
def invite() -> Response | tuple[str, int]:
    """Invite a colleague."""
    form = InviteStaffForm(request.form)
    if not form.validate():
        return _page(form), 422
    roles = [StaffRole(each) for each in form.roles.data or []]
    try:
        ask(InviteStaff(idempotency_key=submitted_key(), email=form.email.data or "", name=form.name.data or "", roles=roles))
    except Refused as refused:
        form.form_errors.append(sentence(refused.refusal))
        return _page(form), 422
    flash(_("Inbjudan är skickad till %(email)s.", email=form.email.data))
    return redirect(url_for("staff_colleagues.overview"), 303)


def _page(form: InviteStaffForm) -> str:
    return render_template("staff/colleagues.html", staff=ask(ListStaff()).staff, form=form)
