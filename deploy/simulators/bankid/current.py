"""The simulator behind the page that is being asked for."""

from typing import cast

from flask import Flask, current_app

from deploy.simulators.bankid.app import Simulator
from deploy.simulators.bankid.order_book import OrderBook


def attach(app: Flask, simulator: Simulator) -> None:
    """Put the simulator behind an application."""
    app.extensions["simulator"] = simulator


def simulator() -> Simulator:
    """The one behind the current application."""
    return cast(Simulator, current_app.extensions["simulator"])


def book() -> OrderBook:
    """Its orders."""
    return simulator().book
