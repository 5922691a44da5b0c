"""Files on their way out: always as what we made of them, never as something a browser would run."""

from typing import cast

from flask import Response, current_app

from services.chassis.blobs import Blobs
from services.contracts.cases import FileFetched
from services.contracts.refusals import NOT_FOUND, refuse

SHOWN_INLINE = {"image/webp"}


def blobs() -> Blobs:
    """The blob store."""
    return cast(Blobs, current_app.extensions["blobs"])


def send_file(file: FileFetched, *, inline: bool = False) -> Response:
    """The bytes of a file that the owning service has just allowed. Only our own re-encoded pictures are shown in a page."""
    try:
        stream = blobs().open(file.blob_key)
    except FileNotFoundError:
        refuse(NOT_FOUND)
    with stream:
        response = Response(stream.read(), mimetype=file.media_type)
    shown = "inline" if inline and file.media_type in SHOWN_INLINE else "attachment"
    response.headers.set("Content-Disposition", shown, filename=file.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
