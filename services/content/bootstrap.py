"""Joins content's use cases and adapters into the service."""

from services.chassis.assertions import Verifier
from services.chassis.clock import SystemClock
from services.chassis.database import new_engine
from services.chassis.wiring import App, Job, wire
from services.content.adapters.markdown_renderer import render_markdown
from services.content.adapters.unit_of_work import ContentUnitOfWork
from services.content.entrypoints.events import NEWS
from services.content.entrypoints.jobs import JOBS
from services.content.entrypoints.rpc import ASKS
from services.content.settings import Settings
from services.content.usecases.phones import Phones


def build(settings: Settings) -> App:
    """The service, ready to be hosted; nothing is opened yet."""
    engine = new_engine(settings.database_url.get_secret_value(), application="content")
    clock = SystemClock()
    ports = {
        "uow": ContentUnitOfWork(engine, clock),
        "clock": clock,
        "phones": Phones(settings.on_call_phone, settings.switchboard_phone),
        "render": render_markdown,
    }
    return App(
        name="content",
        engine=engine,
        settings=settings,
        verifier=Verifier(settings.identity_keys_file, audience="content"),
        asks={ask: wire(use_case, **ports) for ask, use_case in ASKS.items()},
        news={news: wire(use_case, **ports) for news, use_case in NEWS.items()},
        jobs=[Job(name, every, wire(use_case, **ports)) for name, every, use_case in JOBS],
    )
