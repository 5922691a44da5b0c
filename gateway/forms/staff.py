"""The landlord's forms: cases, notices, the registers, customers and what is published."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    EmailField,
    FieldList,
    FormField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp

from gateway.forms import Form
from gateway.forms.choices import TicksField, of_words
from gateway.forms.organisation import EMAIL
from gateway.words import CONTACT_KINDS, NOTICE_KINDS, ROLES, STAFF_ROLES, SYSTEMS

ZONE = ZoneInfo("Europe/Stockholm")
LANGUAGES = {"sv": _l("Svenska"), "en": _l("Engelska")}


def required(sentence: str) -> DataRequired:
    """A field that must be filled in, with the sentence that says what to write."""
    return DataRequired(sentence)


def _email() -> EmailField:
    whole = Regexp(EMAIL, message=_l("Skriv en hel e-postadress, till exempel namn@foretag.se"))
    return EmailField(_l("E-post"), validators=[required(_l("Skriv e-postadressen")), whole])


def in_utc(local: datetime | None) -> datetime | None:
    """What a date-and-time field holds, in UTC. The field speaks Swedish time."""
    return local.replace(tzinfo=ZONE).astimezone(UTC) if local else None


def floors_of(text: str) -> list[int]:
    """Floors as people write them: `3, 4` or `3-4`; words that are no floors are passed over."""
    found: set[int] = set()
    for part in text.replace("\N{EN DASH}", "-").replace(" ", "").split(","):
        low, _dash, high = part.partition("-")
        if low.isdigit() and (not high or high.isdigit()):
            found |= set(range(int(low), min(int(high or low), int(low) + 80) + 1))
    return sorted(found)


class TextForm(Form):
    """One text: a reply to the tenant, or an internal note."""

    text = TextAreaField(_l("Text"), validators=[required(_l("Skriv en text")), Length(max=4000, message=_l("Skriv högst 4 000 tecken"))])
    files = MultipleFileField(_l("Bifoga bilder eller PDF"))


class StatusForm(Form):
    """Move a case on, with a word to the tenant."""

    status = SelectField(_l("Ny status"), validators=[required(_l("Välj status"))], validate_choice=False)
    planned_for = StringField(
        _l("Löfte till kunden"), description=_l("Till exempel: Tekniker kommer tisdag 24 november kl. 09–12"), validators=[Length(max=200)]
    )
    message = TextAreaField(_l("Meddelande till kunden"), validators=[Length(max=4000)])


class NoticeForm(Form):
    """A disturbance or a planned work. Times are Swedish."""

    kind = RadioField(
        _l("Vad gäller det?"), choices=of_words(NOTICE_KINDS), validators=[required(_l("Välj störning eller planerat arbete"))]
    )
    property_id = SelectField(_l("Fastighet"), validators=[required(_l("Välj fastighet"))], validate_choice=False)
    system = SelectField(_l("System"), choices=of_words(SYSTEMS))
    scope = StringField(
        _l("Omfattning"),
        description=_l("Till exempel: Hiss A, Plan 3–4 eller Hela fastigheten"),
        validators=[required(_l("Skriv vad som berörs")), Length(max=200)],
    )
    floors = StringField(_l("Plan"), description=_l("Till exempel 3, 4. Lämna tomt för hela fastigheten."), validators=[Length(max=100)])
    title = StringField(
        _l("Rubrik"),
        description=_l("Säg vad som har hänt: Hiss A står still"),
        validators=[required(_l("Skriv en rubrik")), Length(max=200)],
    )
    text = TextAreaField(_l("Vad gör vi?"), validators=[required(_l("Skriv vad ni gör åt det")), Length(max=10000)])
    what_to_do = StringField(_l("Vad ska hyresgästen göra?"), validators=[Length(max=500)])
    starts_at = DateTimeLocalField(_l("Börjar"), validators=[required(_l("Välj när det börjar"))])
    expected_until = DateTimeLocalField(_l("Beräknas klart"), validators=[Optional()])
    next_update_at = DateTimeLocalField(_l("Nästa besked"), validators=[Optional()])


class NoticeUpdateForm(Form):
    """Move a notice on."""

    phase = SelectField(_l("Läge"), validators=[required(_l("Välj läge"))], validate_choice=False)
    text = TextAreaField(_l("Vad har hänt?"), validators=[required(_l("Skriv vad som har hänt")), Length(max=10000)])
    expected_until = DateTimeLocalField(_l("Beräknas klart"), validators=[Optional()])
    next_update_at = DateTimeLocalField(_l("Nästa besked"), validators=[Optional()])


class PropertyForm(Form):
    """A property in the register."""

    name = StringField(_l("Namn"), validators=[required(_l("Skriv fastighetens namn")), Length(max=200)])
    address = StringField(_l("Adress"), validators=[required(_l("Skriv adressen")), Length(max=200)])
    city = StringField(_l("Ort"), default="Göteborg", validators=[required(_l("Skriv orten")), Length(max=200)])
    floors = IntegerField(
        _l("Antal plan"), validators=[required(_l("Skriv antal plan")), NumberRange(1, 80, _l("Skriv ett tal mellan 1 och 80"))]
    )
    built_year = IntegerField(_l("Byggår"), validators=[Optional(), NumberRange(1600, 2100, _l("Skriv ett årtal"))])
    facts = TextAreaField(
        _l("Fakta"), description=_l("En rad för varje, till exempel: Entré: Vardagar kl. 07–18"), validators=[Length(max=4000)]
    )


class LeaseObjectForm(Form):
    """One object of a lease; a row without address is passed over."""

    property_id = SelectField(_l("Fastighet"), validate_choice=False)
    address = StringField(_l("Adress"), validators=[Length(max=200)])
    premises = StringField(_l("Lokal"), validators=[Length(max=200)])
    floors = StringField(_l("Plan"), validators=[Length(max=100)])
    area_m2 = IntegerField(_l("Yta, m²"), validators=[Optional(), NumberRange(1, 1_000_000, _l("Skriv ytan i hela kvadratmeter"))])
    valid_from = DateField(_l("Giltigt från"), validators=[Optional()])
    valid_to = DateField(_l("Giltigt till"), validators=[Optional()])
    notice_given = BooleanField(_l("Uppsagd"))


class LeaseForm(Form):
    """A lease and its objects."""

    organisation_id = SelectField(_l("Hyresgäst"), validators=[required(_l("Välj hyresgäst"))], validate_choice=False)
    number = StringField(_l("Avtalsnummer"), validators=[required(_l("Skriv avtalsnumret")), Length(max=200)])
    kind = StringField(_l("Typ"), default="Kontor", validators=[required(_l("Skriv vad avtalet gäller")), Length(max=200)])
    objects = FieldList(FormField(LeaseObjectForm), min_entries=3, max_entries=100)


class ContactForm(Form):
    """One of the landlord's people."""

    name = StringField(_l("Namn"), validators=[required(_l("Skriv namnet")), Length(max=200)])
    title = StringField(_l("Titel"), validators=[required(_l("Skriv titeln")), Length(max=200)])
    kind = SelectField(_l("Roll"), choices=of_words(CONTACT_KINDS))
    responsibility = StringField(_l("Svarar för"), validators=[Length(max=200)])
    phone = StringField(_l("Telefon"), validators=[required(_l("Skriv telefonnumret")), Length(max=200)])
    email = _email()
    property_ids = TicksField(_l("Visas för fastigheter"), validate_choice=False)
    organisation_ids = TicksField(_l("Kundansvarig för"), validate_choice=False)


