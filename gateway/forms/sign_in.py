"""Signing in with e-mail and password."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, Form, PasswordField
from wtforms.validators import InputRequired, Length


class PasswordForm(Form):
    """E-mail, password, and whether this device is remembered."""

    email = EmailField(_l("E-post"), validators=[InputRequired(_l("Skriv din e-postadress")), Length(max=254)])
    password = PasswordField(_l("Lösenord"), validators=[InputRequired(_l("Skriv ditt lösenord")), Length(max=1000)])
    remember = BooleanField(_l("Kom ihåg mig på den här enheten"))
