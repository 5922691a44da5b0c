"""python -m services.content serve | relay | migrate | check."""

from services.chassis.command_line import main

if __name__ == "__main__":
    main("content")
