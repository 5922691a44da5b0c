"""Writing in a case."""

from flask_babel import lazy_gettext as _l
from wtforms import Form, MultipleFileField, TextAreaField
from wtforms.validators import InputRequired, Length


class MessageForm(Form):
    """A message in the thread, with files."""

    text = TextAreaField(
        _l("Skriv till Platzer"),
        validators=[InputRequired(_l("Skriv ett meddelande")), Length(max=4000, message=_l("Skriv högst 4 000 tecken"))],
    )
    files = MultipleFileField(_l("Bifoga bilder eller PDF"))
