"""Writes that come twice: done once and answered the same, for 24 hours.

What is kept does not open anything: the key is kept as a digest only, and the reply (which may hold a session's token) is sealed with it.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.chassis.caller import Caller
from services.chassis.tables import idempotency
from services.contracts.envelope import Reply, Write
from services.contracts.refusals import CONFLICT, refuse

KEPT = timedelta(hours=24)


class AlreadyDone(Exception):  # noqa: N818 - an answer, not an error
    """The write was done before; carries what it was answered with."""

    def __init__(self, reply: Reply) -> None:
        super().__init__("already done")
        self.reply = reply


class OnceOnly:
    """One write's place in the table, taken when the unit of work opens and filled in when it commits."""

    def __init__(self, caller: Caller, write: Write[Any]) -> None:
        owner = "\0".join((type(write).wire_name, caller.kind, caller.person_id, caller.organisation_id))
        key = write.idempotency_key.encode()
        self._reply_class = type(write).reply
        self._id = hashlib.sha256(b"\0".join((owner.encode(), key))).digest()
        self._content = hmac.digest(key, write.model_dump_json(exclude={"idempotency_key"}).encode(), "sha256")
        self._seal = AESGCM(hashlib.sha256(b"reply\0" + owner.encode() + b"\0" + key).digest())

    def take(self, session: Session, now: datetime) -> None:
        """Raises AlreadyDone for a repeat, Refused(conflict) for the same key with other content.

        A second one that comes while the first is still at work waits here for its row and is then answered the same.
        """
        fresh = {"content": self._content, "reply": None, "created_at": now}
        taken = session.execute(
            insert(idempotency)
            .values(id=self._id, **fresh)
            .on_conflict_do_update(index_elements=["id"], set_=fresh, where=idempotency.c.created_at < now - KEPT)
            .returning(idempotency.c.id)
        ).first()
        if taken is not None:
            return
        content, reply = session.execute(select(idempotency.c.content, idempotency.c.reply).where(idempotency.c.id == self._id)).one()
        if not hmac.compare_digest(bytes(content), self._content):
            refuse(CONFLICT, place="idempotency_key")
        raise AlreadyDone(self._reply_class.model_validate_json(self._opened(bytes(reply))))

    def fill(self, session: Session, reply: Reply) -> None:
        """Keep the answer with the change itself."""
        nonce = secrets.token_bytes(12)
        sealed = nonce + self._seal.encrypt(nonce, reply.model_dump_json().encode(), self._id)
        session.execute(update(idempotency).where(idempotency.c.id == self._id).values(reply=sealed))

    def give_back(self, session: Session) -> None:
        """A commit without an answer (a refusal that leaves a trace): the same key may try again."""
        session.execute(delete(idempotency).where(idempotency.c.id == self._id))

    def _opened(self, sealed: bytes) -> bytes:
        return self._seal.decrypt(sealed[:12], sealed[12:], self._id)
