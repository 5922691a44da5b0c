"""python -m services.cases serve | relay | migrate | check."""

from services.chassis.command_line import main

main("cases")
