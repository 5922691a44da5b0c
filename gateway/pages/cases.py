"""Ärenden: find a case, follow it and write with the landlord."""

from collections.abc import Sequence
from typing import Literal

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from gateway.asking import ask, ask_all
from gateway.files import blobs, send_file
from gateway.forms.cases import MessageForm
from gateway.security.csrf import submitted_key
from gateway.uploads import RefusedFile, take_files
from services.contracts.cases import (
    CaseOpened,
    CasesListed,
    FetchFile,
    FollowCase,
    ListCases,
    ListPlaces,
    OpenCase,
    PlacesListed,
    WriteMessage,
)
from services.contracts.content import PropertiesShown, ShowProperties

pages = Blueprint("cases", __name__, url_prefix="/o/<org>/arenden")

VIEWS: dict[str, Literal["open", "waiting", "closed"]] = {"": "open", "vantar": "waiting", "avslutade": "closed"}
SCOPES: dict[str, Literal["organisation", "mine", "following"]] = {"": "organisation", "mina": "mine", "foljer": "following"}


@pages.get("")
def overview() -> str:
    """The list; everything chosen stands in the address."""
    chosen = {name: request.args.get(name, "").strip()[:100] for name in ("visa", "vems", "fastighet", "q")}
    page = max(1, request.args.get("sida", 1, type=int))
    answers = ask_all(
        listed=ListCases(
            view=VIEWS.get(chosen["visa"], "open"),
            scope=SCOPES.get(chosen["vems"], "organisation"),
            property_id=chosen["fastighet"] or None,
            search=chosen["q"],
            page=page,
        ),
        places=ListPlaces(),
    )
    places = answers.of("places", PlacesListed)
    return render_template(
        "cases/overview.html",
        listed=answers.need("listed", CasesListed),
        places=places.places if places else [],
        chosen=chosen,
        kept={name: value for name, value in chosen.items() if value},
        page=page,
    )


@pages.get("/<int:number>")
def show(number: int) -> str:
    """One case."""
    return _page(number, MessageForm())


@pages.post("/<int:number>")
def write(number: int) -> AnyResponse | tuple[str, int]:
    """Write in the thread, with files."""
    form = MessageForm(request.form)
    files, refused = take_files(request.files.getlist("files"), blobs())
    if not form.validate() or refused:
        return _page(number, form, refused), 422
    ask(WriteMessage(idempotency_key=submitted_key(), number=number, text=form.text.data or "", files=files))
    flash(_("Meddelandet är skickat."))
    return redirect(url_for("cases.show", number=number), 303)


@pages.post("/<int:number>/folj")
def follow(number: int) -> AnyResponse:
    """Follow the case, or stop."""
    follows = request.form.get("folj") == "ja"
    ask(FollowCase(idempotency_key=submitted_key(), number=number, follow=follows))
    flash(_("Du följer ärendet och får mejl när något händer.") if follows else _("Du följer inte längre ärendet."))
    return redirect(url_for("cases.show", number=number), 303)


@pages.get("/<int:number>/filer/<file_id>")
def file(number: int, file_id: str) -> Response:
    """One file; cases decides whether we may have it."""
    preview = "liten" in request.args
    return send_file(ask(FetchFile(number=number, file_id=file_id, preview=preview)), inline=preview)


def _page(number: int, form: MessageForm, refused: Sequence[RefusedFile] = ()) -> str:
    answers = ask_all(case=OpenCase(number=number), about=ShowProperties())
    case = answers.need("case", CaseOpened)
    about = answers.of("about", PropertiesShown)
    manager = None
    if about:
        contacts = [contact for each in about.properties if each.property_id == case.property_id for contact in each.contacts]
        manager = next((contact for contact in contacts if contact.kind == "property_manager"), None)
    return render_template("cases/case.html", case=case, form=form, manager=manager, refused=refused)
