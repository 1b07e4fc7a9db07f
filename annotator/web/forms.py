"""The base of every form, and how what it refuses is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Generic, TypeVar

from flask_babel import get_domain, get_locale, lazy_ngettext
from flask_wtf import FlaskForm
from flask_wtf.i18n import translations
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, Form, FormField
from wtforms.i18n import DummyTranslations
from wtforms.meta import DefaultMeta
from wtforms.utils import unset_value
from wtforms.widgets import TextArea

from annotator.errors import Invalid

_AS_WRITTEN = DummyTranslations()
_TYPED = frozenset({"text", "search", "email", "url"})

#: So many entries of a list of parts are kept for the next request.
MOST_KEPT = 8

Kind = TypeVar("Kind", bound=Form)


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


class PartField(FormField):  # type: ignore[type-arg]
    """A form inside another one, which takes in new data without being made anew."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take in what was sent; without a request, make the form for what is given."""
        made: Form | None = vars(self).get("form")
        if made is None or formdata is None or data is not unset_value:
            super().process(formdata, data, extra_filters)
        else:
            _take_in(made, formdata)


class SparePart(PartField):
    """A part that most requests say nothing of: then it is neither read nor checked.

    Not for a part in which something is required.
    """

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take in what was sent, if anything was, now or the last time."""
        begun = f"{self.name}-"
        sent = formdata is not None and any(key.startswith(begun) for key in formdata)
        if sent or not vars(self).get("is_bare"):
            super().process(formdata, data, extra_filters)
        self.is_bare = not sent

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check what was sent."""
        return self.is_bare or bool(super().validate(form, extra_validators))


class PartList(FieldList):  # type: ignore[type-arg]
    """Any number of parts; those that a request does not bring are kept for the next one."""

    def _extract_indices(self, prefix: str, formdata: Any) -> frozenset[int]:
        return _numbers(prefix, tuple(formdata))

    def _add_entry(self, formdata: Any = None, data: Any = unset_value, index: Any = None) -> Any:
        kept: dict[int, Field] = vars(self).setdefault("kept", {})
        entry = kept.get(index) if data is unset_value else None
        # An entry is renamed when there is a gap before it.
        if entry is None or entry.name != f"{self.name}-{index}":
            entry = super()._add_entry(formdata, data, index)  # type: ignore[misc]
            if self.last_index < MOST_KEPT:
                kept[self.last_index] = entry
            return entry
        entry.process(formdata)
        self.entries.append(entry)
        self.last_index = index
        return entry


class ReusedForms(Generic[Kind]):
    """Forms of one kind that are made once and read one request after another.

    WTForms makes every field of a form anew from its declaration, which took longer than to read
    and check what came in. These forms are for reading only, and are never shown; a `filter_` or
    `post_process` of theirs is not called.
    """

    def __init__(self, kind: type[Kind]) -> None:
        self._kind = kind
        self._free: dict[str, list[Kind]] = defaultdict(list)

    @contextmanager
    def reading(self, sent: MultiDict[str, str]) -> Iterator[Kind]:
        """A form that holds what was sent; nobody else has it until the block ends."""
        # By language, as fields keep the translations that they were made with.
        free = self._free[str(get_locale())]
        try:
            form = free.pop()
        except IndexError:
            form = self._kind(formdata=None)
        _take_in(form, sent)
        yield form
        # One whose request was refused does not come back here, and goes.
        free.append(form)


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


def _take_in(form: Form, sent: MultiDict[str, str]) -> None:
    # Without the look for functions named after each field, which took as long as to read it.
    for field in form:
        field.process(sent)


@lru_cache(maxsize=64)
def _numbers(name: str, keys: tuple[str, ...]) -> frozenset[int]:
    """The numbers of a list's entries. Most requests of one kind have the same keys."""
    begun = f"{name}-"
    found = (key[len(begun) :].split("-", 1)[0] for key in keys if key.startswith(begun))
    return frozenset(int(number) for number in found if number.isdigit())


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
