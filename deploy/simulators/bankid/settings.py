"""The BankID simulator's settings, and the only file that names its environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from deploy.simulators.environment import Environment, port, seconds


@dataclass(frozen=True)
class Timings:
    """How long things last, in seconds. The defaults are BankID's own as far as known; `user_window` is an assumption."""

    start_window: float = 30
    user_window: float = 180
    complete_keep: float = 180
    failed_keep: float = 300
    never_picked_keep: float = 190
    code_tolerance: float = 5
    started_for: float = 1
    processing_for: float = 0


@dataclass(frozen=True)
class Settings:
    """Where to listen, where the certificates lie, and the timings."""

    host: str
    api_port: int
    page_port: int
    folder: Path
    timings: Timings


def read_settings(variables: Mapping[str, str]) -> Settings:
    """Settings from the environment; ends the process with status 2, naming everything that is wrong."""
    environment = Environment(variables)
    environment.refuse_production("the BankID simulator")
    timings = Timings()
    for field in fields(Timings):
        name = f"BANKID_SIMULATOR_{field.name.upper()}_S"
        timings = replace(timings, **{field.name: environment.read(name, getattr(timings, field.name), seconds)})
    settings = Settings(
        host=environment.read("BANKID_SIMULATOR_HOST", "127.0.0.1", str),
        api_port=environment.read("BANKID_SIMULATOR_API_PORT", 8083, port),
        page_port=environment.read("BANKID_SIMULATOR_PAGE_PORT", 8081, port),
        folder=environment.read("BANKID_SIMULATOR_FOLDER", Path("var/bankid"), Path),
        timings=timings,
    )
    environment.exit_if_wrong()
    return settings
