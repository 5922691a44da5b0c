"""The claim-check store: files are put once, found by a key nobody can guess, and named on the bus by that key only."""

import os
import re
import secrets
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

_KEY = re.compile(r"[0-9a-f]{64}")


class NoSuchBlob(Exception):  # noqa: N818 - reads as what it says
    """No file has that key."""


class Blobs:
    """A folder of files, spread over two levels of folders."""

    def __init__(self, folder: Path | str) -> None:
        self._folder = Path(folder)

    def put(self, content: bytes | BinaryIO, media_type: str) -> str:
        """Store the content; returns its key (256 bits, hex) once it is safe on the disk. Nothing is ever overwritten."""
        key = secrets.token_hex(32)
        place = self._place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(place.with_suffix(".type"), BytesIO(media_type.encode("ascii")))
        _write(place, BytesIO(content) if isinstance(content, bytes) else content)
        return key

    def open(self, key: str) -> BinaryIO:
        """The content, to be closed by whoever opens it; raises NoSuchBlob."""
        try:
            return self._place(key).open("rb")
        except FileNotFoundError as error:
            raise NoSuchBlob from error

    def media_type(self, key: str) -> str:
        """What the content was said to be when it was put; raises NoSuchBlob."""
        try:
            return self._place(key).with_suffix(".type").read_text(encoding="ascii")
        except FileNotFoundError as error:
            raise NoSuchBlob from error

    def size(self, key: str) -> int:
        """How many bytes it is; raises NoSuchBlob."""
        try:
            return self._place(key).stat().st_size
        except FileNotFoundError as error:
            raise NoSuchBlob from error

    def delete(self, key: str) -> None:
        """Remove it; one that is not there is removed already."""
        place = self._place(key)
        place.unlink(missing_ok=True)
        place.with_suffix(".type").unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        # The key's form is the fence against paths: nothing but 64 hex digits reaches the file system.
        if not _KEY.fullmatch(key):
            raise NoSuchBlob
        return self._folder / key[:2] / key[2:4] / key


def _write(place: Path, content: BinaryIO) -> None:
    part = place.with_name(f"{place.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
        part.rename(place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
