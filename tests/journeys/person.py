"""A person in front of a real browser, with a mailbox and a BankID app."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from deploy.demo.people import DemoPerson
from deploy.demo.tools import Mailbox, Phone

STEP_MS = 20_000


class Person:
    """One browser. `complaints` collects script errors and refusals of the content policy."""

    def __init__(self, context: BrowserContext, mailbox: Mailbox, phone: Phone) -> None:
        self.context = context
        self.mailbox = mailbox
        self.phone = phone
        self.complaints: list[str] = []
        context.set_default_timeout(STEP_MS)
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)

    def press(self, words: str, *, exact: bool = False) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=words, exact=exact).first.click()

    def follow(self, words: str) -> None:
        """Click a link."""
        self.page.get_by_role("link", name=words).first.click()

    def write(self, label: str, text: str) -> None:
        """Fill in a field by its label."""
        self.page.get_by_label(label).first.fill(text)

    def choose(self, words: str) -> None:
        """Tick a radio button or a box by its words."""
        self.page.get_by_label(words).first.check()

    def see(self, words: str) -> None:
        """Wait until the page shows the words."""
        expect(self.page.locator("body")).to_contain_text(words, timeout=STEP_MS)

    def see_no(self, words: str) -> None:
        """The page, as it stands, does not show the words."""
        expect(self.page.locator("body")).not_to_contain_text(words)

    def see_heading(self, words: str) -> None:
        """Wait until the heading says so."""
        expect(self.page.locator("h1")).to_contain_text(words, timeout=STEP_MS)

    def scan_and_identify(self, person: DemoPerson) -> None:
        """Scan the code that moves on the screen with the app on another device, and identify."""
        expect(self.page.locator("[data-code] svg, .qr svg").first).to_be_visible(timeout=STEP_MS)
        assert person.person
        self.phone.scan_screen(person.person)

    def identify_here(self, person: DemoPerson) -> None:
        """Open the app on this device, identify, and come back the way it leads."""
        link = self.page.get_by_role("link", name="Öppna BankID").first
        address = link.get_attribute("href")
        assert address
        assert person.person
        self.go(self.phone.open_and_approve(address, person.person))

    def register(self, person: DemoPerson, containing: str, *, here: bool = False) -> None:
        """Open the invitation in the mail and go through the four steps."""
        self.go(self.mailbox.await_letter(person.email, containing).link("/inbjudan/"))
        self.press("Kom igång")
        self.see_heading("Dina uppgifter")
        self.write("Förnamn", person.given_name)
        self.write("Efternamn", person.surname)
        self.write("Mobil", person.phone)
        self.press("Fortsätt")
        self.see_heading("Inloggningssätt")
        if person.person is None:
            self.choose("E-post och lösenord")
            self.press("Fortsätt")
            self.write("Lösenord", person.password)
            self.press("Skapa konto")
        else:
            self.choose("BankID")
            self.press("Fortsätt")
            self.press("Fortsätt med BankID")
            if here:
                self.press("Öppna BankID på den här enheten")
                self.identify_here(person)
            else:
                self.scan_and_identify(person)
        self.see_heading("Klart, välkommen")

    def sign_in_with_bankid(self, person: DemoPerson) -> None:
        """Sign in by scanning the code."""
        self.go("/logga-in")
        self.press("BankID")
        self.scan_and_identify(person)
        self.see_heading("Översikt")

    def forget_session(self) -> None:
        """What a closed browser or a lapsed session leaves: the remembered device, not the session."""
        self.context.clear_cookies(name="__Host-portal")
