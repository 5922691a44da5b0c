"""The claim-check store."""

import io
from pathlib import Path

import pytest

from services.chassis.blobs import Blobs, NoSuchBlob


def test_what_is_put_is_found_under_a_key_nobody_guesses(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    key = blobs.put(b"bild", "image/png")
    assert len(bytes.fromhex(key)) == 32
    assert key != blobs.put(io.BytesIO(b"bild"), "image/png")
    with blobs.open(key) as file:
        assert file.read() == b"bild"
    assert (blobs.size(key), blobs.media_type(key)) == (4, "image/png")
    assert (tmp_path / key[:2] / key[2:4] / key).is_file()


def test_deleting_twice_is_deleting(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    key = blobs.put(b"bild", "image/png")
    blobs.delete(key)
    blobs.delete(key)
    with pytest.raises(NoSuchBlob):
        blobs.open(key)
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


@pytest.mark.parametrize("key", ["", "..", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n", "aa/" + "a" * 61, "0" * 64])
def test_no_other_path_is_reached(tmp_path: Path, key: str) -> None:
    blobs = Blobs(tmp_path)
    for read in (blobs.open, blobs.size, blobs.media_type):
        with pytest.raises(NoSuchBlob):
            read(key)


class _Breaking(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError("the sender went away")


def test_half_a_file_leaves_nothing_under_a_key(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="went away"):
        Blobs(tmp_path).put(_Breaking(), "image/png")
    assert not [each for each in tmp_path.rglob("*") if each.is_file() and each.suffix != ".type"]
