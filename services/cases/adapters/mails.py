"""Mails to followers, made at the moment they are sent from what that person may read then."""

from collections.abc import Callable, Mapping
from functools import partial

from services.cases.adapters.mail_queries import Readable, readable
from services.cases.adapters.mail_texts import STATUSES, WORDS
from services.cases.adapters.unit_of_work import CasesUnitOfWork
from services.cases.domain.status import Status
from services.cases.usecases.telling import MESSAGE_MAIL, REPORTED_MAIL, STATUS_MAIL
from services.chassis.caller import Caller
from services.chassis.mail import Mail, MailRow


def renderers(uow: CasesUnitOfWork, portal_address: str) -> Mapping[str, Callable[[MailRow], Mail | None]]:
    """One renderer a kind of mail."""
    return {kind: partial(render, uow=uow, portal_address=portal_address) for kind in (REPORTED_MAIL, STATUS_MAIL, MESSAGE_MAIL)}


def render(row: MailRow, uow: CasesUnitOfWork, portal_address: str) -> Mail | None:
    """The mail, or None where the person may not read it any more. Raises NotKnownYet.

    Read under row-level security as a member of the organisation, so that a mail holds nothing the recipient could not open herself.
    """
    recipient = Caller("member", person_id=row.recipient, organisation_id=row.about["organisation_id"])
    with uow(recipient, None) as work:
        found = readable(work.session, row.recipient, row.about["case_id"], row.about["event_id"])
    return None if found is None else Mail(to=found.address, subject=subject(row.kind, found), text=text(row.kind, found, portal_address))


def subject(kind: str, found: Readable) -> str:
    """Such as `[4711] Planerat: Dålig ventilation`."""
    status = Status.RECEIVED if kind == REPORTED_MAIL else found.status
    what = WORDS[found.language]["new_message"] if kind == MESSAGE_MAIL else STATUSES[found.language][status]
    return f"[{found.number}] {what}: {found.title}"


def text(kind: str, found: Readable, portal_address: str) -> str:
    """The whole mail as plain text, in the recipient's language."""
    words = WORDS[found.language]
    happened = [words[kind].format(number=found.number, status=STATUSES[found.language][found.status])]
    if kind == STATUS_MAIL and found.planned_for:
        happened.append(words["planned_for"].format(planned_for=found.planned_for))
    if found.text:
        happened.append(found.text)
    place = ", ".join(each for each in (found.property_name, found.premises) if each)
    facts = [(words["case"], f"{found.number} {found.title}"), (words["place"], place), (words["organisation"], found.organisation_name)]
    return "\n\n".join(
        [
            *happened,
            "\n".join(f"{name}: {value}" for name, value in facts if value),
            f"{words['open']}\n{portal_address}/o/{found.slug}/arenden/{found.number}",
            words["why"],
        ]
    )
