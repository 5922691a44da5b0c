"""Hjälp: answers, and whom to call when there is none."""

from flask import Blueprint, render_template, request

from gateway.asking import ask, ask_all
from services.contracts.content import ArticlesListed, OpenArticle, PropertiesShown, SearchHelp, ShowProperties

pages = Blueprint("help", __name__, url_prefix="/o/<org>/hjalp")


@pages.get("")
def overview() -> str:
    """Search, and all articles by category."""
    search = request.args.get("q", "").strip()[:100]
    answers = ask_all(articles=SearchHelp(search=search), about=ShowProperties())
    found = answers.need("articles", ArticlesListed)
    return render_template("help/overview.html", articles=found.articles, about=answers.of("about", PropertiesShown), search=search)


@pages.get("/<slug>")
def show(slug: str) -> str:
    """One article."""
    return render_template("help/article.html", help=ask(OpenArticle(slug=slug)))
