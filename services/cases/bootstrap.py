"""Joins the use cases of cases with what they need; the table of contents of the service."""

from services.cases.adapters.mails import renderers
from services.cases.adapters.unit_of_work import CasesUnitOfWork
from services.cases.entrypoints.events import NEWS
from services.cases.entrypoints.jobs import JOBS
from services.cases.entrypoints.rpc import ASKS
from services.cases.settings import Settings
from services.cases.usecases.ports import Uow
from services.chassis.assertions import Verifier
from services.chassis.clock import SystemClock
from services.chassis.database import new_engine
from services.chassis.wiring import App, Job, wire

NAME = "cases"


def build(settings: Settings) -> App:
    """The whole service, ready to be hosted."""
    clock = SystemClock()
    engine = new_engine(settings.database_url.get_secret_value(), application=NAME)
    uow = CasesUnitOfWork(engine, clock)
    as_ports: Uow = uow
    ports = {"uow": as_ports, "clock": clock}
    return App(
        name=NAME,
        engine=engine,
        settings=settings,
        verifier=Verifier(settings.identity_keys_file, NAME),
        asks={ask: wire(use_case, **ports) for ask, use_case in ASKS.items()},
        news={news: wire(use_case, **ports) for news, use_case in NEWS.items()},
        jobs=[Job(name, every, wire(run, **ports)) for name, every, run in JOBS],
        mails=renderers(uow, settings.portal_address),
    )
