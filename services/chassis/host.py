"""Runs a service's asks and listeners under nameko, from our own host: the `nameko` command wants `pkg_resources`.

Importing this file patches the standard library for eventlet, so it comes before anything else of a service.
"""

# ruff: noqa: E402 - the order of the imports is the point of this file

import os
import warnings

# psycopg's binary build waits in C and would hold up every greenlet; read once, when psycopg is imported.
os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"
# eventlet's own resolver costs 9 MB a process; the system's is used instead, in a native thread.
os.environ["EVENTLET_NO_GREENDNS"] = "yes"
os.environ.setdefault("EVENTLET_THREADPOOL_SIZE", "4")

with warnings.catch_warnings():
    # Known and decided: eventlet is in bug-fix mode upstream, and stays inside three files here.
    warnings.simplefilter("ignore")
    import eventlet

from eventlet import tpool
from eventlet.green import socket as green_socket

_resolve = green_socket.getaddrinfo
green_socket.getaddrinfo = lambda *args, **named: tpool.execute(_resolve, *args, **named)
eventlet.monkey_patch()

import signal
from collections.abc import Callable
from typing import Any

from nameko.containers import ServiceContainer

from services.chassis import heavy_work
from services.chassis.database import ping
from services.chassis.event_listener import hear_on
from services.chassis.health import HealthServer, inside_host
from services.chassis.logs import get_logger
from services.chassis.rpc_server import service_class
from services.chassis.wiring import App

log = get_logger(__name__)

READY_WITHOUT_BROKER_S = 5


def serve(app: App) -> None:
    """Answer asks and hear news until SIGTERM or SIGINT; then take no more, finish what is running, and return."""
    heavy_work.run_with(tpool.execute)
    service = service_class(app)
    if app.news:
        service = hear_on(service, app)
    container = ServiceContainer(service, {"max_workers": app.settings.workers + 1})
    health = HealthServer(inside_host(app.settings.environment), app.settings.inside_port, lambda: _missing(app, container))
    health.start()
    ending = False

    def end(*_: object) -> None:
        nonlocal ending
        ending = True
        eventlet.spawn_n(container.stop)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    _wait_for("the database", lambda: ending or ping(app.engine))
    if not ending:
        container.start()
        log.info("serving", asks=len(app.asks), news=len(app.news), inside_port=health.port)
    container.wait()
    health.stop()
    app.engine.dispose()
    log.info("stopped")


def _missing(app: App, container: Any) -> list[str]:
    missing = []
    if any(entrypoint.disconnected_for_s() > READY_WITHOUT_BROKER_S for entrypoint in container.entrypoints):
        missing.append("broker")
    if not ping(app.engine):
        missing.append("database")
    return missing


def _wait_for(what: str, there: Callable[[], bool]) -> None:
    said = False
    while not there():
        if not said:
            log.warning("waiting", waiting_for=what)
            said = True
        eventlet.sleep(0.5)
