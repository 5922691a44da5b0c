"""What content does by the clock."""

from datetime import timedelta

from services.content.usecases.retell_leases import retell_leases
from services.content.usecases.start_planned_work import start_planned_work

JOBS = (
    ("retell_leases", timedelta(minutes=15), retell_leases),
    ("start_planned_work", timedelta(seconds=15), start_planned_work),
)
"""Leases change at midnight in Stockholm; looking four times an hour finds midnight without knowing when it is in UTC."""
