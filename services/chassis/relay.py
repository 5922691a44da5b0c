"""The relay process of a service: outbox to broker, mails to SMTP, jobs by the clock. Plain threads, no eventlet."""

import signal
import threading

from services.chassis.database import ping
from services.chassis.health import HealthServer, inside_host
from services.chassis.logs import get_logger
from services.chassis.relay_jobs import JobRunner, tidy
from services.chassis.relay_mail import MailSender
from services.chassis.relay_outbox import OutboxRelay
from services.chassis.wiring import App

log = get_logger(__name__)


def relay(app: App) -> None:
    """Until SIGTERM or SIGINT. Database and broker may come later and go away; they are waited for."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    news = OutboxRelay(app, stopping)
    runners = [news.run, MailSender(app, stopping).run, *(JobRunner(app, job, stopping).run for job in (*app.jobs, tidy(app)))]
    health = HealthServer(inside_host(app.settings.environment), app.settings.relay_inside_port, lambda: _missing(app, news))
    health.start()
    threads = [threading.Thread(target=run, daemon=True) for run in runners]
    for thread in threads:
        thread.start()
    log.info("relaying", jobs=len(app.jobs), mails=len(app.mails), inside_port=health.port)
    stopping.wait()
    for thread in threads:
        thread.join(timeout=20)
    health.stop()
    app.engine.dispose()
    log.info("stopped")


def _missing(app: App, news: OutboxRelay) -> list[str]:
    missing = [] if news.connected else ["broker"]
    return missing if ping(app.engine) else [*missing, "database"]
