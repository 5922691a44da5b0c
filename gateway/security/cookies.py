"""Every cookie the portal sets: its name, how long it lives, and setting it when the response leaves."""

from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request

MINUTE = 60
DAY = 24 * 60 * MINUTE


@dataclass(frozen=True)
class Cookie:
    """One cookie. `max_age` in seconds; None ends with the browser."""

    name: str
    max_age: int | None = None

    def read(self) -> str | None:
        """The value the browser sent, or the one this response is about to set."""
        waiting: dict[Cookie, str | None] = g.get("cookies", {})
        if self in waiting:
            return waiting[self]
        return request.cookies.get(self.full_name())

    def token(self) -> str | None:
        """The value, where it can be one of identity's tokens at all."""
        value = self.read()
        return value if value and 20 <= len(value) <= 200 else None

    def set(self, value: str) -> None:
        """Set it on the response."""
        _waiting()[self] = value

    def clear(self) -> None:
        """Take it away on the response."""
        _waiting()[self] = None

    def full_name(self) -> str:
        """With the `__Host-` prefix wherever the browser honours it."""
        return f"{current_app.config['COOKIE_PREFIX']}{self.name}"


PORTAL = Cookie("portal")
STAFF = Cookie("staff")
DEVICE = Cookie("device", 90 * DAY)
BROWSER = Cookie("browser", 400 * DAY)
LANGUAGE = Cookie("language", 400 * DAY)
LAST_WAY = Cookie("last-way", 400 * DAY)
LAST_ORGANISATION = Cookie("last-organisation", 400 * DAY)
ATTEMPT = Cookie("attempt", 10 * MINUTE)
INVITATION = Cookie("invitation", 60 * MINUTE)
REGISTRATION = Cookie("registration", 2 * 60 * MINUTE)


def _waiting() -> dict[Cookie, str | None]:
    if "cookies" not in g:
        g.cookies = {}
    waiting: dict[Cookie, str | None] = g.cookies
    return waiting


def trustworthy(address: str) -> bool:
    """Whether browsers keep Secure cookies at this address: https, or the machine itself."""
    scheme, _, rest = address.partition("://")
    host = rest.partition("/")[0].rpartition(":")[0] or rest.partition("/")[0]
    return scheme == "https" or host == "localhost" or host.endswith(".localhost")


def install(app: Flask, portal_address: str) -> None:
    """Write the cookies that a request asked for onto its response."""
    secure = trustworthy(portal_address)
    app.config["COOKIE_PREFIX"] = "__Host-" if secure else ""
    app.config.update(
        SESSION_COOKIE_NAME=app.config["COOKIE_PREFIX"] + "notice",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )

    @app.after_request
    def write(response: Response) -> Response:
        for cookie, value in g.get("cookies", {}).items():
            if value is None:
                response.delete_cookie(cookie.full_name(), path="/", secure=secure, httponly=True, samesite="Lax")
            else:
                age = cookie.max_age
                response.set_cookie(cookie.full_name(), value, max_age=age, path="/", secure=secure, httponly=True, samesite="Lax")
        return response
