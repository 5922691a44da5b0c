"""How gunicorn runs the gateway. The bus is opened in `wsgi.py`, after the fork, so that no worker shares a socket with another."""

import os
import tempfile

from gateway.settings import GatewaySettings
from services.chassis.logs import configure
from services.chassis.settings import load_settings

_settings = load_settings(GatewaySettings)

SHARED_MEMORY = "/dev/shm"  # noqa: S108 - gunicorn makes its own files there; a disk would stall the workers' heartbeat

bind = ["127.0.0.1:8080"]
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
timeout = 30
graceful_timeout = 15
keepalive = 20
max_requests = 20_000
max_requests_jitter = 2_000
preload_app = False
worker_tmp_dir = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None
limit_request_line = 4094
limit_request_fields = 60
forwarded_allow_ips = "127.0.0.1"  # X-Forwarded-* is believed by ProxyFix alone, hop by hop (TRUSTED_PROXIES)
control_socket_disable = True
accesslog = None  # pages are counted by rule; an access log would hold addresses with what people search for
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "root": {"level": _settings.log_level, "handlers": []},
    "loggers": {"gunicorn.error": {"level": _settings.log_level, "handlers": [], "propagate": True}},
}
proc_name = "portal-gateway"

os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="portal-metrics-"))


def on_starting(server):
    """Log as everybody else does, and listen on the inside port too, whatever the command line says about the outer one."""
    configure("gateway", _settings.log_level)
    host = server.cfg.address[0][0] if isinstance(server.cfg.address[0], tuple) else "127.0.0.1"
    server.cfg.set("bind", [*server.cfg.bind, f"{host}:{_settings.inside_port}"])


def child_exit(server, worker):
    """Forget the gauges of a worker that is gone."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)
