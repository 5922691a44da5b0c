"""What people do in the portal, step by step, through its pages: the demo is filled with these, and tests walk them."""

from deploy.demo.people import DemoPerson
from deploy.demo.tools import Mailbox, Phone
from deploy.demo.visitor import Lost, Visitor, wait_for

PATIENCE_S = 30
"""How long people go on pressing where a part of the portal does not answer: a small machine that has just started is slow."""


class Walker(Visitor):
    """A visitor with a mailbox and, where she has one, the BankID app."""

    def __init__(self, portal: str, person: DemoPerson, mailbox: Mailbox, phone: Phone) -> None:
        super().__init__(portal, patience_s=PATIENCE_S)
        self.portal = portal.rstrip("/")
        self.person = person
        self.mailbox = mailbox
        self.phone = phone

    def accept_invitation(self, containing: str = "/inbjudan/") -> None:
        """Open the link in the newest mail and register, with BankID or with a password."""
        letter = self.mailbox.await_letter(self.person.email, containing)
        self.open(letter.link("/inbjudan/"))
        self.submit(button="Kom igång")
        if self.page.path.endswith("/godkann") or "redan har ett konto" in self.page.text:
            self.submit(button="Godkänn inbjudan")
            return
        details = {"given_name": self.person.given_name, "surname": self.person.surname, "phone": self.person.phone, "language": "sv"}
        self.submit(button="Fortsätt", fields=details)
        if self.person.person is None:
            self.submit(button="Fortsätt", fields={"way": "password"})
            self.submit(button="Skapa konto", fields={"password": self.person.password, "remember": "y"})
            return
        if "Inloggningssätt" in self.page.heading:
            self.submit(button="Fortsätt", fields={"way": "bankid"})
        self.submit(button="Fortsätt med BankID", fields={"way": "same_device"})
        self.identify()

    def sign_in(self) -> None:
        """Sign in as a tenant, with BankID or with a password."""
        self.open("/logga-in")
        if self.person.person is None:
            self.follow("E-post och lösenord")
            self.submit(button="Logga in", fields={"email": self.person.email, "password": self.person.password, "remember": "y"})
        else:
            self.submit(button="BankID", fields={"way": "same_device"})
            self.identify()

    def sign_in_as_staff(self) -> None:
        """Sign in at the landlord's own entrance."""
        self.open("/personal/logga-in")
        self.submit(button="BankID", fields={"way": "same_device"})
        self.identify()

    def identify(self) -> None:
        """Open the BankID app from the page, identify, and come back the way the app leads."""
        if self.person.person is None:
            raise Lost(f"{self.person.name} has no BankID")
        back = self.phone.open_and_approve(self.page.link("Öppna BankID"), self.person.person)
        self.open(back)

        def look() -> bool | None:
            if "/logga-in/bankid" not in self.page.path:
                return True
            self.open("/logga-in/bankid")
            return None

        wait_for("BankID to lead on", look)

    def report_fault(
        self, slug: str, *, property_name: str, title: str, description: str, photo: bytes | None = None, category: str = "ventilation"
    ) -> int:
        """Report a fault and return its number."""
        self.open(f"/o/{slug}/felanmalan/var")
        choice = next((each for each in self.page.html.find_all("label", class_="choice") if property_name in each.get_text()), None)
        if choice is None:
            raise Lost(f"no property {property_name!r} on {self.page.describe()}")
        given = choice.find("input")
        property_id = str(given["value"]) if given else ""
        self.submit(button="Fortsätt", fields={"property_id": property_id, "area": "own", "premises": "", "spot": "Mötesrum Kajen"})
        if "redan vet om" in self.page.heading:
            self.follow("Nej, det är något annat")
        self.submit(button="Fortsätt", fields={"category": category, "title": title, "description": description})
        files = {"files": ("foto.png", photo, "image/png")} if photo else None
        access = {"may_enter": "yes", "contact_name": self.person.name, "contact_phone": self.person.phone}
        self.submit(button="Fortsätt", fields=access, files=files)
        self.submit(button="Skicka felanmälan")
        return int(self.page.path.rpartition("/")[2])

    def expect(self, words: str) -> None:
        """Fail unless the page is there and shows `words`."""
        if self.page.status >= 400:
            raise Lost(f"refused at {self.page.describe()}")
        self.see(words)
