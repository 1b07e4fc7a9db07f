"""The forms by which articles come: pasted, or as files."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from annotator.articles.drafts import LONGEST, ArticleDraft, one_line
from annotator.similarity.known import Choice
from annotator.web.encodings import encoding_choices
from annotator.web.forms import AppForm
from annotator.web.known import FormOfOne

_NEEDED = _l("Please fill this in.")
_TOO_LONG = _l("This is too long.")
_NO_FILE = _l("Please choose a file.")


def _at_most(field: str) -> Length:
    return Length(max=LONGEST[field], message=_TOO_LONG)


#: What may become of articles that are there already.
CHOICES = (
    (Choice.SAME.value, _l("Leave out only those with the very same text")),
    (Choice.ADD.value, _l("Bring them in all the same")),
    (Choice.SKIP.value, _l("Leave out those with nearly the same text, or the same address")),
    (Choice.LINK.value, _l("Bring them in, linked as the same story")),
    (Choice.REVISE.value, _l("Make each the newest text of the one that is there")),
)


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


class FilesForm(AppForm):
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
    known = SelectField(
        _l("Articles that are there already"),
        choices=[SelectChoice(*choice) for choice in CHOICES],
        default=Choice.SAME.value,
        description=_l(
            "The same text and the same address are told at once. What is nearly the same is "
            "looked for where you choose to leave out, link or make it the newest text."
        ),
    )
    dry_run = BooleanField(_l("Only say what would happen"))
