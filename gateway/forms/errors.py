"""Puts a sentence from a service beside the field it is about."""

from wtforms import Form


def add_error(form: Form, place: str | None, sentence: str) -> None:
    """Add to the field called `place`, or to the form as a whole where it has no such field."""
    if place and place in form:
        form[place].errors = [*form[place].errors, sentence]
    else:
        form.form_errors.append(sentence)
