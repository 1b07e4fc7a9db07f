"""Forms of the list and of the three ways in which articles come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from annotator.articles.drafts import LONGEST, ArticleDraft, one_line
from annotator.articles.listing import Progress
from annotator.web.forms import AppForm

_NEEDED = _l("Please fill this in.")
_TOO_LONG = _l("This is too long.")
_NO_FILE = _l("Please choose a file.")

#: The words for each state in the filter; what a reviewer sees is about their own work.
PROGRESS_WORDS: dict[Progress, Any] = {
    Progress.NOT_STARTED: _l("Not started"),
    Progress.UNTOUCHED: _l("Untouched"),
    Progress.ASSIGNED: _l("Assigned"),
    Progress.STARTED: _l("Started"),
    Progress.RETURNED: _l("Returned"),
    Progress.SUBMITTED: _l("Submitted"),
}

#: Encodings of old text files that a person may name; UTF-8 and those with a mark are known.
ENCODINGS = (
    ("", _l("UTF-8, or what the file itself says")),
    ("windows-1252", _l("Western European (Windows-1252)")),
    ("windows-1250", _l("Central European (Windows-1250)")),
    ("windows-1251", _l("Cyrillic (Windows-1251)")),
    ("koi8-r", _l("Cyrillic (KOI8-R)")),
    ("windows-1253", _l("Greek (Windows-1253)")),
    ("windows-1254", _l("Turkish (Windows-1254)")),
    ("windows-1255", _l("Hebrew (Windows-1255)")),
    ("windows-1256", _l("Arabic (Windows-1256)")),
    ("shift_jis", _l("Japanese (Shift JIS)")),
    ("euc-jp", _l("Japanese (EUC-JP)")),
    ("euc-kr", _l("Korean (EUC-KR)")),
    ("gb18030", _l("Simplified Chinese (GB 18030)")),
    ("big5", _l("Traditional Chinese (Big5)")),
    ("utf-16-le", _l("UTF-16, little-endian")),
    ("utf-16-be", _l("UTF-16, big-endian")),
)


def _at_most(field: str) -> Length:
    return Length(max=LONGEST[field], message=_TOO_LONG)


class ArticleFilter(AppForm):
    """Above the list; sent by GET, so that a filtered list has an address."""

    q = SearchField(_l("Words in the title"), validators=[Optional(), Length(max=200)])
    state = SelectField(_l("State"), choices=[], validate_choice=False)

    def offer(self, states: Sequence[Progress]) -> None:
        """Let the person choose from these states."""
        self._offered = tuple(states)
        offered = [SelectChoice(state.value, PROGRESS_WORDS[state]) for state in states]
        self.state.choices = [SelectChoice("", _l("Any state")), *offered]

    def progress(self) -> Progress | None:
        """The chosen state; None for any, and for what was not offered."""
        return next((state for state in self._offered if state == self.state.data), None)


class ArticleForm(AppForm):
    """One article, pasted in."""

    text = TextAreaField(
        _l("Text"),
        validators=[InputRequired(_NEEDED)],
        description=_l("Plain text. It is kept as it is, and cannot be changed later."),
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


class TextFileForm(AppForm):
    """One article in a text file."""

    text_file = FileField(_l("Text file"), validators=[FileRequired(_NO_FILE)])
    encoding = SelectField(
        _l("Encoding"),
        choices=[SelectChoice(*encoding) for encoding in ENCODINGS],
        default="",
        description=_l("Only needed when the file cannot be read without it."),
    )


class JsonlFileForm(AppForm):
    """Many articles in a JSON Lines file."""

    jsonl_file = FileField(_l("JSON Lines file"), validators=[FileRequired(_NO_FILE)])
    keep_extra = BooleanField(
        _l("Keep keys that Annotator has no word for"),
        description=_l("Without this, an unknown key is refused, in case it is a slip."),
    )
