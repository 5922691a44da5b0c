"""Forms, one file a place: fields, limits and the sentences shown when something is missing."""

from typing import Any

import wtforms
from wtforms import PasswordField, StringField
from wtforms.fields.core import UnboundField
from wtforms.i18n import get_translations

from gateway.i18n import language


class Form(wtforms.Form):
    """What every form stands on: typed text without space around it, and WTForms' own sentences in the page's language."""

    class Meta:
        """How WTForms makes the fields."""

        def get_translations(self, form: wtforms.Form) -> Any:
            """WTForms' own few sentences, such as for an option that is not among the choices."""
            return get_translations([language()])

        def bind_field(self, form: wtforms.Form, unbound_field: "UnboundField[Any]", options: dict[str, Any]) -> Any:
            """Text is stripped; a password is taken as it is typed."""
            kind = unbound_field.field_class
            filters = list(unbound_field.kwargs.get("filters", ()))
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                filters.append(_stripped)
            return unbound_field.bind(form=form, filters=filters, **options)


def _stripped(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text
