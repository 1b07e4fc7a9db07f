"""The forms by which articles come: pasted, or as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from annotator.articles.drafts import LONGEST, ArticleDraft, one_line
from annotator.imports.answers import Answers
from annotator.imports.queries import MOST_LISTED, Waiting, WaitingImport
from annotator.similarity.known import Choice
from annotator.web.encodings import encoding_choices
from annotator.web.forms import AppForm, PartForm
from annotator.web.known import CHOICES, CHOICES_OF_MANY, FormOfMany, FormOfOne

_NEEDED = _l("Please fill this in.")
_TOO_LONG = _l("This is too long.")
#: Before the name of a field that says which column it is.
_COLUMN = "column_"
_LONGEST_COLUMN = 200
_NO_FILE = _l("Please choose a file.")


def _at_most(field: str) -> Length:
    return Length(max=LONGEST[field], message=_TOO_LONG)


class ArticleForm(FormOfOne):
    """One article, pasted in."""

    text = TextAreaField(
        _l("Text"),
        validators=[InputRequired(_NEEDED)],
        description=_l("Plain text. It is kept as it is; a later change is a correction."),
    )
    title = StringField(
        _l("Title"),
        validators=[Optional(), _at_most("title")],
        description=_l("The first line of the text when left empty."),
    )
    url = URLField(_l("Address"), validators=[Optional(), _at_most("url")])
    publisher = StringField(_l("Publisher"), validators=[Optional(), _at_most("publisher")])
    byline = StringField(_l("Byline"), validators=[Optional(), _at_most("byline")])
    published_on = DateField(_l("Published on"), validators=[Optional()])
    language = StringField(
        _l("Language"),
        validators=[Optional(), _at_most("language")],
        description=_l("A tag such as en or pt-BR."),
    )
    external_id = StringField(
        _l("Its name elsewhere"),
        validators=[Optional(), _at_most("external_id")],
        description=_l("An identifier of your own, unique in the project."),
    )

    def to_draft(self) -> ArticleDraft:
        """What the service takes."""
        published_on: date | None = self.published_on.data
        return ArticleDraft(
            text=self.text.data or "",
            title=one_line(self.title.data),
            external_id=one_line(self.external_id.data),
            url=one_line(self.url.data),
            byline=one_line(self.byline.data),
            publisher=one_line(self.publisher.data),
            published_on=published_on,
            language=one_line(self.language.data),
        )


def _column(label: Any) -> StringField:
    return StringField(
        label, validators=[Optional(), Length(max=_LONGEST_COLUMN, message=_TOO_LONG)]
    )


class FilesForm(FormOfMany):
    """Files of any kind that can be read, each an import of its own."""

    files = MultipleFileField(_l("Files"), validators=[DataRequired(_NO_FILE)])
    encoding = SelectField(
        _l("Encoding"),
        choices=encoding_choices(_l("Found out: by its mark, as UTF-8, or by its signs")),
        default="",
        description=_l("Of text and tables; only needed when it is found out wrongly."),
    )
    keep_extra = BooleanField(
        _l("Keep keys that Annotator has no word for"),
        description=_l("Without this, an unknown key is refused, in case it is a slip."),
    )
    keep_good = BooleanField(
        _l("Leave out what is wrong, and list it"),
        description=_l("Without this, a file comes in whole or not at all."),
    )
    column_text = _column(_l("Text"))
    column_title = _column(_l("Title"))
    column_url = _column(_l("Address"))
    column_publisher = _column(_l("Publisher"))
    column_byline = _column(_l("Byline"))
    column_published_on = _column(_l("Published on"))
    column_language = _column(_l("Language"))
    column_external_id = _column(_l("Its name elsewhere"))
    dry_run = BooleanField(_l("Only say what would happen"))

    def columns(self) -> list[Field]:
        """The fields that say which column of a table is which."""
        return [field for field in self if field.name.startswith(_COLUMN)]

    def to_columns(self) -> dict[str, str]:
        """Which column is which field, where somebody said so."""
        return {
            field.name.removeprefix(_COLUMN): field.data.strip()
            for field in self.columns()
            if field.data and field.data.strip()
        }


#: For one of many that has no choice of its own.
_AS_ALL = ("", _l("As all the others"))


class RepeatChoice(PartForm):
    """What becomes of one article that was there already."""

    repeat = HiddenField(validators=[InputRequired(), Length(max=36)])
    becomes = SelectField(
        _l("What becomes of it"),
        choices=[SelectChoice(*choice) for choice in (_AS_ALL, *CHOICES)],
        default="",
    )


class RepeatsForm(AppForm):
    """What becomes of the articles that imports which wait have brought again."""

    every = RadioField(
        _l("What becomes of all of them"),
        choices=[SelectChoice(*choice) for choice in CHOICES_OF_MANY],
        default=Choice.SKIP.value,
    )
    repeats = FieldList(FormField(RepeatChoice), max_entries=MOST_LISTED)
    only_listed = BooleanField(_l("Only those that are listed here"))
    #: The ids of the imports that the page shows: an answer is for no others.
    waiting = HiddenField(_l("The files that wait"), validators=[InputRequired(_NEEDED)])

    def offer(self, listed: Sequence[Waiting], imports: Sequence[WaitingImport]) -> None:
        """Let the person choose for each of these; what was chosen for one before is proposed."""
        self.waiting.data = " ".join(one.id for one in imports)
        chosen = {one["repeat"]: one["becomes"] for one in self.repeats.data}
        while self.repeats.entries:
            self.repeats.pop_entry()
        for one in listed:
            proposed = Choice.ADD.value if one.is_another else ""
            entry = {"repeat": one.id, "becomes": chosen.get(one.id, proposed)}
            becomes = self.repeats.append_entry(entry).form.becomes
            if one.has_work:
                becomes.choices = [
                    SelectChoice(*choice)
                    for choice in (_AS_ALL, *CHOICES)
                    if choice[0] != Choice.REVISE.value
                ]

    def shown(self) -> list[str]:
        """The ids of the imports for which the answer is."""
        return (self.waiting.data or "").split()

    def listed(self) -> list[str]:
        """The ids of the questions that stood on the page."""
        return [one["repeat"] for one in self.repeats.data]

    def to_answers(self) -> Answers:
        """What was chosen."""
        every = Choice(self.every.data)
        each = {
            one["repeat"]: Choice(one["becomes"] or every)
            for one in self.repeats.data
            if one["becomes"] or self.only_listed.data
        }
        return Answers(each, None if self.only_listed.data else every)
