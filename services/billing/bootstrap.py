"""Joins the use cases of billing with what they need; the table of contents of the service."""

from functools import partial

from services.billing.adapters.blob_reader import BlobReader
from services.billing.adapters.ubl_reader import read_ubl
from services.billing.adapters.unit_of_work import BillingUnitOfWork
from services.billing.entrypoints.events import NEWS
from services.billing.entrypoints.import_files import TakeIn
from services.billing.entrypoints.jobs import JOBS
from services.billing.entrypoints.rpc import ASKS
from services.billing.settings import Settings
from services.billing.usecases.guard import register_refusal
from services.billing.usecases.take_in import take_in
from services.chassis.assertions import Verifier
from services.chassis.blobs import Blobs
from services.chassis.caller import service_caller
from services.chassis.clock import SystemClock
from services.chassis.database import new_engine
from services.chassis.wiring import App, Job, wire

NAME = "billing"


def build(settings: Settings) -> App:
    """The whole service, ready to be hosted."""
    clock = SystemClock()
    engine = new_engine(settings.database_url.get_secret_value(), application=NAME)
    uow = BillingUnitOfWork(engine, clock)
    ports = {"uow": uow, "clock": clock, "blobs": BlobReader(Blobs(settings.blob_folder)), "read_ubl": read_ubl}
    return App(
        name=NAME,
        engine=engine,
        settings=settings,
        verifier=Verifier(settings.identity_keys_file, NAME),
        asks={ask: wire(use_case, **ports) for ask, use_case in ASKS.items()},
        news={news: wire(use_case, **ports) for news, use_case in NEWS.items()},
        jobs=[Job(name, every, wire(run, **ports)) for name, every, run in JOBS],
        on_refusal=partial(register_refusal, uow=uow, clock=clock),
    )


def importer(app: App) -> TakeIn:
    """Takes in one file on behalf of whoever sits at the machine."""
    clock = SystemClock()
    uow = BillingUnitOfWork(app.engine, clock)
    return partial(take_in, caller=service_caller("kommandoraden"), uow=uow, clock=clock, read_ubl=read_ubl)
