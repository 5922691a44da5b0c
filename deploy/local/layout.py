"""Where a native run keeps what it has: everything under one folder, `var` for the portal and a temporary one for tests."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
VAR = Path(os.environ.get("PORTAL_VAR") or ROOT / "var")


@dataclass(frozen=True)
class Layout:
    """The folders and files of one run."""

    root: Path

    @property
    def secrets(self) -> Path:
        """Keys and passwords, made once."""
        return self.root / "secrets"

    @property
    def certificates(self) -> Path:
        """What the BankID simulator and we show each other."""
        return self.secrets / "bankid"

    @property
    def blobs(self) -> Path:
        """Uploaded files."""
        return self.root / "blobs"

    @property
    def mailbox(self) -> Path:
        """Mails the development mailbox has received."""
        return self.root / "mailbox"

    @property
    def postgres(self) -> Path:
        """The databases."""
        return self.root / "postgres"

    @property
    def rabbit(self) -> Path:
        """The broker's node."""
        return self.root / "rabbit"

    @property
    def migrated(self) -> Path:
        """The digest of the migrations that were last run."""
        return self.root / "migrated"

    @property
    def filled(self) -> Path:
        """There once the demo data is in."""
        return self.root / "demo-filled"

    @property
    def state(self) -> Path:
        """What runs just now, for `status` and `stop`."""
        return self.root / "portal.json"

    @property
    def lock(self) -> Path:
        """Held by the supervisor for as long as it runs."""
        return self.root / "portal.lock"

    def log(self, process: str) -> Path:
        """A process's log."""
        return self.root / "log" / f"{process}.log"
