"""The base of every form, and how what it refuses is told."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.i18n import DummyTranslations

from annotator.errors import Invalid

_AS_WRITTEN = DummyTranslations()


class AppForm(FlaskForm):  # type: ignore[misc]
    """A form with a token; `checked` raises instead of returning False."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Settings of every form."""

        def get_translations(self, form: FlaskForm) -> Any:
            """None to look up in English, in which the messages are written.

            Flask-WTF looks its catalogue up for each message that a field might need, which
            took a tenth of a save.
            """
            locale = get_locale()
            if locale is None or locale.language == "en":
                return _AS_WRITTEN
            return super().get_translations(form)

    def checked(self) -> None:
        """Validate; raises `Invalid` with the first field at fault and its sentence."""
        if self.validate():
            return
        field, sentence = first_error(self.errors)
        raise Invalid(sentence.replace("%", "%%"), field)


def first_error(errors: Any, prefix: str = "") -> tuple[str, str]:
    """The name of the first field at fault, nested names joined by `-`, and its sentence."""
    if isinstance(errors, dict):
        for name, inner in errors.items():
            if inner:
                return first_error(inner, f"{prefix}-{name}" if prefix else str(name or "form"))
    if isinstance(errors, (list, tuple)):
        for index, inner in enumerate(errors):
            if isinstance(inner, dict) and inner:
                return first_error(inner, f"{prefix}-{index}")
            if inner:
                return prefix, str(inner)
    return prefix or "form", str(errors)


def was_sent(field: Field) -> bool:
    """Whether the request named this field at all: absent means "leave as it is"."""
    return bool(field.raw_data)
