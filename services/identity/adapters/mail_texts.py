"""The words of identity's mails, in Swedish and English. A paragraph whose facts are missing is left out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Button:
    """A link on a line of its own: its words, and its path with facts in it."""

    words: str
    path: str


@dataclass(frozen=True)
class Letter:
    """No names of persons in the subject: it is seen on locked screens."""

    subject: str
    parts: tuple[str | Button, ...]


ROLES: dict[str, dict[str, str]] = {
    "sv": {"main_admin": "huvudadministratör", "admin": "administratör", "user": "användare"},
    "en": {"main_admin": "main administrator", "admin": "administrator", "user": "user"},
}

SWEDISH: dict[str, Letter] = {
    "invitation": Letter(
        "Inbjudan till {portal}",
        (
            "Hej {name}!",
            "{inviter} har bjudit in dig till {organisation} i {portal}, som {role}.",
            "{staff_invitation}Du har bjudits in som personal i {portal}.",
            "{message}",
            "Öppna din personliga länk för att komma igång:",
            Button("Kom igång", "/inbjudan/{token}"),
            "Länken gäller till och med {until} och kan användas en gång. Skicka den inte vidare.",
            "Väntade du dig inte det här mejlet kan du bortse från det.",
        ),
    ),
    "invitation_accepted": Letter(
        "Inbjudan till {portal} är antagen",
        (
            "{name} ({email}) har nu tillgång till {organisation} som {role}.",
            "{staff_joined}{name} ({email}) har nu ett personalkonto.",
            Button("Se vilka som har tillgång", "/o/{slug}/organisation"),
            "Känner du inte igen personen? Ta bort tillgången och ring oss.",
        ),
    ),
    "welcome": Letter(
        "Välkommen till {portal}",
        (
            "Hej {name}!",
            "Du har nu tillgång till {organisation} som {role}.",
            "{staff_joined}Du har nu ett personalkonto.",
            Button("Öppna portalen", "/o/{slug}/oversikt"),
            Button("{staff_joined}Öppna portalen", "/personal"),
            "Vi ringer aldrig och ber dig logga in.",
        ),
    ),
    "invitation_wanted": Letter(
        "Någon ber om en ny inbjudan",
        (
            "{name} ({email}) har öppnat en inbjudan som har gått ut, och ber om en ny till {organisation}.",
            "{staff_joined}{name} ({email}) har öppnat en inbjudan till personal som har gått ut, och ber om en ny.",
            Button("Skicka en ny", "/o/{tenant_slug}/organisation"),
            Button("Öppna kunden", "/personal/kunder/{staff_organisation_id}"),
        ),
    ),
    "method_added": Letter(
        "Nytt sätt att logga in",
        (
            "Hej {name}!",
            "Från och med {at} kan du logga in med BankID i {portal}.",
            "Var det inte du? Ring oss genast.",
        ),
    ),
    "device_theft": Letter(
        "Vi har loggat ut dig överallt",
        (
            "Hej {name}!",
            "En av dina sparade inloggningar användes {at} på ett sätt som tyder på att den har kopierats.",
            "Därför har vi loggat ut dig på alla enheter. Logga in igen som vanligt, så väljer du själv vilka enheter som ska kommas ihåg.",
            Button("Logga in", "/logga-in"),
            "Ring oss om du misstänker att någon annan har använt ditt konto.",
        ),
    ),
    "role_changed": Letter(
        "Din roll är ändrad",
        (
            "Hej {name}!",
            "Du är nu {role} i {organisation}. Du behöver logga in igen.",
            Button("Logga in", "/logga-in"),
        ),
    ),
    "removed": Letter(
        "Din tillgång är borttagen",
        ("Hej {name}!", "Du har inte längre tillgång till {organisation} i {portal}."),
    ),
}

ENGLISH: dict[str, Letter] = {
    "invitation": Letter(
        "Invitation to {portal}",
        (
            "Hello {name},",
            "{inviter} has invited you to {organisation} in {portal}, as {role}.",
            "{staff_invitation}You have been invited to {portal} as a member of staff.",
            "{message}",
            "Open your personal link to get started:",
            Button("Get started", "/inbjudan/{token}"),
            "The link is good until {until} and can be used once. Do not pass it on.",
            "If you did not expect this mail you can ignore it.",
        ),
    ),
    "invitation_accepted": Letter(
        "An invitation to {portal} has been accepted",
        (
            "{name} ({email}) now has access to {organisation} as {role}.",
            "{staff_joined}{name} ({email}) now has a staff account.",
            Button("See who has access", "/o/{slug}/organisation"),
            "Do you not know this person? Remove the access and call us.",
        ),
    ),
    "welcome": Letter(
        "Welcome to {portal}",
        (
            "Hello {name},",
            "You now have access to {organisation} as {role}.",
            "{staff_joined}You now have a staff account.",
            Button("Open the portal", "/o/{slug}/oversikt"),
            Button("{staff_joined}Open the portal", "/personal"),
            "We never call you and ask you to log in.",
        ),
    ),
    "invitation_wanted": Letter(
        "Somebody asks for a new invitation",
        (
            "{name} ({email}) has opened an invitation that has expired, and asks for a new one to {organisation}.",
            "{staff_joined}{name} ({email}) has opened an invitation to the staff that has expired, and asks for a new one.",
            Button("Send a new one", "/o/{tenant_slug}/organisation"),
            Button("Open the customer", "/personal/kunder/{staff_organisation_id}"),
        ),
    ),
    "method_added": Letter(
        "A new way to log in",
        (
            "Hello {name},",
            "From {at} you can log in to {portal} with BankID.",
            "Was it not you? Call us at once.",
        ),
    ),
    "device_theft": Letter(
        "We have logged you out everywhere",
        (
            "Hello {name},",
            "One of your remembered logins was used at {at} in a way that suggests it has been copied.",
            "We have therefore logged you out on all devices. Log in again as usual and choose which devices to remember.",
            Button("Log in", "/logga-in"),
            "Call us if you think that somebody else has used your account.",
        ),
    ),
    "role_changed": Letter(
        "Your role has changed",
        (
            "Hello {name},",
            "You are now {role} in {organisation}. You need to log in again.",
            Button("Log in", "/logga-in"),
        ),
    ),
    "removed": Letter(
        "Your access has been removed",
        ("Hello {name},", "You no longer have access to {organisation} in {portal}."),
    ),
}

LETTERS = {"sv": SWEDISH, "en": ENGLISH}
