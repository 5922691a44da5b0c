"""The asks content answers."""

from collections.abc import Callable, Mapping
from typing import Any

from services.content.usecases.add_contact import add_contact
from services.content.usecases.add_lease import add_lease
from services.content.usecases.add_property import add_property
from services.content.usecases.list_news import list_news
from services.content.usecases.list_notices import list_notices
from services.content.usecases.list_properties_as_staff import list_properties_as_staff
from services.content.usecases.open_article import open_article
from services.content.usecases.open_news import open_news
from services.content.usecases.open_notice import open_notice
from services.content.usecases.publish_article import publish_article
from services.content.usecases.publish_news import publish_news
from services.content.usecases.publish_notice import publish_notice
from services.content.usecases.search_help import search_help
from services.content.usecases.show_known_at import show_known_at
from services.content.usecases.show_properties import show_properties
from services.content.usecases.show_status import show_status
from services.content.usecases.sum_content import sum_content
from services.content.usecases.update_notice import update_notice
from services.contracts import content
from services.contracts.envelope import Ask

ASKS: Mapping[type[Ask[Any]], Callable[..., Any]] = {
    content.ShowStatus: show_status,
    content.OpenNotice: open_notice,
    content.ShowKnownAt: show_known_at,
    content.ShowProperties: show_properties,
    content.ListNews: list_news,
    content.OpenNews: open_news,
    content.SearchHelp: search_help,
    content.OpenArticle: open_article,
    content.SumContent: sum_content,
    content.ListPropertiesAsStaff: list_properties_as_staff,
    content.AddProperty: add_property,
    content.AddLease: add_lease,
    content.AddContact: add_contact,
    content.ListNotices: list_notices,
    content.PublishNotice: publish_notice,
    content.UpdateNotice: update_notice,
    content.PublishNews: publish_news,
    content.PublishArticle: publish_article,
}
