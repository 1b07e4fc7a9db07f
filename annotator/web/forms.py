"""The base of every form, and how what it refuses is told."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, Form
from wtforms.meta import DefaultMeta
from wtforms.widgets import TextArea

from annotator.errors import Invalid
from annotator.web.spoken import Spoken

_TYPED = frozenset({"text", "search", "email", "url"})


_SPOKEN = Spoken()


class ReaderMeta(DefaultMeta):
    """Settings of every form and part of one: it speaks to its reader, and lets them write."""

    def get_translations(self, form: Any) -> Spoken:
        """What the form says of its fields."""
        return _SPOKEN

    def render_field(self, field: Field, render_kw: Any) -> Any:
        """The field; what is typed into it runs the way of its own script."""
        kind = getattr(field.widget, "input_type", None)
        if kind in _TYPED or isinstance(field.widget, TextArea):
            render_kw = {"dir": "auto", **render_kw}
        return super().render_field(field, render_kw)


class _OneSentence:
    """What cannot be read is said once: that it is then also out of range helps nobody."""

    def validate(self, extra_validators: Any = None) -> bool:
        """As WTForms does."""
        is_right = bool(super().validate(extra_validators))  # type: ignore[misc]
        for field in self:  # type: ignore[attr-defined]
            if field.process_errors:
                field.errors = field.errors[:1]
        return is_right


class AppForm(_OneSentence, FlaskForm):  # type: ignore[misc]
    """A form with a token; `checked` raises instead of returning False."""

    class Meta(ReaderMeta, FlaskForm.Meta):  # type: ignore[misc]
        """Settings of every form."""

    def checked(self) -> None:
        """Validate; raises `Invalid` with the first field at fault and its sentence."""
        if self.validate():
            return
        field, sentence = first_error(self.errors)
        raise Invalid(sentence.replace("%", "%%"), field)


class PartForm(_OneSentence, Form):
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
