"""The person's own details."""

from typing import Literal, cast

from services.chassis.caller import Caller
from services.contracts.identity import ProfileShown, ShowProfile
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.usecases.ports import Uow


def show_profile(ask: ShowProfile, caller: Caller, uow: Uow) -> ProfileShown:
    """Never the personal number, only that there is one."""
    with uow(caller, ask) as work:
        person = work.persons.find(caller.person_id)
        if person is None:
            refuse(NOT_FOUND)
        return ProfileShown(
            given_name=person.given_name,
            surname=person.surname,
            email=person.email,
            phone=person.phone,
            language="en" if person.language == "en" else "sv",
            methods=[cast(Literal["bankid", "password"], method) for method in person.methods],
        )
