"""What a person wrote, as we keep it."""

import unicodedata


def written(text: str) -> str:
    """The text with plain line ends and without control characters (PostgreSQL takes no NUL, and none of them can be seen)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cs"}).strip()


def on_one_line(text: str) -> str:
    """The text as one line: titles stand in lists and in mail subjects, where a line break would be a forged header."""
    return " ".join(written(text).split())
