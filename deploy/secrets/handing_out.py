"""Hands secrets out: one subfolder per process that runs in a container, holding the files its X_FILE variables name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from deploy.secrets.making import CERTIFICATES, read
from services.chassis.topology import definitions
from services.chassis.topology_table import GATEWAY, SERVICES, USERS

FOREIGN = ("postgres", "broker")
"""Programs of others, which run as users of their own: their files may be read by whoever has the volume, and nobody else has it."""


@dataclass(frozen=True)
class Where:
    """Where the servers answer, as host:port, and the virtual host."""

    database: str
    broker: str
    vhost: str


def hand_out(kept: Path, folder: Path, where: Where) -> None:
    """Write each consumer's subfolder of `folder` from what `kept` holds. The broker's password hashes are salted afresh each time."""
    for consumer, files in _consumers(kept, where).items():
        own = folder / consumer
        own.mkdir(exist_ok=True, mode=0o755 if consumer in FOREIGN else 0o700)
        for name, value in files.items():
            _write(own / name, value, 0o444 if consumer in FOREIGN else 0o400)


def _consumers(kept: Path, where: Where) -> dict[str, dict[str, str]]:
    passwords = {user: read(kept, f"broker-{user}") for user in USERS}
    logins = ("admin", *SERVICES, *(f"{service}-owner" for service in SERVICES))
    found = {
        "postgres": {login: read(kept, f"database-{login}") for login in logins},
        "broker": {"definitions.json": json.dumps(definitions(passwords, where.vhost))},
        "gateway": {"broker_url": _broker_url(passwords, GATEWAY, where), "secret_key": read(kept, "gateway-key")},
        "bankid": {path.name: path.read_text(encoding="ascii") for path in (kept / CERTIFICATES).iterdir()},
    }
    for service in SERVICES:
        found[service] = {
            "database_url": _database_url(kept, service, service, where),
            "broker_url": _broker_url(passwords, service, where),
            "identity_keys.json": read(kept, "identity-public.json"),
        }
        found[f"{service}-migrate"] = {"database_owner_url": _database_url(kept, service, f"{service}-owner", where)}
    found["identity"] |= {
        "signing_keys.json": read(kept, "identity-signing.json"),
        "personal_number_keys.json": read(kept, "personal-number-keys.json"),
        "bankid_certificate.pem": read(kept, f"{CERTIFICATES}/client.pem"),
        "bankid_key.pem": read(kept, f"{CERTIFICATES}/client.key"),
        "bankid_ca.pem": read(kept, f"{CERTIFICATES}/server_ca.pem"),
    }
    return found


def _database_url(kept: Path, service: str, secret: str, where: Where) -> str:
    password = quote(read(kept, f"database-{secret}"), safe="")
    return f"postgresql://{secret.replace('-', '_')}:{password}@{where.database}/{service}"


def _broker_url(passwords: Mapping[str, str], user: str, where: Where) -> str:
    return f"amqp://{user}:{quote(passwords[user], safe='')}@{where.broker}/{quote(where.vhost, safe='')}"


def _write(path: Path, value: str, mode: int) -> None:
    """Replace the file in one step, so that nobody reads half a secret."""
    if path.exists() and path.read_text(encoding="utf-8") == value:
        return
    unfinished = path.with_name(f".{path.name}")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=mode | 0o200)
    unfinished.write_text(value, encoding="utf-8")
    unfinished.chmod(mode)
    unfinished.replace(path)
