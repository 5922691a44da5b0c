"""Which language a page speaks, and the link that changes it. Swedish is the source; English has Swedish formats (`en_SE`)."""

from typing import Any, Literal

from flask import Blueprint, Flask, g, redirect, request
from flask_babel import Babel, Domain, get_domain, get_locale
from markupsafe import Markup
from werkzeug.wrappers import Response

from gateway.addresses import local
from gateway.security import cookies
from services.contracts.refusals import NOT_FOUND, refuse

LOCALES = {"sv": "sv_SE", "en": "en_SE"}
TIME_ZONE = "Europe/Stockholm"

language_switch = Blueprint("language", __name__)


def install(app: Flask) -> None:
    """Choose a language per request: the visitor's own choice, then the profile, then the browser's wish."""
    app.config["BABEL_DEFAULT_LOCALE"] = LOCALES["sv"]
    babel = Babel(
        app,
        default_timezone=TIME_ZONE,
        default_translation_directories="translations",
        locale_selector=lambda: LOCALES[language()],
        timezone_selector=lambda: TIME_ZONE,
    )
    texts = babel.domain_instance = _OncePerRequest()
    app.jinja_env.globals["language"] = language
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: texts.get_translations().ugettext(text),
        lambda one, many, n: texts.get_translations().ungettext(one, many, n),
        newstyle=True,
    )
    # Jinja's own would look the text up, mark it as safe and format it anew each of the hundreds of times that a page holds one.
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = _text
    app.register_blueprint(language_switch)


class _Texts(dict[str, tuple[Markup, Markup]]):
    """One language's texts for templates as they have been asked for: with their `%(name)s` to be filled in, and as they stand."""

    def __init__(self, translations: Any) -> None:
        super().__init__()
        self._translations = translations

    def __missing__(self, text: str) -> tuple[Markup, Markup]:
        translated = Markup(self._translations.ugettext(text))  # noqa: S704 - our own catalogue
        found = self[text] = translated, translated % {} if "%%" in translated else translated
        return found


_TEXTS: dict[str, _Texts] = {}
"""By locale, for as long as the process lives, as flask-babel keeps its catalogues."""


def _text(text: str, **values: Any) -> Markup:
    """A text of a template in the language of this request; values are escaped."""
    if "texts" not in g:
        locale = str(get_locale())
        if locale not in _TEXTS:
            _TEXTS[locale] = _Texts(get_domain().get_translations())
        g.texts = _TEXTS[locale]
    texts: _Texts = g.texts
    open_text, whole = texts[text]
    return open_text % values if values else whole


class _OncePerRequest(Domain):  # type: ignore[misc]
    """Looks the catalogue up once a request, where Flask-Babel would for every text of a page (a fifth of a page's time)."""

    def get_translations(self) -> Any:
        if "translations" not in g:
            g.translations = super().get_translations()
        return g.translations


def language() -> Literal["sv", "en"]:
    """`sv` or `en` for this request."""
    chosen = cookies.LANGUAGE.read()
    if chosen is None and "held" in g:
        chosen = g.held.me.language
    if chosen is None:
        chosen = request.accept_languages.best_match(LOCALES, "sv")
    return "en" if chosen == "en" else "sv"


@language_switch.get("/sprak/<code>")
def switch(code: str) -> Response:
    """Change language and go back. A link, since all it changes is how this browser is spoken to."""
    if code not in LOCALES:
        refuse(NOT_FOUND)
    cookies.LANGUAGE.set(code)
    return redirect(local(request.args.get("next")) or "/", 303)
