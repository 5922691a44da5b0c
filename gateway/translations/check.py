"""Fails when the English catalogue and the source disagree: a text missing, unsure, left over or with other placeholders."""

import re
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from gateway.translations.update import CATALOGUE, extract

PLACEHOLDER = re.compile(r"%\((\w+)\)")


def problems() -> list[str]:
    """One sentence for every text that is not as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = _read(extract(Path(folder, "messages.pot")))
    have = _read(CATALOGUE)
    found = [f"obsolete: {_name(message)}" for message in have.obsolete.values()]
    known = {_name(message): message for message in have if message.id}
    for message in wanted:
        if not message.id:
            continue
        english = known.pop(_name(message), None)
        if english is None:
            found.append(f"missing: {_name(message)}")
        else:
            found += _wrong(message, english)
    return found + [f"left over: {name}" for name in known]


def _wrong(source: Message, english: Message) -> list[str]:
    texts = english.string if isinstance(english.string, list | tuple) else [english.string]
    if english.fuzzy:
        return [f"fuzzy: {_name(source)}"]
    written = [text for text in texts if text]
    if len(written) != len(texts):
        return [f"untranslated: {_name(source)}"]
    wanted = set(PLACEHOLDER.findall(" ".join(_ids(source)))) - {"num"}
    if any(set(PLACEHOLDER.findall(text)) - {"num"} != wanted for text in written):
        return [f"other placeholders: {_name(source)}"]
    return []


def _ids(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, list | tuple) else [message.id]


def _name(message: Message) -> str:
    return " / ".join(_ids(message))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


if __name__ == "__main__":
    sentences = problems()
    for sentence in sentences:
        print(sentence)
    sys.exit(1 if sentences else 0)
