"""The page and the API of the mailbox."""

import re
from itertools import groupby
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, render_template, request
from markupsafe import Markup, escape

from deploy.simulators.mailbox.box import Box
from deploy.simulators.mailbox.mail import Mail
from deploy.simulators.mailbox.refusals import BadRefusal, Refusals
from deploy.simulators.pages import dress

MAIL_POLICY = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""A mail is a stranger's page: no script, nothing fetched, no origin; links may open in a tab of their own."""
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_HEAD = re.compile(r"<head[^>]*>|<html[^>]*>|<!doctype[^>]*>", re.IGNORECASE)


pages = Blueprint("pages", __name__)


def create_app(box: Box, refusals: Refusals) -> Flask:
    """The web application."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["linked"] = linked
    app.jinja_env.filters["by_day"] = _by_day
    app.extensions["box"], app.extensions["refusals"] = box, refusals
    app.register_blueprint(pages)
    return dress(app)


@pages.get("/")
def inbox() -> str:
    """All mails, or one recipient's."""
    to = request.args.get("to", "")
    recipients = sorted({address for mail in _box().newest() for address in mail.to})
    return render_template("inbox.html", mails=_box().newest(to), to=to, recipients=recipients)


@pages.get("/messages/<mail_id>")
def message(mail_id: str) -> str:
    """One mail."""
    return render_template("message.html", mail=_found(mail_id))


@pages.get("/messages/<mail_id>/html")
def html(mail_id: str) -> Response:
    """Its HTML part, for the frame."""
    return Response(_opening_outside(_found(mail_id).html), mimetype="text/html", headers={"Content-Security-Policy": MAIL_POLICY})


@pages.get("/messages/<mail_id>/raw")
def raw(mail_id: str) -> Response:
    """The mail as it came."""
    return Response(_found(mail_id).raw, mimetype="text/plain", headers={"Content-Security-Policy": "sandbox; default-src 'none'"})


@pages.get("/api/messages")
def messages() -> Response:
    """Mails as JSON, newest first."""
    return jsonify([mail.shown() for mail in _box().newest(request.args.get("to", ""))])


@pages.get("/api/messages/<mail_id>")
def one(mail_id: str) -> Response:
    """One mail as JSON."""
    return jsonify(_found(mail_id).shown())


@pages.delete("/api/messages")
def empty() -> Response:
    """Throw all mails away."""
    return jsonify(deleted=_box().empty())


@pages.post("/api/refusals")
def refuse() -> tuple[Response, int]:
    """Plan a refusal."""
    try:
        _refusals().plan(request.get_json(silent=True))
    except BadRefusal as wrong:
        return jsonify(error="bad_request", details=str(wrong)), 400
    return jsonify({}), 200


@pages.delete("/api/refusals")
def accept() -> Response:
    """Accept everything again."""
    _refusals().clear()
    return jsonify({})


def linked(text: str) -> Markup:
    """Plain text with its web addresses as links."""
    parts: list[Markup] = []
    last = 0
    for address in _ADDRESS.finditer(text):
        parts += [escape(text[last : address.start()]), Markup('<a href="{0}">{0}</a>').format(address[0])]
        last = address.end()
    return Markup("").join([*parts, escape(text[last:])])


def _box() -> Box:
    return cast(Box, current_app.extensions["box"])


def _refusals() -> Refusals:
    return cast(Refusals, current_app.extensions["refusals"])


def _found(mail_id: str) -> Mail:
    mail = _box().find(mail_id)
    if mail is None:
        abort(404, "no such mail")
    return mail


def _opening_outside(html: str) -> str:
    head = None
    for head in _HEAD.finditer(html[:2_000]):
        if head[0].lower().startswith("<head"):
            break
    at = head.end() if head else 0
    return f'{html[:at]}<base target="_blank">{html[at:]}'


def _by_day(mails: list[Mail]) -> list[tuple[str, list[Mail]]]:
    return [(day, list(those)) for day, those in groupby(mails, key=lambda mail: mail.received_at.astimezone().strftime("%Y-%m-%d"))]
