"""Personal numbers: encrypted with AES-GCM, found again by a keyed fingerprint."""

import base64
import binascii
import hmac
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.identity.domain.person import SealedNumber

_KEY_BYTES = 32
_NONCE_BYTES = 12
_CONTEXT = b"personal number"


class BadNumberKeys(ValueError):  # noqa: N818 - reads as what it says
    """PERSONAL_NUMBER_KEYS_FILE cannot be used; never says what the keys are."""


@dataclass(frozen=True, repr=False)
class NumberKeys:
    """One key for fingerprints, which never changes, and keys for encryption, of which `current` seals."""

    fingerprint: bytes
    current: str
    encryption: dict[str, bytes]


def read_keys(path: Path) -> NumberKeys:
    """From `{"hmac": base64, "current": id, "aes": {id: base64}}`. Raises BadNumberKeys."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        encryption = {name: base64.b64decode(key, validate=True) for name, key in content["aes"].items()}
        keys = NumberKeys(base64.b64decode(content["hmac"], validate=True), str(content["current"]), encryption)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise BadNumberKeys("PERSONAL_NUMBER_KEYS_FILE is not a set of keys") from error
    lengths = {len(keys.fingerprint), *(len(key) for key in encryption.values())}
    ids_fit = all(name.isascii() and 0 < len(name) < 256 for name in encryption)
    if keys.current not in encryption or lengths != {_KEY_BYTES} or not ids_fit:
        raise BadNumberKeys("PERSONAL_NUMBER_KEYS_FILE must hold 32-byte keys, among them the current one")
    return keys


class NumberSafe:
    """Seals with the current key; opens with whichever key sealed."""

    def __init__(self, keys: NumberKeys) -> None:
        self._keys = keys

    def seal(self, personal_number: str) -> SealedNumber:
        """What is stored: key id, nonce and ciphertext, bound to what they are for; and the fingerprint."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        name = self._keys.current.encode("ascii")
        sealed = AESGCM(self._keys.encryption[self._keys.current]).encrypt(nonce, personal_number.encode("ascii"), _CONTEXT + name)
        return SealedNumber(self.digest("personal number", personal_number), bytes([len(name)]) + name + nonce + sealed)

    def open(self, ciphertext: bytes) -> str:
        """The number again. Raises cryptography's InvalidTag for anything changed, KeyError for a key that is gone."""
        end = 1 + ciphertext[0]
        name, nonce, sealed = ciphertext[1:end], ciphertext[end : end + _NONCE_BYTES], ciphertext[end + _NONCE_BYTES :]
        return AESGCM(self._keys.encryption[name.decode("ascii")]).decrypt(nonce, sealed, _CONTEXT + name).decode("ascii")

    def digest(self, purpose: str, value: str) -> bytes:
        """Keyed, so that trying all numbers or addresses tells nothing without the key."""
        return hmac.digest(self._keys.fingerprint, purpose.encode() + b"\0" + value.encode(), "sha256")
