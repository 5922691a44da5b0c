"""Makes the Flask application from its settings, the bus and the built assets; tests give their own."""

from secrets import token_hex

from flask import Flask, Response, g, request
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway import asking, assets, drawing, errors, formats, i18n, metrics, navigation, pages
from gateway.security import cookies, csrf, headers
from gateway.security.session import Sessions, now
from gateway.settings import GatewaySettings
from services.chassis.blobs import Blobs
from services.chassis.logs import clear_context, set_correlation_id
from services.contracts.refusals import SIGN_IN, refuse

PUBLIC_BODY = 64 * 1024
SIGNED_IN_BODY = 110 * 1024 * 1024
"""Ten files of 10 MiB and the form around them."""

OPEN_TO_ALL = {"staff_sign_in"}


def create_app(
    settings: GatewaySettings, bus: asking.AsksBus, built: assets.Assets | None = None, sessions: Sessions | None = None
) -> Flask:
    """The portal's pages. `bus` needs `ask` and `ask_all`; `built` is read from disk where none is given."""
    app = Flask("gateway", static_folder=None)
    app.secret_key = settings.secret_key.get_secret_value()
    app.config.update(MAX_CONTENT_LENGTH=SIGNED_IN_BODY, MAX_FORM_PARTS=500, PORTAL_ADDRESS=settings.portal_address)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["bus"] = bus
    app.extensions["assets"] = built or assets.Assets.load()
    app.extensions["sessions"] = sessions or Sessions()
    app.extensions["blobs"] = Blobs(settings.blob_folder)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    metrics.install(app)
    headers.install(app, settings.https)
    cookies.install(app, settings.portal_address)
    _take_organisation_out_of_views(app)
    _open_only_to_members(app)
    csrf.install(app, settings.portal_address)
    i18n.install(app)
    formats.install(app)
    navigation.install(app)
    app.jinja_env.globals.update(
        Markup=Markup,
        house=drawing.house,
        House=drawing.House,
        floors_label=drawing.floors_label,
        sentence=errors.sentence,
        now=now,
    )
    errors.install(app)
    for blueprint in pages.ALL:
        app.register_blueprint(blueprint)
    _serve_assets(app)
    return app


def _take_organisation_out_of_views(app: Flask) -> None:
    """`<org>` in a rule ends in `g.org`, and comes back by itself in every link to a rule that wants it."""

    @app.url_value_preprocessor
    def take(endpoint: str | None, values: dict[str, object] | None) -> None:
        g.org = values.pop("org", None) if values else None

    @app.url_defaults
    def give(endpoint: str, values: dict[str, object]) -> None:
        if "org" not in values and g.get("org") and app.url_map.is_endpoint_expecting(endpoint, "org"):
            values["org"] = g.org


def _open_only_to_members(app: Flask) -> None:
    """Before a view under an organisation or under /personal runs, somebody who belongs there is signed in."""

    @app.before_request
    def begin() -> None:
        clear_context()
        g.correlation_id = token_hex(8)
        set_correlation_id(g.correlation_id)
        request.max_content_length = PUBLIC_BODY
        staff = request.path.startswith("/personal")
        if request.url_rule is None or not (g.org or staff) or request.blueprint in OPEN_TO_ALL:
            return
        if staff or any(f"/{part}" in request.path for part in ("fakturor", "organisation")):
            headers.never_keep()
        if asking.current().kind != ("staff" if staff else "tenant"):
            refuse(SIGN_IN)
        request.max_content_length = SIGNED_IN_BODY
        if g.org and cookies.LAST_ORGANISATION.read() != g.org:
            cookies.LAST_ORGANISATION.set(g.org)

    @app.after_request
    def name(response: Response) -> Response:
        response.headers["X-Correlation-Id"] = g.get("correlation_id", "")
        return response


def _serve_assets(app: Flask) -> None:
    built: assets.Assets = app.extensions["assets"]

    @app.get("/static/<name>")
    def static(name: str) -> Response:
        """A built file; its name changes with its content, so it may be kept for ever."""
        asset = built.files.get(name)
        if asset is None:
            return errors.page(404)
        accepted = request.accept_encodings
        body, encoding = asset.best(accepted["br"] > 0, accepted["gzip"] > 0)
        response = Response(body, content_type=asset.media_type)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.vary.add("Accept-Encoding")
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response

    @app.get("/favicon.ico")
    def favicon() -> Response:
        """What browsers ask for without being told."""
        return static(built.address("icon.svg").rpartition("/")[2])

    @app.get("/robots.txt")
    def robots() -> Response:
        """Nothing here is for search engines but the start page."""
        return Response("User-agent: *\nAllow: /$\nDisallow: /\n", mimetype="text/plain")
