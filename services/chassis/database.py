"""PostgreSQL through SQLAlchemy: the engine, and what a service's adapters and migrations build on."""

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import registry as mapper_registry

from services.chassis.idempotency import AlreadyDone
from services.chassis.inbox import AlreadyHeard
from services.chassis.schema import append_only, create_chassis_tables, tenant_policy
from services.chassis.tables import chassis_tables
from services.chassis.unit_of_work import UnitOfWork

__all__ = [
    "AlreadyDone",
    "AlreadyHeard",
    "UnitOfWork",
    "append_only",
    "chassis_tables",
    "create_chassis_tables",
    "is_away",
    "mapper_registry",
    "new_engine",
    "ping",
    "tenant_policy",
]

_LIMITS = "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=60s -c timezone=UTC"


def new_engine(url: str, *, application: str, connections: int = 20) -> Engine:
    """An engine with a bounded pool. Statements end after 5 s, waiting for a lock after 2 s, a forgotten transaction after 60 s."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(
        address,
        # No overflow: connections beyond the pool are closed after each use, and opening one costs as much as a dozen asks.
        pool_size=connections,
        max_overflow=0,
        pool_timeout=2,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"connect_timeout": 3, "application_name": application, "options": _LIMITS, "prepare_threshold": 5},
    )


def is_away(error: BaseException | None) -> bool:
    """Whether the error says that the database cannot be reached now, rather than that a statement is wrong."""
    while error is not None:
        if isinstance(error, PoolTimeout):
            return True
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return True
        if isinstance(error, OperationalError | InterfaceError) and getattr(error.orig, "sqlstate", None) in (None, *_GOING_AWAY):
            return True
        error = error.__cause__
    return False


_GOING_AWAY = ("57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006", "53300")


def ping(engine: Engine) -> bool:
    """Whether the database answers."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except Exception:  # the question is only whether it answers
        return False
    return True
