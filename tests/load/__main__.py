"""python -m tests.load [rpc | pages | start]: measure, print a line a step, append the figures to var/figures.json."""

import os
import sys

from services.chassis.logs import configure
from tests.load import pages, rpc, start

PARTS = {"rpc": rpc.measure, "pages": pages.measure, "start": start.measure}


def say(words: str) -> None:
    """A line of progress."""
    print(words, flush=True)


def main(arguments: list[str]) -> int:
    """Measure the parts named, or all; the exit status."""
    if not set(arguments) <= set(PARTS):
        print(__doc__, file=sys.stderr)
        return 2
    configure("load", "WARNING")
    for name in arguments or PARTS:
        busy = os.getloadavg()[0]
        say(f"{name}: {os.cpu_count()} cores, load {busy:.1f}" + (" (not quiet: expect worse figures)" if busy > 1 else ""))
        PARTS[name](say)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
