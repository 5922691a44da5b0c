"""python -m deploy.local up | start | stop | status | reset: the portal run natively on this machine; `up --empty` without demo data."""

import sys

from deploy.local import background, supervisor
from deploy.local.layout import VAR, Layout

COMMANDS = {
    "up": supervisor.run,
    "start": background.start,
    "stop": background.stop,
    "status": background.status,
    "reset": background.reset,
}


def main(arguments: list[str]) -> int:
    """Run one command; the exit status."""
    if arguments == ["up", "--empty"]:
        return supervisor.run(Layout(VAR), with_demo=False)
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    return COMMANDS[arguments[0]](Layout(VAR))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
