"""T1 through the gateway: every page that opens with a GET, in every browser, in every organisation."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from deploy.demo.visitor import Visitor
from tests.security.matrix_table import TABLE
from tests.security.matrix_world import Databases, World
from tests.support.portal import RunningPortal
from tests.support.waiting import wait_until

PAGES = TABLE["pages"]
TRIES = 5
COMPANY, STUDIO, STRANGER = "company-ab", "company-studio-ab", "demo-konsult-ab"
ROLES = {
    "anna": {COMPANY: "main_admin", STUDIO: "user"},
    "oskar": {COMPANY: "admin"},
    "johan": {COMPANY: "user"},
    "petra": {COMPANY: "main_admin"},
}
WAYS = {"anna": "bankid", "oskar": "bankid", "johan": "password", "petra": "password"}
STAFF = {
    "karin": frozenset(PAGES["staff"]),
    "erik": frozenset({"property_manager"}),
    "tolvan": frozenset({"finance"}),
    "edit": frozenset({"editor"}),
}


@dataclass(frozen=True)
class Answered:
    """One page in one browser, by what way she had signed in."""

    who: str
    way: str
    path: str
    wanted: str
    got: str


def walk(portal: RunningPortal, world: World) -> Iterator[Answered]:
    """Open everything as everybody: as they have signed in, then on remembered devices, then with BankID long ago, then nobody."""
    for name, browser in world.browsers.items():
        yield from _open_all(browser, name, WAYS.get(name, ""))
    for name in ("johan", "petra"):
        browser = world.browsers[name]
        browser.http.cookies.delete("__Host-portal")
        yield from _open_all(browser, name, "remembered")
    lapsed = f"update sessions set authenticated_at = authenticated_at - interval '9 hours' where person_id = '{world.anna}'"  # noqa: S608 - our own id
    Databases(portal).run("identity", lapsed)
    anna = world.browsers["anna"]
    # The gateway may hold an assertion of before; it lives for a minute at most, and nobody's BankID turns eight hours old in one.
    list_of_invoices = PAGES["invoices"][0].format(org=COMPANY)
    wait_until(lambda: _got(anna, list_of_invoices) != "shown", 75, "the assertion of before to end")
    yield from _open_all(anna, "anna", "bankid lapsed", only=PAGES["invoices"])
    with Visitor(portal.where.portal) as nobody:
        yield from _open_all(nobody, "nobody", "")


def _open_all(browser: Visitor, who: str, way: str, only: list[str] | None = None) -> Iterator[Answered]:
    tenant_pages = [each for kind in ("tenants", "administrators", "invoices") for each in PAGES[kind]]
    paths = [page.format(org=slug) for page in only or tenant_pages for slug in (COMPANY, STUDIO, STRANGER)]
    if only is None:
        paths += PAGES["person"] + [page for pages in PAGES["staff"].values() for page in pages]
    for path in paths:
        yield Answered(who, way, path, _wanted(who, way, path), _got(browser, path))


def _wanted(who: str, way: str, path: str) -> str:
    if path.startswith("/personal"):
        return _wanted_of_staff(who, path)
    if who not in ROLES:
        return "sign in"
    if path in PAGES["person"]:
        return "shown"
    _, _, slug, rest = path.split("/", 3)
    role = ROLES[who].get(slug)
    page = f"/o/{{org}}/{rest}"
    if role is None:
        return "missing"
    if page in PAGES["administrators"] and role == "user":
        return "refused"
    if page in PAGES["invoices"]:
        return "refused" if role != "main_admin" else "shown" if way == "bankid" else "step up"
    return "shown"


def _wanted_of_staff(who: str, path: str) -> str:
    if who not in STAFF:
        return "staff sign in"
    needed = next(name for name, pages in PAGES["staff"].items() if path in pages)
    return "shown" if needed == "every_role" or needed in STAFF[who] else "refused"


def _got(browser: Visitor, path: str) -> str:
    """What the page is answered with. A busy machine's 503 says nothing of rights: the page is opened again."""
    answers = (_opened(browser, path) for _ in range(TRIES))
    return next((answer for answer in answers if answer != "503"), "503")


def _opened(browser: Visitor, path: str) -> str:
    response = browser.http.get(path, follow_redirects=False, headers={"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"})
    if response.status_code in (302, 303):
        return _place(response)
    return {200: "shown", 403: "refused", 404: "missing"}.get(response.status_code, str(response.status_code))


def _place(response: httpx.Response) -> str:
    target = httpx.URL(response.headers["location"]).path
    if target.endswith("/fakturor/bankid"):
        return "step up"
    return {"/logga-in": "sign in", "/personal/logga-in": "staff sign in"}.get(target, f"sent to {target}")
