"""Personal numbers: sealed, found again, readable after a change of keys, never guessable without them."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from services.identity.adapters.number_safe import BadNumberKeys, NumberKeys, NumberSafe, read_keys

NUMBER = "199001012385"
OLD = NumberSafe(NumberKeys(b"f" * 32, "k1", {"k1": b"1" * 32}))
NEW = NumberSafe(NumberKeys(b"f" * 32, "k2", {"k1": b"1" * 32, "k2": b"2" * 32}))


def test_a_number_is_found_again_and_opened_after_a_change_of_keys() -> None:
    sealed = OLD.seal(NUMBER)
    assert NEW.seal(NUMBER).fingerprint == sealed.fingerprint
    assert NEW.open(sealed.ciphertext) == NUMBER
    assert NEW.open(NEW.seal(NUMBER).ciphertext) == NUMBER
    with pytest.raises(KeyError):
        OLD.open(NEW.seal(NUMBER).ciphertext)


def test_sealing_twice_tells_nothing_and_nothing_changed_is_opened() -> None:
    one, two = OLD.seal(NUMBER).ciphertext, OLD.seal(NUMBER).ciphertext
    assert one != two
    assert NUMBER.encode() not in one
    for place in range(3, len(one)):
        with pytest.raises(InvalidTag):
            OLD.open(one[:place] + bytes([one[place] ^ 1]) + one[place + 1 :])


def test_fingerprints_depend_on_the_key_and_the_purpose() -> None:
    other = NumberSafe(NumberKeys(b"g" * 32, "k1", {"k1": b"1" * 32}))
    assert other.seal(NUMBER).fingerprint != OLD.seal(NUMBER).fingerprint
    assert OLD.digest("account", NUMBER) != OLD.digest("personal number", NUMBER)


def _key(length: int = 32) -> str:
    return base64.b64encode(b"k" * length).decode()


def test_keys_are_read_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"hmac": _key(), "current": "p1", "aes": {"p1": _key()}}))
    assert NumberSafe(read_keys(path)).open(NumberSafe(read_keys(path)).seal(NUMBER).ciphertext) == NUMBER


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        {"hmac": _key(), "current": "p2", "aes": {"p1": _key()}},
        {"hmac": _key(16), "current": "p1", "aes": {"p1": _key()}},
        {"hmac": _key(), "current": "p1", "aes": {"p1": _key(16)}},
        {"hmac": "not base64!", "current": "p1", "aes": {"p1": _key()}},
        {"hmac": _key(), "current": "p1", "aes": []},
        {"hmac": _key(), "current": ["p1"], "aes": {"p1": _key()}},
    ],
)
def test_keys_that_cannot_be_used_are_refused_without_a_word_of_them(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(BadNumberKeys) as wrong:
        read_keys(path)
    assert _key() not in str(wrong.value)
    with pytest.raises(BadNumberKeys):
        read_keys(tmp_path / "missing.json")
