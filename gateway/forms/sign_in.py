"""Signing in with e-mail and password."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import DataRequired, Length

from gateway.forms import Form


class PasswordForm(Form):
    """E-mail, password, and whether this device is remembered."""

    email = EmailField(
        _l("E-post"), validators=[DataRequired(_l("Skriv din e-postadress")), Length(max=254, message=_l("Skriv högst 254 tecken"))]
    )
    password = PasswordField(
        _l("Lösenord"), validators=[DataRequired(_l("Skriv ditt lösenord")), Length(max=1000, message=_l("Skriv högst 1 000 tecken"))]
    )
    remember = BooleanField(_l("Kom ihåg mig på den här enheten"))
