"""Innehåll: publish news and help articles."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.wrappers import Response
from wtforms import Form

from gateway.asking import ask
from gateway.errors import sentence
from gateway.forms.choices import of_pairs
from gateway.forms.errors import add_error
from gateway.forms.staff import ArticleForm, NewsForm
from gateway.security.csrf import submitted_key
from services.contracts.content import ListPropertiesAsStaff, PublishArticle, PublishNews
from services.contracts.refusals import Refused

pages = Blueprint("staff_content", __name__, url_prefix="/personal/innehall")

Answer = Response | str | tuple[str, int]


@pages.get("")
def overview() -> str:
    """What can be published."""
    return render_template("staff/content.html")


@pages.route("/nyhet", methods=["GET", "POST"])
def news() -> Answer:
    """Publish a news item."""
    form = NewsForm(request.form)
    form.property_ids.choices = of_pairs((each.property_id, each.name) for each in ask(ListPropertiesAsStaff()).properties)
    return _publish(form, PublishNews, _("Ny nyhet"), _("Nyheten är publicerad."))


@pages.route("/artikel", methods=["GET", "POST"])
def article() -> Answer:
    """Publish or replace a help article."""
    return _publish(ArticleForm(request.form), PublishArticle, _("Ny hjälpartikel"), _("Artikeln är publicerad."))


def _publish(form: Form, kind: type[PublishNews] | type[PublishArticle], heading: str, said: str) -> Answer:
    if request.method == "GET":
        return render_template("staff/publish.html", form=form, heading=heading)
    if form.validate() and _done(form, kind):
        flash(said)
        return redirect(url_for("staff_content.overview"), 303)
    return render_template("staff/publish.html", form=form, heading=heading), 422


def _done(form: Form, kind: type[PublishNews] | type[PublishArticle]) -> bool:
    fields: dict[str, Any] = {name: value or "" for name, value in form.data.items() if name != "property_ids"}
    fields["property_ids"] = form.data.get("property_ids") or []
    try:
        ask(kind.model_validate(fields | {"idempotency_key": submitted_key()}))
    except Refused as refused:
        form.form_errors.append(sentence(refused.refusal))
    except ValidationError as error:
        for each in error.errors():
            add_error(form, str(each["loc"][0]), _("Kontrollera det här fältet"))
    else:
        return True
    return False
