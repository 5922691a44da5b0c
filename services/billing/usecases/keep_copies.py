"""What billing does when it hears identity: keeps its own copy of customers, memberships, ended sessions and signs of life."""

from services.billing.usecases.ports import BILLING, Customer, Uow
from services.contracts.identity import Heartbeat, MembershipChanged, OrganisationChanged, SessionsEnded


def organisation_changed(news: OrganisationChanged, uow: Uow) -> None:
    """Who invoices may be for. A customer that has left is kept: its last invoices come afterwards."""
    with uow(BILLING, news) as work:
        work.copies.keep_customer(Customer(news.organisation_id, news.customer_number, news.organisation_number, news.name))
        work.commit()


def membership_changed(news: MembershipChanged, uow: Uow) -> None:
    """Who is what, where. An ended membership is kept as ended: deny wins over any assertion."""
    with uow(BILLING, news) as work:
        work.copies.keep_membership(news.person_id, news.organisation_id, news.role)
        work.commit()


def sessions_ended(news: SessionsEnded, uow: Uow) -> None:
    """Their assertions may live for another minute; they open nothing."""
    with uow(BILLING, news) as work:
        work.copies.end_sessions(news.session_ids, news.occurred_at)
        work.commit()


def heartbeat(news: Heartbeat, uow: Uow) -> None:
    """Counted from when it was sent: news that has queued for a minute says nothing of now."""
    with uow(BILLING, news) as work:
        work.copies.heard(news.occurred_at)
        work.commit()
