"""Reading a simulator's settings from the environment: everything wrong is named at once, and production is refused."""

import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")


class Environment:
    """Reads variables with a default and collects what is wrong with them."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.faults: list[str] = []

    def read(self, name: str, default: T, convert: Callable[[str], T]) -> T:
        """The variable converted, or the default; a value that does not convert is remembered as a fault."""
        written = self._variables.get(name, "").strip()
        if not written:
            return default
        try:
            return convert(written)
        except ValueError:
            self.faults.append(f"{name} cannot be {written!r}")
            return default

    def refuse_production(self, what: str) -> None:
        """A stand-in must never serve real people."""
        if self._variables.get("ENVIRONMENT", "").strip().lower() == "production":
            self.faults.append(f"ENVIRONMENT is production: {what} is for development, test and demo only")

    def exit_if_wrong(self) -> None:
        """Name every fault on standard error and end with status 2."""
        if self.faults:
            print("Cannot start:\n" + "\n".join(f"  {fault}" for fault in self.faults), file=sys.stderr)
            raise SystemExit(2)


def port(written: str) -> int:
    """A TCP port; 0 lets the system choose."""
    number = int(written)
    if not 0 <= number <= 65535:
        raise ValueError(written)
    return number


def seconds(written: str) -> float:
    """A length of time, zero or more."""
    length = float(written)
    if not 0 <= length < 86_400:
        raise ValueError(written)
    return length
