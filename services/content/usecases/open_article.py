"""One help article."""

from services.chassis.caller import Caller
from services.content.usecases.ports import Uow
from services.contracts.content import ArticleOpened, OpenArticle
from services.contracts.refusals import NOT_FOUND, refuse


def open_article(ask: OpenArticle, caller: Caller, uow: Uow) -> ArticleOpened:
    """The article in the reader's language, or in Swedish."""
    with uow(caller, ask) as work:
        found = work.reading.article(caller.language, ask.slug)
    if found is None:
        refuse(NOT_FOUND)
    article, html = found
    return ArticleOpened(article=article, html=html)
