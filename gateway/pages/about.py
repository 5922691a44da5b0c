"""Om portalen: what we promise about access, personal data and cookies, and help with signing in. Static; asks nobody."""

from flask import Blueprint, render_template

from gateway.asking import visitor
from services.chassis.rpc_client import Unavailable

pages = Blueprint("about", __name__, url_prefix="/om")


@pages.before_request
def know_the_visitor() -> None:
    """Speak the visitor's language where she is known; the pages stand without it."""
    try:
        visitor()
    except Unavailable:
        return


@pages.get("/tillganglighet")
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("about/accessibility.html")


@pages.get("/personuppgifter")
def personal_data() -> str:
    """What we know of people and why."""
    return render_template("about/personal_data.html")


@pages.get("/kakor")
def cookies() -> str:
    """The necessary cookies, and that there are no others."""
    return render_template("about/cookies.html")


@pages.get("/kontakt")
def contact() -> str:
    """How to reach us without signing in."""
    return render_template("about/contact.html")


@pages.get("/logga-in")
def sign_in_help() -> str:
    """When signing in does not work."""
    return render_template("about/sign_in_help.html")


@pages.get("/utan-bankid")
def no_bankid() -> str:
    """For those who have no Swedish BankID."""
    return render_template("about/no_bankid.html")
