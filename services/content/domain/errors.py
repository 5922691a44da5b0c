"""What the rules of content say when they are broken."""


class BrokenRule(Exception):  # noqa: N818 - an answer to the person, not an error of ours
    """A rule said no. `code` and `place` travel on as a refusal: the place is the field the person can change."""

    def __init__(self, code: str, place: str | None = None) -> None:
        super().__init__(code if place is None else f"{code} ({place})")
        self.code = code
        self.place = place
