"""Fastigheter & avtal: the registers of properties, leases and contacts."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from gateway.asking import ask, ask_all
from gateway.errors import sentence
from gateway.forms.choices import of_pairs
from gateway.forms.staff import ContactForm, LeaseForm, PropertyForm, floors_of
from gateway.security.csrf import submitted_key
from services.contracts.content import AddContact, AddLease, AddProperty, LeaseObjectGiven, ListPropertiesAsStaff, StaffPropertiesListed
from services.contracts.envelope import Ask
from services.contracts.identity import ListOrganisations, OrganisationsListed
from services.contracts.refusals import Refused

pages = Blueprint("staff_registers", __name__, url_prefix="/personal")

Answer = Response | str | tuple[str, int]
MORE_ROWS = 3


@pages.get("/fastigheter")
def properties() -> str:
    """All properties."""
    return render_template("staff/properties.html", properties=ask(ListPropertiesAsStaff()).properties)


@pages.route("/fastigheter/ny", methods=["GET", "POST"])
def add_property() -> Answer:
    """Add a property."""
    form = PropertyForm(request.form)
    if request.method == "POST" and form.validate():
        fields = {name: value for name, value in form.data.items() if value is not None}
        if _done(form, AddProperty.model_validate(fields | {"facts": _facts(form.facts.data or ""), "idempotency_key": submitted_key()})):
            return _to_properties(_("Fastigheten är tillagd."))
    return _form(form, "staff/property_new.html")


@pages.route("/avtal/nytt", methods=["GET", "POST"])
def add_lease() -> Answer:
    """Add a lease or replace one by its number."""
    form = LeaseForm(request.form) if request.method == "POST" else LeaseForm(data={"organisation_id": request.args.get("kund", "")})
    names = _names()
    form.organisation_id.choices = of_pairs([("", _("Välj hyresgäst")), *names["organisations"]])
    if "more" in request.form:
        for _row in range(MORE_ROWS):
            form.objects.append_entry()
    elif request.method == "POST" and form.validate():
        objects = [_object(each.data) for each in form.objects if each.address.data and each.area_m2.data]
        if not objects:
            form.form_errors.append(_("Fyll i minst en rad med adress och yta"))
        elif _done(form, _lease(form, objects)):
            return _to_properties(_("Avtalet är sparat."))
    for each in form.objects:
        each.form.property_id.choices = of_pairs([("", _("Välj")), *names["properties"]])
    return _form(form, "staff/lease_new.html")


@pages.route("/kontakter/ny", methods=["GET", "POST"])
def add_contact() -> Answer:
    """Add one of our people to the contact register."""
    form = ContactForm(request.form)
    names = _names()
    form.property_ids.choices, form.organisation_ids.choices = of_pairs(names["properties"]), of_pairs(names["organisations"])
    sent = request.method == "POST" and form.validate()
    if sent and _done(form, AddContact.model_validate(form.data | {"idempotency_key": submitted_key()})):
        return _to_properties(_("Kontakten är tillagd."))
    return _form(form, "staff/contact_new.html")


def _names() -> dict[str, list[tuple[str, str]]]:
    answers = ask_all(organisations=ListOrganisations(), properties=ListPropertiesAsStaff())
    organisations = answers.need("organisations", OrganisationsListed).organisations
    properties = answers.need("properties", StaffPropertiesListed).properties
    return {
        "organisations": [(each.organisation_id, each.name) for each in organisations],
        "properties": [(each.property_id, each.name) for each in properties],
    }


def _lease(form: LeaseForm, objects: list[LeaseObjectGiven]) -> AddLease:
    return AddLease(
        idempotency_key=submitted_key(),
        organisation_id=form.organisation_id.data,
        number=form.number.data or "",
        kind=form.kind.data or "",
        objects=objects,
    )


def _object(row: dict[str, Any]) -> LeaseObjectGiven:
    return LeaseObjectGiven.model_validate(row | {"premises": row["premises"] or row["address"], "floors": floors_of(row["floors"] or "")})


def _facts(text: str) -> list[tuple[str, str]]:
    rows = (line.partition(":") for line in text.splitlines() if ":" in line)
    return [(label.strip(), value.strip()) for label, _colon, value in rows if label.strip() and value.strip()]


def _done(form: Form, question: Ask[Any]) -> bool:
    """Whether it was done; a refusal is told in the form."""
    try:
        ask(question)
    except Refused as refused:
        form.form_errors.append(sentence(refused.refusal))
        return False
    return True


def _form(form: Form, template: str) -> Answer:
    return render_template(template, form=form), 422 if request.method == "POST" and (form.errors or form.form_errors) else 200


def _to_properties(said: str) -> Response:
    flash(said)
    return redirect(url_for("staff_registers.properties"), 303)
