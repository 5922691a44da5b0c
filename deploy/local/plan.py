"""What a native run consists of: every process with its command, its environment and how to see that it is ready."""

import os
import sys
from dataclasses import dataclass
from urllib.parse import quote

from deploy.local.addresses import Addresses
from deploy.local.layout import Layout
from deploy.local.ports import LOOPBACK
from deploy.local.rabbit import RabbitPorts
from deploy.local.secret_files import read
from services.chassis.topology_table import SERVICES

VHOST = "portal"


@dataclass(frozen=True)
class Process:
    """One process of the portal."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]
    ready: str


def rabbit_ports(addresses: Addresses) -> RabbitPorts:
    """The broker's ports."""
    return RabbitPorts(addresses.broker, addresses.broker_distribution, addresses.broker_mapper, addresses.broker_management)


def processes(layout: Layout, addresses: Addresses, environment: str) -> list[Process]:
    """All of them, in the order in which they are started."""
    simulators = [
        _python(
            "bankid",
            ("-m", "deploy.simulators.bankid"),
            {
                "ENVIRONMENT": environment,
                "BANKID_SIMULATOR_API_PORT": str(addresses.bankid_api),
                "BANKID_SIMULATOR_PAGE_PORT": str(addresses.bankid_page),
                "BANKID_SIMULATOR_FOLDER": str(layout.certificates),
            },
            f"{addresses.bankid_page_address}/",
        ),
        _python(
            "mailbox",
            ("-m", "deploy.simulators.mailbox"),
            {
                "ENVIRONMENT": environment,
                "MAILBOX_SMTP_PORT": str(addresses.smtp),
                "MAILBOX_PAGE_PORT": str(addresses.mailbox_page),
                "MAILBOX_FOLDER": str(layout.mailbox),
            },
            f"{addresses.mailbox_address}/",
        ),
    ]
    services = [
        _python(
            name,
            ("-m", f"services.{service}", command),
            service_environment(layout, addresses, environment, service),
            addresses.ready_address(name),
        )
        for command, ending in (("serve", ""), ("relay", "-relay"))
        for service, name in ((service, f"{service}{ending}") for service in SERVICES)
    ]
    gateway = _python(
        "gateway",
        ("-m", "gunicorn", "--config", "gateway/gunicorn.conf.py", "--bind", f"{LOOPBACK}:{addresses.portal}", "gateway.wsgi:app"),
        {
            "ENVIRONMENT": environment,
            "BROKER_URL": broker_url(layout, addresses, "gateway"),
            "SECRET_KEY": read(layout, "gateway-key"),
            "PORTAL_ADDRESS": addresses.portal_address,
            "BLOB_FOLDER": str(layout.blobs),
            "INSIDE_PORT": str(addresses.inside["gateway"]),
            "LOG_LEVEL": "INFO",
            "TRUSTED_PROXIES": "0",
        },
        addresses.ready_address("gateway"),
    )
    return [*simulators, *services, gateway]


def service_environment(layout: Layout, addresses: Addresses, environment: str, service: str) -> dict[str, str]:
    """What a service is told."""
    told = {
        "ENVIRONMENT": environment,
        "DATABASE_URL": database_url(layout, addresses, service, service),
        "BROKER_URL": broker_url(layout, addresses, service),
        "IDENTITY_KEYS_FILE": str(layout.secrets / "identity-public.json"),
        "SMTP_URL": f"smtp://{LOOPBACK}:{addresses.smtp}",
        "MAIL_FROM": "Platzers kundportal <kundportal@localhost>",
        "PORTAL_ADDRESS": addresses.portal_address,
        "BLOB_FOLDER": str(layout.blobs),
        "INSIDE_PORT": str(addresses.inside[service]),
        "RELAY_INSIDE_PORT": str(addresses.inside[f"{service}-relay"]),
        "LOG_LEVEL": "INFO",
    }
    if service == "identity":
        told |= {
            "SIGNING_KEYS_FILE": str(layout.secrets / "identity-signing.json"),
            "PERSONAL_NUMBER_KEYS_FILE": str(layout.secrets / "personal-number-keys.json"),
            "BANKID_ADDRESS": addresses.bankid_api_address,
            "BANKID_CERTIFICATE_FILE": str(layout.certificates / "client.pem"),
            "BANKID_KEY_FILE": str(layout.certificates / "client.key"),
            "BANKID_CA_FILE": str(layout.certificates / "server_ca.pem"),
            "BANKID_START_ADDRESS": f"{addresses.bankid_page_address}/",
            "PORTAL_NAME": "Platzers kundportal",
        }
    return told


def migrate_environment(layout: Layout, addresses: Addresses, environment: str, service: str) -> dict[str, str]:
    """What a service's migrations are told: the login that owns the tables, and nothing else."""
    owner = database_url(layout, addresses, service, f"{service}-owner")
    return ours({"ENVIRONMENT": environment, "DATABASE_OWNER_URL": owner})


def database_url(layout: Layout, addresses: Addresses, service: str, secret: str) -> str:
    """A service's database, for its own login or for its owner (`cases-owner`)."""
    password = quote(read(layout, f"database-{secret}"), safe="")
    return f"postgresql://{secret.replace('-', '_')}:{password}@{LOOPBACK}:{addresses.postgres}/{service}"


def broker_url(layout: Layout, addresses: Addresses, user: str) -> str:
    """A user's address of the broker."""
    return rabbit_ports(addresses).url(user, read(layout, f"broker-{user}"), VHOST)


def ours(told: dict[str, str]) -> dict[str, str]:
    """The whole environment of a process: what it is told, and of the machine's only what a program needs to run."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "WEB_CONCURRENCY") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1", **told}


def _python(name: str, arguments: tuple[str, ...], told: dict[str, str], ready: str) -> Process:
    return Process(name, (sys.executable, *arguments), ours(told), ready)
