"""Inviting colleagues and changing roles."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, FieldList, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp, StopValidation

from gateway.forms import Form
from gateway.forms.choices import of_words
from gateway.words import ROLES

EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$"
MOST = 20


class _Wanted:
    """The row counts once anything in it is filled in; an empty row is passed over."""

    def __call__(self, form: Any, field: Any) -> None:
        if not form.wanted():
            field.errors[:] = []
            raise StopValidation


class PersonForm(Form):
    """One colleague to invite."""

    email = EmailField(
        _l("E-post"),
        validators=[
            _Wanted(),
            DataRequired(_l("Skriv en e-postadress")),
            Length(max=254, message=_l("Skriv högst 254 tecken")),
            Regexp(EMAIL, message=_l("Skriv en hel e-postadress, till exempel namn@foretag.se")),
        ],
    )
    name = StringField(
        _l("Namn"), validators=[_Wanted(), DataRequired(_l("Skriv ett namn")), Length(max=100, message=_l("Skriv högst 100 tecken"))]
    )
    role = SelectField(_l("Roll"), default="user")

    def wanted(self) -> bool:
        """Whether anything has been typed in this row."""
        return bool((self.email.data or "").strip() or (self.name.data or "").strip())


class InviteForm(Form):
    """Several at once, with one message to all."""

    people = FieldList(FormField(PersonForm), min_entries=1, max_entries=MOST)
    message = TextAreaField(_l("Hälsning"), validators=[Length(max=500, message=_l("Skriv högst 500 tecken"))])

    def offer(self, roles: Sequence[str]) -> None:
        """The roles this inviter may give."""
        for row in self.people:
            row.form.role.choices = of_words({role: ROLES[role] for role in roles})

    def wanted(self) -> list[PersonForm]:
        """The rows that are filled in."""
        return [row.form for row in self.people if row.form.wanted()]


class RoleForm(Form):
    """A member's role."""

    role = RadioField(_l("Roll"), validators=[DataRequired(_l("Välj en roll"))])
