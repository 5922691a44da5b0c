"""One case for staff: answer the tenant, note for ourselves, move it on."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from gateway.asking import ask
from gateway.errors import sentence
from gateway.files import blobs, send_file
from gateway.forms.staff import StatusForm, TextForm
from gateway.security.csrf import submitted_key
from gateway.uploads import RefusedFile, take_files
from gateway.words import CASE_STATUSES
from services.contracts.cases import ChangeStatus, FetchFileAsStaff, OpenCaseAsStaff, ReplyToTenant, TakeCase, WriteInternalNote
from services.contracts.refusals import NOT_FOUND, Refused, refuse

pages = Blueprint("staff_case", __name__, url_prefix="/personal/arenden")

Answer = AnyResponse | str | tuple[str, int]


@pages.get("/<int:number>")
def show(number: int) -> str:
    """The case with internal notes."""
    return _page(number)


@pages.post("/<int:number>/svar")
def reply(number: int) -> Answer:
    """Answer the tenant; the followers get a mail."""
    form = TextForm(request.form)
    files, refused = take_files(request.files.getlist("files"), blobs())
    if not form.validate() or refused:
        return _page(number, reply_form=form, refused=refused), 422
    ask(ReplyToTenant(idempotency_key=submitted_key(), number=number, text=form.text.data or "", files=files))
    return _back(number, _("Svaret är skickat till kunden."))


@pages.post("/<int:number>/anteckning")
def note(number: int) -> Answer:
    """Write a note that no tenant ever sees."""
    form = TextForm(request.form)
    if not form.validate():
        return _page(number, note_form=form), 422
    ask(WriteInternalNote(idempotency_key=submitted_key(), number=number, text=form.text.data or ""))
    return _back(number, _("Anteckningen är sparad. Kunden ser den inte."))


@pages.post("/<int:number>/status")
def status(number: int) -> Answer:
    """Move the case on."""
    form = StatusForm(request.form)
    expected, wanted = request.form.get("expected", ""), form.status.data
    if not form.validate() or expected not in CASE_STATUSES or wanted not in CASE_STATUSES:
        return _page(number, status_form=form), 422
    change = {"expected": expected, "status": wanted, "message": form.message.data or "", "planned_for": form.planned_for.data or ""}
    try:
        ask(ChangeStatus.model_validate({"idempotency_key": submitted_key(), "number": number, **change}))
    except Refused as refused:
        if refused.refusal.code == NOT_FOUND:
            raise
        form.form_errors.append(sentence(refused.refusal))
        return _page(number, status_form=form), 409
    return _back(number, _("Status ändrad. Följarna får ett mejl."))


@pages.post("/<int:number>/ta")
def take(number: int) -> AnyResponse:
    """Assign the case to me."""
    ask(TakeCase(idempotency_key=submitted_key(), number=number))
    return _back(number, _("Ärendet är ditt."))


@pages.get("/<int:number>/filer/<file_id>")
def file(number: int, file_id: str) -> Response:
    """One file of the case."""
    if len(file_id) > 100:
        refuse(NOT_FOUND)
    preview = "liten" in request.args
    return send_file(ask(FetchFileAsStaff(number=number, file_id=file_id, preview=preview)), inline=preview)


def _page(
    number: int,
    reply_form: TextForm | None = None,
    note_form: TextForm | None = None,
    status_form: StatusForm | None = None,
    refused: Sequence[RefusedFile] = (),
) -> str:
    case = ask(OpenCaseAsStaff(number=number))
    return render_template(
        "staff/case.html",
        case=case,
        reply_form=reply_form or TextForm(),
        note_form=note_form or TextForm(),
        status_form=status_form or StatusForm(data={"planned_for": case.planned_for}),
        refused=refused,
    )


def _back(number: int, said: str) -> AnyResponse:
    flash(said)
    return redirect(url_for("staff_case.show", number=number), 303)
