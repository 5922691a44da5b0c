"""The four steps of a fault report."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from gateway.forms import Form
from gateway.forms.choices import of_words
from gateway.words import AREAS, CATEGORIES

YES_NO = {"yes": _l("Ja, ni får gå in utan oss"), "no": _l("Nej, någon av oss ska vara med")}


class WhereForm(Form):
    """Step one: the property, our premises or common parts, and the spot."""

    property_id = RadioField(_l("Fastighet"), validators=[DataRequired(_l("Välj fastighet"))], validate_choice=False)
    area = RadioField(
        _l("Var i huset?"),
        choices=of_words(AREAS),
        validators=[DataRequired(_l("Välj om felet är i er lokal eller i ett allmänt utrymme"))],
    )
    premises = StringField(_l("Lokal"), validators=[Length(max=100, message=_l("Skriv högst 100 tecken"))])
    spot = StringField(_l("Rum eller plats"), validators=[Length(max=200, message=_l("Skriv högst 200 tecken"))])


class WhatForm(Form):
    """Step two: the kind of fault and what is wrong."""

    category = RadioField(_l("Vad gäller det?"), choices=of_words(CATEGORIES), validators=[DataRequired(_l("Välj vad felet gäller"))])
    title = StringField(
        _l("Rubrik"),
        validators=[DataRequired(_l("Skriv en kort rubrik")), Length(max=120, message=_l("Skriv högst 120 tecken i rubriken"))],
    )
    description = TextAreaField(
        _l("Vad är fel?"), validators=[DataRequired(_l("Skriv vad som är fel")), Length(max=4000, message=_l("Skriv högst 4 000 tecken"))]
    )
    since = StringField(_l("Sedan när?"), validators=[Length(max=100, message=_l("Skriv högst 100 tecken"))])


class AccessForm(Form):
    """Step three, beside the photos: may we enter, when, and whom to call."""

    may_enter = RadioField(
        _l("Får vi gå in utan er?"), choices=of_words(YES_NO), validators=[DataRequired(_l("Välj om vi får gå in utan er"))]
    )
    wanted_time = StringField(_l("Tid som passar"), validators=[Length(max=200, message=_l("Skriv högst 200 tecken"))])
    contact_name = StringField(
        _l("Kontaktperson"),
        validators=[DataRequired(_l("Skriv vem vi kan kontakta")), Length(max=100, message=_l("Skriv högst 100 tecken"))],
    )
    contact_phone = StringField(
        _l("Telefon"), validators=[DataRequired(_l("Skriv ett telefonnummer")), Length(max=30, message=_l("Skriv högst 30 tecken"))]
    )
