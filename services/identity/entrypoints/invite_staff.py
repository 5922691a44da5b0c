"""`invite-staff`: the one-time command that invites the first staff administrator."""

import argparse
import sys

from services.chassis.clock import SystemClock
from services.chassis.wiring import App
from services.contracts.refusals import Refused
from services.identity.domain.roles import StaffRole
from services.identity.usecases.invite_first_administrator import invite_first_administrator
from services.identity.usecases.ports import Uow

_SENTENCES = {
    "not_allowed": "There is a staff administrator already (who invites colleagues), or `administrator` is not among the roles.",
    "already_invited": "That address has an invitation that is still good. Its link is in the mail.",
    "already_member": "That person has a staff account already.",
    "role_above_own": "At least one role must be given.",
}


def run(app: App, arguments: list[str], uow: Uow) -> int:
    """Print the personal link (it is mailed too) and return 0; 1 with a sentence where it is refused, 2 for wrong arguments."""
    given = _parsed(arguments)
    if given is None:
        return 2
    try:
        token = invite_first_administrator(given.email, given.name, given.roles, uow, SystemClock())
    except Refused as refused:
        print(_SENTENCES.get(refused.refusal.code, f"Refused: {refused.refusal.code}."), file=sys.stderr)
        return 1
    print(f"{app.settings.portal_address}/inbjudan/{token}")
    return 0


def _parsed(arguments: list[str]) -> argparse.Namespace | None:
    parser = argparse.ArgumentParser(prog="python -m services.identity invite-staff", exit_on_error=False)
    parser.add_argument("--email", required=True, type=_email)
    parser.add_argument("--name", required=True, type=_name)
    parser.add_argument("--roles", required=True, type=_roles, help="such as administrator,finance")
    try:
        return parser.parse_args(arguments)
    except (argparse.ArgumentError, SystemExit) as wrong:
        if isinstance(wrong, argparse.ArgumentError):
            print(wrong, file=sys.stderr)
        return None


def _email(text: str) -> str:
    if len(text) > 254 or text.count("@") != 1 or any(letter.isspace() for letter in text):
        raise argparse.ArgumentTypeError("not an e-mail address")
    return text


def _name(text: str) -> str:
    if not 0 < len(text.strip()) <= 100:
        raise argparse.ArgumentTypeError("not a name")
    return text.strip()


def _roles(text: str) -> frozenset[StaffRole]:
    try:
        return frozenset(StaffRole(each.strip()) for each in text.split(","))
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"the roles are {', '.join(StaffRole)}") from wrong
