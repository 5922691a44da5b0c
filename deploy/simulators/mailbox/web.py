"""The page and the API of the mailbox."""

import re
from itertools import groupby

from flask import Flask, Response, abort, jsonify, render_template, request
from markupsafe import Markup, escape

from deploy.simulators.mailbox.box import Box
from deploy.simulators.mailbox.mail import Mail
from deploy.simulators.mailbox.refusals import BadRefusal, Refusals
from deploy.simulators.pages import dress

MAIL_POLICY = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""A mail is a stranger's page: no script, nothing fetched, no origin; links may open in a tab of their own."""
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_HEAD = re.compile(r"<head[^>]*>|<html[^>]*>|<!doctype[^>]*>", re.IGNORECASE)


def create_app(box: Box, refusals: Refusals) -> Flask:
    """The web application."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["linked"] = linked
    app.jinja_env.filters["by_day"] = _by_day

    def found(mail_id: str) -> Mail:
        mail = box.find(mail_id)
        if mail is None:
            abort(404, "no such mail")
        return mail

    @app.get("/")
    def inbox() -> str:
        to = request.args.get("to", "")
        recipients = sorted({address for mail in box.newest() for address in mail.to})
        return render_template("inbox.html", mails=box.newest(to), to=to, recipients=recipients)

    @app.get("/messages/<mail_id>")
    def message(mail_id: str) -> str:
        return render_template("message.html", mail=found(mail_id))

    @app.get("/messages/<mail_id>/html")
    def html(mail_id: str) -> Response:
        return Response(_opening_outside(found(mail_id).html), mimetype="text/html", headers={"Content-Security-Policy": MAIL_POLICY})

    @app.get("/messages/<mail_id>/raw")
    def raw(mail_id: str) -> Response:
        return Response(found(mail_id).raw, mimetype="text/plain", headers={"Content-Security-Policy": "sandbox; default-src 'none'"})

    @app.get("/api/messages")
    def messages() -> Response:
        return jsonify([mail.shown() for mail in box.newest(request.args.get("to", ""))])

    @app.get("/api/messages/<mail_id>")
    def one(mail_id: str) -> Response:
        return jsonify(found(mail_id).shown())

    @app.delete("/api/messages")
    def empty() -> Response:
        return jsonify(deleted=box.empty())

    @app.post("/api/refusals")
    def refuse() -> tuple[Response, int]:
        try:
            refusals.plan(request.get_json(silent=True))
        except BadRefusal as wrong:
            return jsonify(error="bad_request", details=str(wrong)), 400
        return jsonify({}), 200

    @app.delete("/api/refusals")
    def accept() -> Response:
        refusals.clear()
        return jsonify({})

    return dress(app)


def linked(text: str) -> Markup:
    """Plain text with its web addresses as links."""
    parts: list[Markup] = []
    last = 0
    for address in _ADDRESS.finditer(text):
        parts += [escape(text[last : address.start()]), Markup('<a href="{0}">{0}</a>').format(address[0])]  # noqa: S704 - format escapes
        last = address.end()
    return Markup("").join([*parts, escape(text[last:])])


def _opening_outside(html: str) -> str:
    head = None
    for head in _HEAD.finditer(html[:2_000]):
        if head[0].lower().startswith("<head"):
            break
    at = head.end() if head else 0
    return f'{html[:at]}<base target="_blank">{html[at:]}'


def _by_day(mails: list[Mail]) -> list[tuple[str, list[Mail]]]:
    return [(day, list(those)) for day, those in groupby(mails, key=lambda mail: mail.received_at.astimezone().strftime("%Y-%m-%d"))]
