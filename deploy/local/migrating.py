"""Databases and tables of a native run: made the first time, migrated when a migration has changed."""

import hashlib
import subprocess
import sys

from deploy.local.addresses import Addresses
from deploy.local.layout import ROOT, Layout
from deploy.local.plan import migrate_environment
from deploy.local.postgres import create_service_database
from deploy.local.secret_files import read
from deploy.local.waiting import DidNotStart
from services.chassis.topology_table import SERVICES


def bring_up_to_date(layout: Layout, addresses: Addresses, admin_url: str, environment: str) -> bool:
    """Make what is missing and migrate; False when there was nothing to do. Raises DidNotStart with the migration's words."""
    digest = _digest()
    if layout.migrated.exists() and layout.migrated.read_text() == digest:
        return False
    for service in SERVICES:
        create_service_database(admin_url, service, service, read(layout, f"database-{service}"), read(layout, f"database-{service}-owner"))
    running = {
        service: subprocess.Popen(
            [sys.executable, "-m", f"services.{service}", "migrate"],
            cwd=ROOT,
            env=migrate_environment(layout, addresses, environment, service),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for service in SERVICES
    }
    failed = []
    for service, migration in running.items():
        output, _ = migration.communicate()
        if migration.returncode != 0:
            failed.append(f"the migrations of {service} failed:\n{output}")
    if failed:
        raise DidNotStart("\n".join(failed))
    layout.migrated.write_text(digest)
    return True


def _digest() -> str:
    """Over everything that decides what the tables look like."""
    found = hashlib.sha256()
    for pattern in ("services/*/migrations/**/*.py", "services/chassis/*.py", "deploy/postgres/roles.sql"):
        for path in sorted(ROOT.glob(pattern)):
            found.update(str(path.relative_to(ROOT)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()
