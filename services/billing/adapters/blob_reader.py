"""Files the gateway has put aside, read no further than asked."""

from services.chassis.blobs import Blobs, NoSuchBlob


class BlobReader:
    """What the port Blobs asks for."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def read(self, key: str, at_most: int) -> bytes | None:
        try:
            with self._blobs.open(key) as file:
                return file.read(at_most)
        except NoSuchBlob:
            return None

    def remove(self, key: str) -> None:
        self._blobs.delete(key)
