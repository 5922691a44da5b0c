"""Registration: details, way of signing in, password."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, StringField, TelField
from wtforms.validators import DataRequired, Length, Regexp

from gateway.forms import Form
from gateway.forms.choices import of_words

LANGUAGES = {"sv": "Svenska", "en": "English"}
LENGTH = Length(max=100, message=_l("Skriv högst 100 tecken"))
PHONE = r"^$|^[+0-9][0-9 ()\-]{5,28}$"


class DetailsForm(Form):
    """Step one: who you are."""

    given_name = StringField(_l("Förnamn"), validators=[DataRequired(_l("Skriv ditt förnamn")), LENGTH])
    surname = StringField(_l("Efternamn"), validators=[DataRequired(_l("Skriv ditt efternamn")), LENGTH])
    phone = TelField(
        _l("Mobil"),
        description=_l("Så att vi når dig om ett ärende."),
        validators=[Regexp(PHONE, message=_l("Skriv ett telefonnummer, till exempel 070-123 45 67"))],
    )
    language = RadioField(_l("Språk"), choices=of_words(LANGUAGES), default="sv", validators=[DataRequired(_l("Välj språk"))])


class WayForm(Form):
    """Step two: how you will sign in."""

    way = RadioField(
        _l("Hur vill du logga in?"),
        choices=of_words({"bankid": "BankID", "password": _l("E-post och lösenord")}),
        validators=[DataRequired(_l("Välj hur du vill logga in"))],
    )


class NewPasswordForm(Form):
    """Step three for those without BankID."""

    password = PasswordField(
        _l("Lösenord"),
        description=_l("Minst 15 tecken. Några ord på rad är lättast att minnas och svårast att gissa."),
        validators=[DataRequired(_l("Välj ett lösenord")), Length(min=15, max=1000, message=_l("Lösenordet ska ha minst 15 tecken"))],
    )
    remember = BooleanField(_l("Kom ihåg mig på den här enheten"), default=True)
