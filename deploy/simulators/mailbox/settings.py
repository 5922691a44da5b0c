"""The mailbox's settings, and the only file that names its environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.simulators.environment import Environment, port


@dataclass(frozen=True)
class Settings:
    """Where to listen, and where mails are kept over a restart (None: in memory only)."""

    host: str
    smtp_port: int
    page_port: int
    folder: Path | None


def read_settings(variables: Mapping[str, str]) -> Settings:
    """Settings from the environment; ends the process with status 2, naming everything that is wrong."""
    environment = Environment(variables)
    environment.refuse_production("the mailbox")
    settings = Settings(
        host=environment.read("MAILBOX_HOST", "127.0.0.1", str),
        smtp_port=environment.read("MAILBOX_SMTP_PORT", 8025, port),
        page_port=environment.read("MAILBOX_PAGE_PORT", 8082, port),
        folder=environment.read("MAILBOX_FOLDER", None, Path),
    )
    environment.exit_if_wrong()
    return settings
