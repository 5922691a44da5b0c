"""The help centre: everything, or what a search finds."""

import re

from services.chassis.caller import Caller
from services.content.usecases.ports import Uow
from services.contracts.content import ArticlesListed, SearchHelp

MOST_WORDS = 8
MOST_FOUND = 50


def search_help(ask: SearchHelp, caller: Caller, uow: Uow) -> ArticlesListed:
    """Articles with all the words, the best first; without a word in the search, all of them by category."""
    words = re.findall(r"[^\W_]+", ask.search.casefold())[:MOST_WORDS]
    with uow(caller, ask) as work:
        if ask.search.strip() and not words:
            return ArticlesListed(articles=[])
        if not words:
            return ArticlesListed(articles=work.reading.articles(caller.language))
        return ArticlesListed(articles=work.reading.search(words, caller.language, MOST_FOUND))
