"""Drift: publish a disturbance or a planned work, and move it on."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from gateway.asking import ask
from gateway.errors import sentence
from gateway.formats import ZONE
from gateway.forms.choices import of_pairs
from gateway.forms.staff import NoticeForm, NoticeUpdateForm, floors_of, in_utc
from gateway.security.csrf import submitted_key
from gateway.security.session import now
from gateway.words import PHASE_STEPS, PHASES
from services.contracts.content import ListNotices, ListPropertiesAsStaff, NoticeShown, PublishNotice, UpdateNotice
from services.contracts.refusals import NOT_FOUND, Refused, refuse

pages = Blueprint("staff_notices", __name__, url_prefix="/personal/drift")

Answer = Response | str | tuple[str, int]


@pages.get("")
def overview() -> str:
    """Running first, then planned, then recently resolved."""
    return render_template("staff/notices.html", notices=ask(ListNotices()).notices)


@pages.route("/ny", methods=["GET", "POST"])
def publish() -> Answer:
    """Publish a notice to those who rent there."""
    form = (
        NoticeForm(request.form)
        if request.method == "POST"
        else NoticeForm(data={"kind": "disturbance", "starts_at": now().astimezone(ZONE).replace(second=0, microsecond=0)})
    )
    properties = ask(ListPropertiesAsStaff()).properties
    form.property_id.choices = of_pairs([("", _("Välj fastighet")), *((each.property_id, each.name) for each in properties)])
    if request.method == "GET":
        return render_template("staff/notice_new.html", form=form)
    if form.validate():
        try:
            reached = ask(_notice(form))
        except Refused as refused:
            form.form_errors.append(sentence(refused.refusal))
        else:
            organisations = ngettext("en organisation", "%(num)s organisationer", reached.organisations)
            persons = ngettext("en person", "%(num)s personer", reached.persons)
            flash(_("Publicerat. Når %(organisations)s, %(persons)s.", organisations=organisations, persons=persons))
            return redirect(url_for("staff_notices.show", notice_id=reached.notice_id), 303)
    return render_template("staff/notice_new.html", form=form), 422


@pages.route("/<notice_id>", methods=["GET", "POST"])
def show(notice_id: str) -> Answer:
    """One notice, with the form that moves it on."""
    notice = next((each for each in ask(ListNotices()).notices if each.notice_id == notice_id), None)
    if notice is None:
        refuse(NOT_FOUND)
    form = NoticeUpdateForm(request.form) if request.method == "POST" else _filled(notice)
    form.phase.choices = of_pairs((phase, PHASES[phase]) for phase in _phases(notice))
    if request.method == "GET":
        return render_template("staff/notice.html", notice=notice, form=form)
    if form.validate():
        try:
            ask(_update(notice_id, form))
        except Refused as refused:
            form.form_errors.append(sentence(refused.refusal))
        else:
            flash(_("Uppdateringen är publicerad."))
            return redirect(url_for("staff_notices.show", notice_id=notice_id), 303)
    return render_template("staff/notice.html", notice=notice, form=form), 422


def _notice(form: NoticeForm) -> PublishNotice:
    fields = {name: value for name, value in form.data.items() if value is not None}
    times = {name: in_utc(form[name].data) for name in ("starts_at", "expected_until", "next_update_at")}
    return PublishNotice.model_validate(fields | times | {"floors": floors_of(form.floors.data or ""), "idempotency_key": submitted_key()})


def _update(notice_id: str, form: NoticeUpdateForm) -> UpdateNotice:
    return UpdateNotice(
        idempotency_key=submitted_key(),
        notice_id=notice_id,
        expected_phase=request.form.get("expected", ""),
        phase=form.phase.data,
        text=form.text.data or "",
        expected_until=in_utc(form.expected_until.data),
        next_update_at=in_utc(form.next_update_at.data),
    )


def _filled(notice: NoticeShown) -> NoticeUpdateForm:
    until, following = notice.expected_until, notice.next_update_at
    return NoticeUpdateForm(
        data={
            "phase": notice.phase,
            "expected_until": until.astimezone(ZONE) if until else None,
            "next_update_at": following.astimezone(ZONE) if following else None,
        }
    )


def _phases(notice: NoticeShown) -> list[str]:
    steps = list(PHASE_STEPS[notice.kind])
    return steps + (["cancelled"] if notice.kind == "planned_work" else [])
