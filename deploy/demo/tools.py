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
        self.address = address.rstrip("/")

    def letters(self, to: str) -> list[Letter]:
        """All mails to one address, newest first."""
        messages = httpx.get(f"{self.address}/api/messages", params={"to": to}, timeout=10).raise_for_status().json()
        return [Letter(each["subject"], each["text"]) for each in messages]

    def await_letter(self, to: str, containing: str, *, seconds: float = 20) -> Letter:
        """Wait for a mail whose subject or text holds `containing`."""

        def look() -> Letter | None:
            return next((each for each in self.letters(to) if containing in each.subject or containing in each.text), None)

        return wait_for(f"a mail to {to} about {containing!r}", look, seconds=seconds)


class Phone:
    """The simulated BankID app."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    def scan_screen(self, personal_number: str) -> None:
        """Scan the code that was shown last and identify: hold the camera against the screen."""

        def look() -> str | None:
            orders = httpx.get(f"{self.address}/api/orders", timeout=10).raise_for_status().json()
            return next((str(each["id"]) for each in orders if not each["picked_up"]), None)

        order = wait_for("a code on the screen", look)
        self._post(f"/api/orders/{order}/scan", {})
        self._approve(order, personal_number)

    def open_and_approve(self, start_address: str, personal_number: str, *, device_ip: str = "127.0.0.1") -> str:
        """Open the app from a link on the same device and identify; where the app returns to."""
        token = httpx.URL(start_address).params["autostarttoken"]
        order = self._post("/api/autostart", {"token": token, "device_ip": device_ip})["id"]
        return str(self._approve(order, personal_number)["return_url"])

    def _approve(self, order: str, personal_number: str) -> dict[str, str]:
        return self._post(f"/api/orders/{order}/approve", {"person": personal_number})

    def _post(self, path: str, body: dict[str, str]) -> dict[str, str]:
        answer: dict[str, str] = httpx.post(self.address + path, json=body, timeout=10).raise_for_status().json()
        return answer
