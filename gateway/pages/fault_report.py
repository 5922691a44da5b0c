"""Felanmälan: four steps, kept on the server from the first one, and the receipt."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from gateway.asking import ask, ask_all, current
from gateway.files import blobs
from gateway.forms.fault_report import AccessForm, WhatForm, WhereForm
from gateway.security.csrf import submitted_key
from gateway.uploads import RefusedFile, take_files
from services.contracts.cases import (
    CaseOpened,
    DraftShown,
    DropDraft,
    ListPlaces,
    OpenCase,
    OpenDraft,
    Place,
    PlacesListed,
    ReportDraft,
    SaveDraft,
    SendDraft,
)
from services.contracts.content import KnownAtShown, PropertiesShown, ShowKnownAt, ShowProperties
from services.contracts.refusals import INVALID, Refused

pages = Blueprint("fault_report", __name__, url_prefix="/o/<org>/felanmalan")

PHOTOS = 6
STEP_OF = {
    "title": "what",
    "description": "what",
    "category": "what",
    "may_enter": "access",
    "contact_name": "access",
    "contact_phone": "access",
}
"""Where a thing that is missing is asked for; the rest belongs to the first step."""
Answer = Response | str | tuple[str, int]


@pages.get("")
def begin() -> Response:
    """The first step."""
    return redirect(url_for("fault_report.where"), 303)


@pages.route("/var", methods=["GET", "POST"])
def where() -> Answer:
    """Step one. As soon as the property is known, what is disturbed there is shown before anything is sent."""
    answers = ask_all(places=ListPlaces(), draft=OpenDraft(), about=ShowProperties())
    places = answers.need("places", PlacesListed).places
    kept = answers.need("draft", DraftShown)
    if request.method == "POST":
        form = WhereForm(request.form)
        if form.validate():
            ask(SaveDraft(draft=_with(kept.draft, form)))
            at = ask(ShowKnownAt(property_id=form.property_id.data))
            seen = request.form.get("seen") == at.property_id
            return _step("known" if at.notices and not seen else "what")
        return _where(form, places, kept, answers.of("about", PropertiesShown)), 422
    wanted = request.args.get("fastighet") or kept.draft.property_id or (places[0].property_id if len(places) == 1 else "")
    form = WhereForm(data=kept.draft.model_dump() | {"property_id": wanted})
    return _where(form, places, kept, answers.of("about", PropertiesShown))


@pages.get("/kant")
def known() -> Answer:
    """Between one and two, only where something is known at the place: is it this?"""
    kept = ask(OpenDraft())
    if not kept.draft.property_id:
        return _step("where")
    return render_template("fault_report/known.html", known=ask(ShowKnownAt(property_id=kept.draft.property_id)))


@pages.route("/vad", methods=["GET", "POST"])
def what() -> Answer:
    """Step two."""
    kept = ask(OpenDraft())
    if not kept.draft.area:
        return _step("where")
    form = WhatForm(request.form) if request.method == "POST" else WhatForm(data=kept.draft.model_dump())
    if request.method == "POST" and form.validate():
        ask(SaveDraft(draft=_with(kept.draft, form)))
        return _step("access")
    return render_template("fault_report/what.html", form=form, kept=kept), _status()


@pages.route("/bilder", methods=["GET", "POST"])
def access() -> Answer:
    """Step three: photos, and how we get in."""
    kept = ask(OpenDraft())
    if not kept.draft.category:
        return _step("what")
    if request.method == "GET":
        data = kept.draft.model_dump() | {"may_enter": {True: "yes", False: "no"}.get(kept.draft.may_enter, "")}  # type: ignore[arg-type]
        return _access(AccessForm(data=data | {"contact_name": kept.draft.contact_name or current().name}), kept)
    form = AccessForm(request.form)
    gone = set(request.form.getlist("remove"))
    stay = [each for each in kept.draft.files if each.blob_key not in gone]
    files, refused = take_files(request.files.getlist("files"), blobs(), most=PHOTOS - len(stay))
    draft = kept.draft.model_copy(update={"files": stay + files})
    if form.validate():
        draft = _with(draft, form).model_copy(update={"may_enter": form.may_enter.data == "yes"})
    ask(SaveDraft(draft=draft))
    if form.errors or refused:
        return _access(form, DraftShown(draft=draft, saved_at=kept.saved_at), refused), 422
    return _step("access" if "more" in request.form else "review")


@pages.route("/granska", methods=["GET", "POST"])
def review() -> Answer:
    """Step four: look through and send. Sending twice sends once."""
    if request.method == "POST":
        try:
            sent = ask(SendDraft(idempotency_key=submitted_key()))
        except Refused as refused:
            if refused.refusal.code != INVALID:
                raise
            return _step(STEP_OF.get(refused.refusal.place or "", "where"))
        return redirect(url_for("fault_report.receipt", number=sent.number), 303)
    answers = ask_all(draft=OpenDraft(), places=ListPlaces())
    draft = answers.need("draft", DraftShown).draft
    if draft.may_enter is None or draft.area is None or draft.category is None:
        return _step("access" if draft.category else "where")
    places = answers.need("places", PlacesListed).places
    name = next((each.name for each in places if each.property_id == draft.property_id), "")
    return render_template("fault_report/review.html", draft=draft, property_name=name)


@pages.get("/klar/<int:number>")
def receipt(number: int) -> str:
    """What happens next and by when."""
    case: CaseOpened = ask(OpenCase(number=number))
    return render_template("fault_report/receipt.html", case=case)


@pages.post("/avbryt")
def drop() -> Response:
    """Throw the draft away."""
    ask(DropDraft())
    return redirect(url_for("home.overview"), 303)


def _where(form: WhereForm, places: Sequence[Place], kept: DraftShown, about: PropertiesShown | None) -> str:
    property_id = form.property_id.data
    known_there = None
    if any(each.property_id == property_id for each in places):
        known_there = ask_all(known=ShowKnownAt(property_id=property_id)).of("known", KnownAtShown)
    houses = {each.property_id: each for each in about.properties} if about else {}
    chosen = next((each for each in places if each.property_id == property_id), None)
    return render_template(
        "fault_report/where.html",
        form=form,
        places=places,
        chosen=chosen,
        kept=kept,
        known=known_there,
        houses=houses,
        me=current(),
        about=about,
    )


def _access(form: AccessForm, kept: DraftShown, refused: Sequence[RefusedFile] = ()) -> str:
    return render_template("fault_report/access.html", form=form, kept=kept, refused=refused, most=PHOTOS)


def _with(draft: ReportDraft, form: Form) -> ReportDraft:
    given = {name: value for name, value in form.data.items() if name != "may_enter"}
    return draft.model_copy(update=given)


def _step(name: str) -> Response:
    return redirect(url_for(f"fault_report.{name}"), 303)


def _status() -> int:
    return 422 if request.method == "POST" else 200
