"""python -m tests.integration.chassis.small serve|relay cases|content."""

import sys

if sys.argv[1] == "serve":
    # Patches the standard library, so it comes before the service's own imports.
    import services.chassis.host  # noqa: F401

from tests.integration.chassis.small.service import main

main()
