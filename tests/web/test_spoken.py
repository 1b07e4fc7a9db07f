"""What a field refuses is said once, in our words, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    DecimalField,
    FloatField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.i18n import messages_path
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from annotator.web.forms import AppForm, PartForm
from tests.site.source import PACKAGE

CHOICES, NUMBERS = [SelectChoice("a", "A")], [SelectChoice(1, "One")]


class Everything(PartForm):
    """One field of each kind that forms have, with the rules they use."""

    whole = IntegerField(validators=[NumberRange(1, 200)])
    least = IntegerField(validators=[NumberRange(min=5)])
    most = IntegerField(validators=[NumberRange(max=5)])
    within = IntegerField(validators=[NumberRange(1, 5)])
    decimal = DecimalField()
    real = FloatField()
    day = DateField()
    time = TimeField()
    one = RadioField(choices=CHOICES)
    number = RadioField(choices=NUMBERS, coerce=int)
    several = SelectMultipleField(choices=CHOICES)
    numbers = SelectMultipleField(choices=NUMBERS, coerce=int)
    needed = StringField(validators=[InputRequired()])
    long = StringField(validators=[Length(max=2)])
    short = StringField(validators=[Length(min=20)])
    between = StringField(validators=[Length(20, 30)])
    shaped = StringField(validators=[Regexp("^[a-c]+$")])


FIELDS = [name for name, field in vars(Everything).items() if hasattr(field, "field_class")]
SENT = {
    **dict.fromkeys(FIELDS, "nonsense"),
    **{"least": "1", "most": "9", "within": "9", "needed": ""},
}


def theirs() -> list[re.Pattern[str]]:
    """WTForms' own sentences, with anything in the place of what they name."""
    path = Path(messages_path()) / "wtforms.pot"
    found = re.findall(r'^msgid(?:_plural)? "(.+)"$', path.read_text(encoding="utf-8"), re.M)
    assert len(found) > 30
    told = (re.split(r"%\(\w+\)[sd]|%s", one) for one in found)
    return [re.compile(".+".join(map(re.escape, parts))) for parts in told]


def forms() -> Iterator[type[Any]]:
    """Every form there is, and part of one."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "Form)" in text or "Form," in text:
            dotted = path.relative_to(PACKAGE.parent).with_suffix("")
            import_module(".".join(dotted.parts).removesuffix(".__init__"))
    waiting: list[type[Any]] = [AppForm, PartForm]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        waiting += kinds
        yield from (kind for kind in kinds if kind.__module__.startswith("annotator."))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_kind_of_field_says_one_sentence_of_ours(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        form = Everything(MultiDict(SENT))
        assert not form.validate()
        assert set(form.errors) == set(FIELDS)
        for name, (*more, sentence) in form.errors.items():
            assert not more, f"{name}: {more}"
            assert not any(one.fullmatch(sentence) for one in theirs()), sentence
            assert "%(" not in sentence
            assert sentence.isascii() or language == "ar" or "“" in sentence
            assert bool(re.search("[\u0600-\u06ff]", sentence)) is (language == "ar"), sentence


def test_no_field_of_any_form_speaks_in_other_words(app: Flask) -> None:
    wrong, seen = [], 0
    with app.test_request_context():
        for kind in forms():
            for name in dir(kind):
                if hasattr(unbound := getattr(kind, name), "field_class"):
                    seen += 1
                    wrong += [f"{kind.__name__}.{name}: {one}" for one in said_of(name, unbound)]
    assert seen > 300
    assert wrong == []


def said_of(name: str, unbound: Any) -> list[str]:
    """What the field says of nonsense in WTForms' own words."""
    alone = type("Alone", (PartForm,), {name: unbound})(MultiDict({name: "☃ nonsense"}))
    one = alone[name]
    if getattr(one, "choices", ()) is None:
        one.choices = CHOICES
    try:
        one.validate(alone)
    except (RuntimeError, AttributeError, TypeError, LookupError):
        # It asks the project at hand, which its own tests do.
        return []
    # Alone, a field lacks the one that it has to be equal to.
    told = [said for said in map(str, one.errors) if not said.startswith("Invalid field name")]
    return [said for said in told if any(other.fullmatch(said) for other in theirs())]
