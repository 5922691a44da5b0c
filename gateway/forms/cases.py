"""Writing in a case."""

from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField, TextAreaField
from wtforms.validators import DataRequired, Length

from gateway.forms import Form


class MessageForm(Form):
    """A message in the thread, with files."""

    text = TextAreaField(
        _l("Skriv till Platzer"),
        validators=[DataRequired(_l("Skriv ett meddelande")), Length(max=4000, message=_l("Skriv högst 4 000 tecken"))],
    )
    files = MultipleFileField(_l("Bifoga bilder eller PDF"))
