"""The landlord's part of the demo: customers, buildings, leases, people, what is published and what is invoiced."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.demo.times import told_time
from deploy.demo.visitor import Lost, Page
from deploy.demo.walks import Walker

FILES = Path(__file__).parent / "files"


def told(name: str) -> list[dict[str, Any]]:
    """One of the files of demo texts."""
    found: list[dict[str, Any]] = json.loads((FILES / f"{name}.json").read_text())
    return found


def add_customer(staff: Walker, name: str, number: str, organisation_number: str) -> str:
    """Add a customer and return its id."""
    staff.open("/personal/kunder/ny")
    staff.submit(button="Lägg till", fields={"name": name, "customer_number": number, "organisation_number": organisation_number})
    staff.expect("Kunden är tillagd")
    return staff.page.path.rpartition("/")[2]


def invite_contact(staff: Walker, organisation_id: str, name: str, email: str, role: str) -> None:
    """Invite a customer's contact."""
    staff.open(f"/personal/kunder/{organisation_id}")
    staff.submit(
        button="Skicka inbjudan",
        fields={"name": name, "email": email, "role": role, "language": "sv", "message": "Välkommen till kundportalen."},
    )
    staff.expect("Inbjudan är skickad")


def invite_colleague(staff: Walker, name: str, email: str, roles: list[str]) -> None:
    """Invite one of the landlord's own."""
    staff.open("/personal/medarbetare")
    staff.submit(button="Skicka inbjudan", fields={"name": name, "email": email, "roles": roles})
    staff.expect("Inbjudan är skickad")


def add_properties(staff: Walker) -> dict[str, str]:
    """Add the buildings; returns name to id."""
    for each in told("properties"):
        staff.open("/personal/fastigheter/ny")
        facts = "\n".join(f"{label}: {text}" for label, text in each["facts"])
        fields = {name: str(each[name]) for name in ("name", "address", "city", "floors")}
        staff.submit(button="Lägg till", fields=fields | {"built_year": str(each.get("built_year") or ""), "facts": facts})
        staff.expect("Fastigheten är tillagd")
    staff.open("/personal/drift/ny")
    return option_values(staff.page, "property_id")


def add_leases(staff: Walker, organisations: dict[str, str], properties: dict[str, str]) -> None:
    """Add the leases of those customers that the demo has."""
    for each in told("leases"):
        if each["organisation"] not in organisations:
            continue
        staff.open(f"/personal/avtal/nytt?kund={organisations[each['organisation']]}")
        fields: dict[str, Any] = {"organisation_id": organisations[each["organisation"]], "number": each["number"], "kind": each["kind"]}
        for row, given in enumerate(each["objects"]):
            fields[f"objects-{row}-property_id"] = properties[given["property"]]
            for name in ("address", "premises", "area_m2", "valid_from", "valid_to"):
                fields[f"objects-{row}-{name}"] = str(given.get(name) or "")
            fields[f"objects-{row}-floors"] = ", ".join(str(floor) for floor in given.get("floors", []))
            if given.get("notice_given"):
                fields[f"objects-{row}-notice_given"] = "y"
        staff.submit(button="Spara avtalet", fields=fields)
        staff.expect("Avtalet är sparat")


def add_contacts(staff: Walker, organisations: dict[str, str], properties: dict[str, str]) -> None:
    """Add the landlord's people to the contact register."""
    for each in told("contacts"):
        staff.open("/personal/kontakter/ny")
        fields: dict[str, Any] = {name: each.get(name, "") for name in ("name", "title", "kind", "responsibility", "phone", "email")}
        fields["property_ids"] = [properties[name] for name in each.get("properties", []) if name in properties]
        fields["organisation_ids"] = [organisations[name] for name in each.get("organisations", []) if name in organisations]
        staff.submit(button="Lägg till", fields=fields)
        staff.expect("Kontakten är tillagd")


def publish_notices(staff: Walker, properties: dict[str, str]) -> None:
    """Publish the disturbance and the planned works, at times that make sense today, and move them on."""
    now = datetime.now(UTC)
    for each in told("notices"):
        staff.open("/personal/drift/ny")
        fields: dict[str, Any] = {name: each.get(name, "") for name in ("kind", "system", "scope", "title", "text", "what_to_do")}
        fields["property_id"] = properties[each["property"]]
        fields["floors"] = ", ".join(str(floor) for floor in each.get("floors", []))
        for name in ("starts_at", "expected_until", "next_update_at"):
            fields[name] = told_time(each[name], now).strftime("%Y-%m-%dT%H:%M") if name in each else ""
        staff.submit(button="Publicera", fields=fields)
        staff.expect("Publicerat")
        for update in each.get("updates", []):
            staff.submit(button="Publicera uppdatering", fields={"phase": update["phase"], "text": update["text"]})
            staff.expect("Uppdateringen är publicerad")


def publish_texts(staff: Walker, properties: dict[str, str]) -> None:
    """Publish news and help articles."""
    for each in told("news"):
        staff.open("/personal/innehall/nyhet")
        names = ("title", "lead", "text", "title_en", "lead_en", "text_en", "area")
        shown = [properties[name] for name in each.get("properties", []) if name in properties]
        staff.submit(button="Publicera", fields={name: each.get(name, "") for name in names} | {"property_ids": shown})
        staff.expect("Nyheten är publicerad")
    for each in told("articles"):
        staff.open("/personal/innehall/artikel")
        written = ("slug", "category", "title", "lead", "text", "title_en", "lead_en", "text_en")
        staff.submit(button="Publicera", fields={name: each.get(name, "") for name in written})
        staff.expect("Artikeln är publicerad")


def import_invoices(staff: Walker) -> None:
    """Import every Peppol file of the demo."""
    for path in sorted(FILES.glob("*.xml")):
        staff.open("/personal/fakturor")
        staff.submit(button="Läs in", files={"documents": (path.name, path.read_bytes(), "application/xml")})
        if "Inte inläst" in staff.page.text:
            raise Lost(f"{path.name} was refused: {staff.page.describe()}")


def option_values(page: Page, field: str) -> dict[str, str]:
    """Name to value of a select's options."""
    select = page.html.find("select", attrs={"name": field})
    if select is None:
        raise Lost(f"no choice {field!r} on {page.describe()}")
    return {" ".join(each.get_text().split()): str(each.get("value", "")) for each in select.find_all("option") if each.get("value")}
