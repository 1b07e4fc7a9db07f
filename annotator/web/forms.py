"""The base of every form, and how what it refuses is told."""

from __future__ import annotations

from typing import Any

from flask_babel import get_domain, get_locale, lazy_ngettext
from flask_wtf import FlaskForm
from flask_wtf.i18n import translations
from wtforms import Field, Form
from wtforms.i18n import DummyTranslations
from wtforms.meta import DefaultMeta
from wtforms.widgets import TextArea

from annotator.errors import Invalid

_AS_WRITTEN = DummyTranslations()
_TYPED = frozenset({"text", "search", "email", "url"})


class Spoken:
    """WTForms' own messages: in our words where we have any, else in those of its catalogue."""

    #: What its catalogues lack.
    OWN = (
        lazy_ngettext(
            "Field cannot be longer than %(max)d character.",
            "Field cannot be longer than %(max)d characters.",
            num="max",
        ),
    )

    def gettext(self, string: str) -> str:
        """A message."""
        own = str(get_domain().get_translations().ugettext(string))
        return own if own != string else str(translations.gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """A message that counts."""
        own = str(get_domain().get_translations().ungettext(singular, plural, n))
        return (
            own
            if own not in (singular, plural)
            else str(translations.ngettext(singular, plural, n))
        )


_SPOKEN = Spoken()


class ReaderMeta(DefaultMeta):
    """Settings of every form and part of one: it speaks to its reader, and lets them write."""

    def get_translations(self, form: Any) -> Any:
        """None to look up in English, in which the messages are written.

        Flask-WTF looks its catalogue up for each message that a field might need, which took a
        tenth of a save.
        """
        locale = get_locale()
        if locale is None or locale.language == "en":
            return _AS_WRITTEN
        return _SPOKEN

    def render_field(self, field: Field, render_kw: Any) -> Any:
        """The field; what is typed into it runs the way of its own script."""
        kind = getattr(field.widget, "input_type", None)
        if kind in _TYPED or isinstance(field.widget, TextArea):
            render_kw = {"dir": "auto", **render_kw}
        return super().render_field(field, render_kw)


class AppForm(FlaskForm):  # type: ignore[misc]
    """A form with a token; `checked` raises instead of returning False."""

    class Meta(ReaderMeta, FlaskForm.Meta):  # type: ignore[misc]
        """Settings of every form."""

    def checked(self) -> None:
        """Validate; raises `Invalid` with the first field at fault and its sentence."""
        if self.validate():
            return
        field, sentence = first_error(self.errors)
        raise Invalid(sentence.replace("%", "%%"), field)


class PartForm(Form):
    """A form inside another one."""

    Meta = ReaderMeta


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
