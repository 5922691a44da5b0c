"""One visitor: a browser without JavaScript that follows links and fills in the forms it is shown."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar
from urllib.parse import urljoin

import httpx
from bs4 import BeautifulSoup, Tag

T = TypeVar("T")
Files = Mapping[str, tuple[str, bytes, str]]


class Lost(AssertionError):  # noqa: N818 - said of the visitor, not of a fault of hers
    """The page does not hold what the visitor looks for; the message says what it holds."""


class Page:
    """What the server answered, as the visitor sees it."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.address = str(response.url)
        self.path = response.url.path
        self.headers = response.headers
        self.content = response.content
        self.html = (
            BeautifulSoup(response.text, "html.parser")
            if "html" in response.headers.get("content-type", "")
            else BeautifulSoup("", "html.parser")
        )

    @property
    def text(self) -> str:
        """The words of the page, white space folded, no-break spaces as spaces."""
        return " ".join(self.html.get_text(" ").split())

    @property
    def heading(self) -> str:
        """The words of the one h1."""
        found = self.html.find("h1")
        return " ".join(found.get_text(" ").split()) if found else ""

    def link(self, words: str) -> str:
        """The address behind the first link whose words hold `words`."""
        for anchor in self.html.find_all("a", href=True):
            if words in " ".join(anchor.get_text(" ").split()):
                return urljoin(self.address, str(anchor["href"]))
        raise Lost(f"no link {words!r} on {self.describe()}")

    def form(self, *, action: str | None = None, button: str | None = None) -> Tag:
        """The first form that goes to `action` (end of its path) and has a button with the words `button`."""
        for form in self.html.find_all("form"):
            goes_to = urljoin(self.address, str(form.get("action") or "")).split("#")[0].split("?")[0]
            words = [" ".join(each.get_text(" ").split()) for each in form.find_all("button")]
            if (action is None or goes_to.endswith(action)) and (button is None or any(button in each for each in words)):
                return form
        raise Lost(f"no form to {action!r} with button {button!r} on {self.describe()}")

    def describe(self) -> str:
        """Enough to see where the visitor stands."""
        return f"{self.address} ({self.status}): {self.heading!r}: {self.text[:400]!r}"


class Visitor:
    """One browser with its own cookies."""

    def __init__(self, address: str, *, user_agent: str = "Mozilla/5.0 (visitor)", verify: bool = True, patience_s: float = 0) -> None:
        self.patience_s = patience_s
        self.http = httpx.Client(
            base_url=address,
            follow_redirects=True,
            timeout=20,
            verify=verify,
            headers={"User-Agent": user_agent, "Accept-Language": "sv"},
            event_hooks={"response": [self._keep_cookies]},
        )
        self.page: Page

    def open(self, path: str) -> Page:
        """Go to an address."""
        self._ask("GET", path, headers={"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"})
        return self.page

    def follow(self, words: str) -> Page:
        """Click the first link with `words`."""
        return self.open(self.page.link(words))

    def submit(
        self, *, action: str | None = None, button: str | None = None, fields: Mapping[str, Any] | None = None, files: Files | None = None
    ) -> Page:
        """Fill in a form of the page and press its button. Fields not named keep what the page gave them."""
        form = self.page.form(action=action, button=button)
        values = _defaults(form, button)
        known = set(values) | {str(each["name"]) for each in form.find_all(["input", "select", "textarea", "button"]) if each.get("name")}
        for name, value in (fields or {}).items():
            if name not in known:
                raise Lost(f"the form has no field {name!r}, only {sorted(known)}, on {self.page.describe()}")
            values[name] = value
        target = urljoin(self.page.address, str(form.get("action") or self.page.address))
        origin = str(httpx.URL(target).copy_with(raw_path=b"/")).rstrip("/")
        headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Referer": self.page.address}
        if str(form.get("method", "get")).lower() == "get":
            self._ask("GET", target, params=values, headers=headers)
        elif files or form.get("enctype") == "multipart/form-data":
            self._ask("POST", target, data=values, files=files or {"": ("", b"", "application/octet-stream")}, headers=headers)
        else:
            self._ask("POST", target, data=values, headers=headers)
        return self.page

    def _ask(self, method: str, address: str, **options: Any) -> None:
        """Go there; where a part of the portal does not answer just now, press again for as long as there is patience.

        Harmless: every form carries the key by which a repeated change is known.
        """
        end = time.monotonic() + self.patience_s
        while True:
            response = self.http.request(method, address, **options)
            if response.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() >= end:
                break
            time.sleep(1)
        self.page = Page(response)

    def see(self, words: str) -> None:
        """Fail unless the page shows `words`."""
        if words not in self.page.text:
            raise Lost(f"{words!r} is not on {self.page.describe()}")

    def _keep_cookies(self, _response: httpx.Response) -> None:
        # A browser keeps Secure cookies at http://localhost; http.cookiejar would not send them back.
        for cookie in self.http.cookies.jar:
            cookie.secure = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the browser."""
        self.http.close()


def wait_for(what: str, look: Callable[[], T | None], *, seconds: float = 20) -> T:
    """Look again until something is there; `Lost` when it is not within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.2)
    raise Lost(f"waited {seconds:g} s in vain for {what}")


def _defaults(form: Tag, button: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or field.has_attr("disabled") or kind in ("submit", "file", "button"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            values[str(name)] = str(chosen.get("value", chosen.get_text())) if chosen else ""
        elif field.name == "textarea":
            values[str(name)] = field.get_text()
        elif kind in ("radio", "checkbox"):
            if field.has_attr("checked"):
                values[str(name)] = str(field.get("value", "on"))
        else:
            values[str(name)] = str(field.get("value", ""))
    buttons = [each for each in form.find_all("button") if button is None or button in " ".join(each.get_text(" ").split())]
    if buttons and buttons[0].get("name"):
        values[str(buttons[0]["name"])] = str(buttons[0].get("value", ""))
    return values
