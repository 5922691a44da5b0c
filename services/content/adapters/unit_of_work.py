"""Content's unit of work: the chassis' transaction with content's stores and queries on it."""

from services.chassis.database import UnitOfWork
from services.content.adapters.contact_store import ContactStore
from services.content.adapters.directory import Directory
from services.content.adapters.lease_store import LeaseStore
from services.content.adapters.news_store import ArticleStore, NewsStore
from services.content.adapters.notice_store import NoticeStore
from services.content.adapters.property_store import PropertyStore
from services.content.adapters.reading_queries import ReadingQueries
from services.content.adapters.status_queries import StatusQueries
from services.content.adapters.tenancy_queries import TenancyQueries
from services.content.usecases import ports


class ContentUnitOfWork(UnitOfWork):
    """What the use cases call `work`."""

    tenancy: ports.Tenancy
    status: ports.Status
    reading: ports.Reading
    properties: ports.Properties
    leases: ports.Leases
    contacts: ports.Contacts
    notices: ports.Notices
    news_items: ports.NewsItems
    articles: ports.Articles
    directory: ports.Directory

    def opened(self) -> None:
        """Hang the stores on this transaction's session."""
        self.tenancy = TenancyQueries(self.session)
        self.status = StatusQueries(self.session)
        self.reading = ReadingQueries(self.session)
        self.properties = PropertyStore(self.session)
        self.leases = LeaseStore(self.session)
        self.contacts = ContactStore(self.session)
        self.notices = NoticeStore(self.session)
        self.news_items = NewsStore(self.session)
        self.articles = ArticleStore(self.session)
        self.directory = Directory(self.session)
