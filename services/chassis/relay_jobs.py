"""Runs jobs by the clock: each in a thread of its own, one replica at a time, as often as its table says however many there are."""

import hashlib
import threading
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from services.chassis import telemetry
from services.chassis.logs import clear_context, get_logger
from services.chassis.wiring import App, Job

log = get_logger(__name__)

_TRY_LOCK = text("SELECT pg_try_advisory_lock(:lock)")
_UNLOCK = text("SELECT pg_advisory_unlock(:lock)")
_LAST = text("SELECT now(), (SELECT last_run_at FROM job_runs WHERE name = :name)")
_RAN = text("INSERT INTO job_runs (name, last_run_at) VALUES (:name, now()) ON CONFLICT (name) DO UPDATE SET last_run_at = now()")


def tidy(app: App) -> Job:
    """The chassis' own job in every service: forget what need not be remembered any longer."""

    def run() -> None:
        with app.engine.begin() as connection:
            for statement in (
                "DELETE FROM idempotency WHERE created_at < now() - interval '24 hours'",
                "DELETE FROM inbox WHERE heard_at < now() - interval '30 days'",
                "DELETE FROM mail_outbox WHERE settled_at < now() - interval '90 days'",
            ):
                connection.execute(text(statement))

    return Job("tidy", timedelta(hours=1), run)


class JobRunner:
    """One job's thread."""

    def __init__(self, app: App, job: Job, stopping: threading.Event) -> None:
        self._app, self._job, self._stopping = app, job, stopping
        self._lock = int.from_bytes(hashlib.sha256(f"job {job.name}".encode()).digest()[:8], "big", signed=True)

    def run(self) -> None:
        """Until told to stop; a job that fails runs again at its next time."""
        while not self._stopping.is_set():
            try:
                wait = self.run_if_due()
            except Exception as error:  # the database is away: the next try may find it
                log.warning("job_interrupted", job=self._job.name, error=type(error).__name__)
                wait = timedelta(seconds=1)
            self._stopping.wait(min(max(wait.total_seconds(), 0.05), 60.0))

    def run_if_due(self) -> timedelta:
        """Run the job when it is due and no other replica is at it; returns how long until it may be due again."""
        with self._app.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.execute(_TRY_LOCK, {"lock": self._lock}).scalar():
                return self._job.every / 4
            try:
                left = self._left(connection.execute(_LAST, {"name": self._job.name}).one())
                if left > timedelta(0):
                    return left
                connection.execute(_RAN, {"name": self._job.name})
                self._run()
                return self._job.every
            finally:
                connection.execute(_UNLOCK, {"lock": self._lock})

    def _left(self, row: Any) -> timedelta:
        now, last = row
        return timedelta(0) if last is None else self._job.every - _between(last, now)

    def _run(self) -> None:
        clear_context()
        try:
            self._job.run()
        except Exception:
            log.exception("job_failed", job=self._job.name)
            telemetry.JOBS.labels(self._job.name, "failed").inc()
        else:
            telemetry.JOBS.labels(self._job.name, "done").inc()


def _between(earlier: datetime, later: datetime) -> timedelta:
    return later - earlier
