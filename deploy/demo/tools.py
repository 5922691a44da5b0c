"""What a visitor has in hand besides the browser: the mailbox and the BankID app, both of them the simulators'."""

import re
from dataclasses import dataclass

import httpx

from deploy.demo.visitor import Lost, wait_for


@dataclass(frozen=True)
class Letter:
    """A mail as it arrived."""

    subject: str
    text: str

    def link(self, part: str) -> str:
        """The first link that holds `part`."""
        for found in re.findall(r"https?://\S+", self.text):
            if part in found:
                return str(found.rstrip(".,)>"))
        raise Lost(f"no link with {part!r} in the mail {self.subject!r}: {self.text[:300]!r}")


class Mailbox:
    """The development mailbox."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=10)

    def letters(self, to: str) -> list[Letter]:
        """All mails to one address, newest first."""
        messages = self.http.get("/api/messages", params={"to": to}).raise_for_status().json()
        return [Letter(each["subject"], each["text"]) for each in messages]

    def await_letter(self, to: str, containing: str, *, seconds: float = 20) -> Letter:
        """Wait for a mail whose subject or text holds `containing`."""

        def look() -> Letter | None:
            return next((each for each in self.letters(to) if containing in each.subject or containing in each.text), None)

        return wait_for(f"a mail to {to} about {containing!r}", look, seconds=seconds)


class Phone:
    """The simulated BankID app."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=10)

    def scan_and_approve(self, code: str, personal_number: str) -> None:
        """Scan a moving code and identify."""
        order = self.http.post("/api/scan", json={"qr": code}).raise_for_status().json()["id"]
        self._approve(order, personal_number)

    def open_and_approve(self, start_address: str, personal_number: str, *, device_ip: str = "127.0.0.1") -> str:
        """Open the app from a link on the same device and identify; where the app returns to."""
        token = httpx.URL(start_address).params["autostarttoken"]
        order = self.http.post("/api/autostart", json={"token": token, "device_ip": device_ip}).raise_for_status().json()["id"]
        return str(self._approve(order, personal_number)["return_url"])

    def _approve(self, order: str, personal_number: str) -> dict[str, str]:
        answer: dict[str, str] = self.http.post(f"/api/orders/{order}/approve", json={"person": personal_number}).raise_for_status().json()
        return answer
