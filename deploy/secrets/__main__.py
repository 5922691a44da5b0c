"""`python -m deploy.secrets --folder DIR`: makes what is missing in DIR/kept and hands it out to one subfolder per consumer."""

import argparse
import sys
from pathlib import Path

from deploy.secrets.handing_out import Where, hand_out
from deploy.secrets.making import make_missing


def main(arguments: list[str]) -> int:
    """Run the command; 1 with a sentence where the folder cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m deploy.secrets", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where consumers' subfolders are (in containers: one volume each)")
    parser.add_argument("--database", default="postgres:5432", help="PostgreSQL as the services reach it (host:port)")
    parser.add_argument("--broker", default="broker:5672", help="RabbitMQ as the services reach it (host:port)")
    parser.add_argument("--vhost", default="portal", help="the virtual host")
    given = parser.parse_args(arguments)
    kept = given.folder / "kept"
    try:
        make_missing(kept)
        hand_out(kept, given.folder, Where(given.database, given.broker, given.vhost))
    except OSError as wrong:
        print(f"The secrets cannot be written: {wrong}", file=sys.stderr)
        return 1
    print("Every key and password is in place.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