class OrganisationForm(Form):
    """A new customer."""

    name = StringField(_l("Namn"), validators=[required(_l("Skriv kundens namn")), Length(max=100)])
    customer_number = StringField(_l("Kundnummer"), validators=[required(_l("Skriv kundnumret")), Length(max=20)])
    organisation_number = StringField(
        _l("Organisationsnummer"), description=_l("Tio siffror. Lämna tomt för enskild firma."), validators=[Length(max=13)]
    )


class InviteContactForm(Form):
    """Invite a customer's contact."""

    name = StringField(_l("Namn"), validators=[required(_l("Skriv namnet")), Length(max=100)])
    email = _email()
    role = SelectField(_l("Roll"), choices=of_words(ROLES), default="main_admin")
    language = SelectField(_l("Språk"), choices=of_words(LANGUAGES))
    message = TextAreaField(_l("Hälsning"), validators=[Length(max=500, message=_l("Skriv högst 500 tecken"))])


class InviteStaffForm(Form):
    """Invite a colleague."""

    name = StringField(_l("Namn"), validators=[required(_l("Skriv namnet")), Length(max=100)])
    email = _email()
    roles = TicksField(_l("Roller"), choices=of_words(STAFF_ROLES), validators=[required(_l("Välj minst en roll"))])


class NewsForm(Form):
    """A news item in Swedish, and in English where there is one. Texts are Markdown."""

    title = StringField(_l("Rubrik"), validators=[required(_l("Skriv en rubrik")), Length(max=200)])
    lead = StringField(_l("Ingress"), validators=[required(_l("Skriv en ingress")), Length(max=200)])
    text = TextAreaField(_l("Text"), validators=[required(_l("Skriv texten")), Length(max=10000)])
    title_en = StringField(_l("Rubrik på engelska"), validators=[Length(max=200)])
    lead_en = StringField(_l("Ingress på engelska"), validators=[Length(max=200)])
    text_en = TextAreaField(_l("Text på engelska"), validators=[Length(max=10000)])
    area = StringField(_l("Gäller"), description=_l("Till exempel: Området, Alla fastigheter"), validators=[Length(max=100)])
    property_ids = TicksField(_l("Visas för fastigheter"), description=_l("Välj ingen för att visa för alla."), validate_choice=False)


class ArticleForm(Form):
    """A help article. Texts are Markdown."""

    slug = StringField(
        _l("Adress"),
        description=_l("Små bokstäver a–z, siffror och bindestreck"),
        validators=[required(_l("Skriv adressen")), Length(max=100)],
    )
    category = StringField(_l("Kategori"), validators=[required(_l("Skriv kategorin")), Length(max=200)])
    title = StringField(_l("Rubrik"), validators=[required(_l("Skriv en rubrik")), Length(max=200)])
    lead = StringField(_l("Ingress"), validators=[required(_l("Skriv en ingress")), Length(max=200)])
    text = TextAreaField(_l("Text"), validators=[required(_l("Skriv texten")), Length(max=10000)])
    title_en = StringField(_l("Rubrik på engelska"), validators=[Length(max=200)])
    lead_en = StringField(_l("Ingress på engelska"), validators=[Length(max=200)])
    text_en = TextAreaField(_l("Text på engelska"), validators=[Length(max=10000)])
