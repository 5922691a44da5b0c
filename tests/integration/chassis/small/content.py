"""What the small service tells and hears."""

from services.contracts.envelope import News


class Counted(News):
    """A counter was raised; each piece tells its whole state."""

    name: str
    value: int


class Noted(News):
    """Something to note; every piece counts. `poison` makes the listener throw, `kill` makes it die."""

    supersedes = False
    note: str
    poison: bool = False
