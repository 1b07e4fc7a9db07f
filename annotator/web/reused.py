"""Forms that are made once and read one request after another.

WTForms makes every field of a form anew from its declaration, and then asks each field, whether
anything came for it or not. A mark may have a hundred fields, of which a save brings fifteen: to
make them took longer than to read and check what came in, and so did to ask the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from flask_babel import get_locale
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, Form, FormField
from wtforms.utils import unset_value

from annotator.web.forms import was_sent

#: So many entries of a list of parts are kept for the next request.
MOST_KEPT = 8

Sent = MultiDict[str, str]


class ReadAgain(Form):
    """A form, or part of one, that takes in new data and asks no field that has none.

    Whether a field may be absent must not depend on the others. A `filter_`, a `validate_` of a
    single field or a `post_process` of such a form is not called.
    """

    #: The fields that hold what came, and those that may; None while nobody knows which do.
    _came: Collection[Field] | None = None

    def take_in(self, sent: Sent) -> None:
        """Hold what was sent, and nothing of the request before."""
        came = [
            field
            for field in self._fields.values()
            if field.name in sent or isinstance(field, (FormField, FieldList))
        ]
        for field in self._fields.values() if self._came is None else {*self._came, *came}:
            field.process(sent)
        self._came = came

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check what came, and what had to."""
        if self._came is None or extra_validators is not None:
            return bool(super().validate(extra_validators))
        asked = {*self._came, *(self[name] for name in _must_come(type(self)))}
        return all([field.validate(self) for field in asked])

    def named(self) -> list[Field]:
        """The fields that the request named; not those of the parts in it."""
        return [field for field in self._came or self if was_sent(field)]


class PartField(FormField):  # type: ignore[type-arg]
    """A form inside another one, which takes in new data without being made anew."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take in what was sent; without a request, make the form for what is given."""
        made: ReadAgain | None = vars(self).get("form")
        if made is None or formdata is None or data is not unset_value:
            super().process(formdata, data, extra_filters)
        else:
            made.take_in(formdata)


class SparePart(PartField):
    """A part that most requests say nothing of: then it is neither read nor checked.

    Not for a part in which something is required.
    """

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take in what was sent, if anything was, now or the last time."""
        sent = formdata is not None and _numbers(self.name, tuple(formdata)) is not None
        if sent or not vars(self).get("is_bare"):
            super().process(formdata, data, extra_filters)
        self.is_bare = not sent

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check what was sent."""
        return self.is_bare or bool(super().validate(form, extra_validators))


class PartList(FieldList):  # type: ignore[type-arg]
    """Any number of parts; those that a request does not bring are kept for the next one."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterable[int]:
        return _numbers(prefix, tuple(formdata)) or ()

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


Kind = TypeVar("Kind", bound=ReadAgain)


class ReusedForms(Generic[Kind]):
    """Forms of one kind for whoever has a request to read; they are never shown."""

    def __init__(self, kind: type[Kind]) -> None:
        self._kind = kind
        self._free: dict[str, list[Kind]] = defaultdict(list)

    @contextmanager
    def reading(self, sent: Sent) -> Iterator[Kind]:
        """A form that holds what was sent; nobody else has it until the block ends."""
        # By language, as fields keep the translations that they were made with.
        free = self._free[str(get_locale())]
        try:
            form = free.pop()
        except IndexError:
            form = self._kind(formdata=None)
        form.take_in(sent)
        yield form
        # One whose request was refused does not come back here, and goes.
        free.append(form)


@cache
def _must_come(kind: type[ReadAgain]) -> tuple[str, ...]:
    """The names of the fields that are at fault where nothing came for them."""
    bare = kind(formdata=MultiDict())
    return tuple(name for name, field in bare._fields.items() if not field.validate(bare))


@lru_cache(maxsize=256)
def _numbers(name: str, keys: tuple[str, ...]) -> frozenset[int] | None:
    """The numbers of the parts of this name that were sent; None where nothing of it was.

    Most requests of one kind have the same keys.
    """
    begun = f"{name}-"
    found = [key[len(begun) :].split("-", 1)[0] for key in keys if key.startswith(begun)]
    return frozenset(int(part) for part in found if part.isdigit()) if found else None
