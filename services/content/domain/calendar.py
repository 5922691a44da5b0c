"""Which day it is where the houses stand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def day_in_stockholm(moment: datetime) -> date:
    """The day at `moment` in Stockholm; a lease ends at midnight there, an hour or two before midnight UTC. ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone has no day in Stockholm")
    return moment.astimezone(STOCKHOLM).date()
