"""Files from people: looked at, re-encoded and put in the blob store before anybody else sees them."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from threading import BoundedSemaphore

from werkzeug.datastructures import FileStorage

from gateway.reencode import TOO_MANY_PIXELS
from services.chassis.blobs import Blobs
from services.contracts.cases import FileGiven

FILE_BYTES = 10 * 1024 * 1024
FILES_AT_ONCE = 10
SECONDS = 30
_at_once = BoundedSemaphore(2)


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not taken: its name, and why (`empty`, `too_large`, `too_many_pixels`, `wrong_kind`, `too_many`)."""

    name: str
    reason: str


def take_files(uploads: Iterable[FileStorage], blobs: Blobs, *, most: int = FILES_AT_ONCE) -> tuple[list[FileGiven], list[RefusedFile]]:
    """Take what can be taken and say what could not; no file is dropped without a word."""
    taken: list[FileGiven] = []
    refused: list[RefusedFile] = []
    for upload in uploads:
        if not upload.filename:
            continue
        name = _shown_name(upload.filename)
        if len(taken) >= most:
            refused.append(RefusedFile(name, "too_many"))
            continue
        result = _take(name, upload, blobs)
        if isinstance(result, FileGiven):
            taken.append(result)
        else:
            refused.append(result)
    return taken, refused


def _take(name: str, upload: FileStorage, blobs: Blobs) -> FileGiven | RefusedFile:
    content = upload.stream.read(FILE_BYTES + 1)
    if not content:
        return RefusedFile(name, "empty")
    if len(content) > FILE_BYTES:
        return RefusedFile(name, "too_large")
    if content.startswith(b"%PDF-"):
        return FileGiven(blob_key=blobs.put(content, "application/pdf"), name=name, media_type="application/pdf", size=len(content))
    return _take_picture(name, content, blobs)


def _take_picture(name: str, content: bytes, blobs: Blobs) -> FileGiven | RefusedFile:
    with tempfile.TemporaryDirectory(prefix="portal-upload-") as folder, _at_once:
        try:
            outcome = subprocess.run(
                [sys.executable, "-m", "gateway.reencode", folder], input=content, capture_output=True, timeout=SECONDS, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            return RefusedFile(name, "wrong_kind")
        if outcome != 0:
            return RefusedFile(name, "too_many_pixels" if outcome == TOO_MANY_PIXELS else "wrong_kind")
        full = Path(folder, "full.webp").read_bytes()
        preview = Path(folder, "preview.webp").read_bytes()
    return FileGiven(
        blob_key=blobs.put(full, "image/webp"),
        preview_key=blobs.put(preview, "image/webp"),
        name=f"{PurePath(name).stem}.webp",
        media_type="image/webp",
        size=len(full),
    )


def _shown_name(filename: str) -> str:
    name = PurePath(filename.replace("\\", "/")).name
    shown = "".join(each for each in name if each.isprintable()).strip()[-150:]
    return shown or "fil"
