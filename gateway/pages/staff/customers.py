"""Kunder: the directory of organisations, and the first invitation of each."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.asking import ask
from gateway.errors import sentence
from gateway.forms.errors import add_error
from gateway.forms.staff import InviteContactForm, OrganisationForm
from gateway.security.csrf import submitted_key
from services.contracts.identity import AddOrganisation, InvitationWanted, InviteContact, ListOrganisations, ShowOrganisationToStaff
from services.contracts.refusals import NOT_FOUND, Refused
from services.contracts.rights import Role

pages = Blueprint("staff_customers", __name__, url_prefix="/personal/kunder")

Answer = Response | str | tuple[str, int]


@pages.get("")
def overview() -> str:
    """The directory."""
    search = request.args.get("q", "").strip()[:100]
    page = max(1, request.args.get("sida", 1, type=int))
    listed = ask(ListOrganisations(search=search, page=page))
    return render_template("staff/customers.html", listed=listed, search=search, page=page)


@pages.route("/ny", methods=["GET", "POST"])
def add() -> Answer:
    """Add a customer."""
    form = OrganisationForm(request.form)
    if request.method == "GET":
        return render_template("staff/customer_new.html", form=form)
    if form.validate():
        try:
            added = ask(
                AddOrganisation(
                    idempotency_key=submitted_key(),
                    name=form.name.data or "",
                    organisation_number=form.organisation_number.data or None,
                    customer_number=form.customer_number.data or "",
                )
            )
        except Refused as refused:
            add_error(form, refused.refusal.place, sentence(refused.refusal))
        else:
            flash(_("Kunden är tillagd. Bjud in en första kontakt."))
            return redirect(url_for("staff_customers.show", organisation_id=added.organisation_id), 303)
    return render_template("staff/customer_new.html", form=form), 422


@pages.get("/<organisation_id>")
def show(organisation_id: str) -> str:
    """One customer: members, invitations, and the form that invites."""
    return _page(organisation_id, InviteContactForm())


@pages.post("/<organisation_id>/bjud-in")
def invite(organisation_id: str) -> Answer:
    """Invite a contact; a mail with a personal link goes out."""
    form = InviteContactForm(request.form)
    if not form.validate():
        return _page(organisation_id, form), 422
    person = InvitationWanted(email=form.email.data or "", name=form.name.data or "", role=Role(form.role.data))
    try:
        sent = ask(
            InviteContact(
                idempotency_key=submitted_key(),
                organisation_id=organisation_id,
                person=person,
                message=form.message.data or "",
                language="en" if form.language.data == "en" else "sv",
            )
        )
    except Refused as refused:
        if refused.refusal.code == NOT_FOUND:
            raise
        form.form_errors.append(sentence(refused.refusal))
        return _page(organisation_id, form), 422
    failed = [each.refusal for each in sent.results if each.refusal]
    if failed:
        form.form_errors += [sentence(each) for each in failed]
        return _page(organisation_id, form), 422
    flash(_("Inbjudan är skickad till %(email)s.", email=person.email))
    return redirect(url_for("staff_customers.show", organisation_id=organisation_id), 303)


def _page(organisation_id: str, form: InviteContactForm) -> str:
    customer = ask(ShowOrganisationToStaff(organisation_id=organisation_id))
    return render_template("staff/customer.html", customer=customer, form=form)
