"""Forms of the door for web pages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from annotator.articles.drafts import LONGEST, ArticleDraft, check_field, one_line
from annotator.errors import Invalid
from annotator.web.encodings import encoding_choices
from annotator.web.errors import sentence_of
from annotator.web.forms import AppForm, PartForm
from annotator.web.known import FormOfOne
from annotator.webpages.correcting import checked_words
from annotator.webpages.reading import Page
from annotator.webpages.service import Wanted

_TOO_LONG = _l("This is too long.")


def _address(_form: Any, field: Any) -> None:
    if field.data and field.data.strip():
        try:
            check_field("url", field.data.strip())
        except Invalid as error:
            raise ValidationError(sentence_of(error)) from None


class WebPageForm(AppForm):
    """A page, as a file or pasted."""

    page_file = FileField(
        _l("HTML file"), description=_l("A page saved with the browser, at most 2 MB of HTML.")
    )
    html = TextAreaField(
        _l("Or its HTML, pasted"),
        description=_l("The source of the page, or of the article alone."),
    )
    url = URLField(
        _l("Address"),
        validators=[Optional(), Length(max=LONGEST["url"], message=_TOO_LONG), _address],
        description=_l("Where the page is from; its links are completed with it."),
    )
    encoding = SelectField(
        _l("Encoding"),
        choices=encoding_choices(_l("What the page says")),
        default="",
        description=_l("Only needed when the file cannot be read without it."),
    )

    def validate_html(self, field: TextAreaField) -> None:
        """One of the two must be there, and not both."""
        has_file, has_text = bool(self.page_file.data), bool((field.data or "").strip())
        if has_file and has_text:
            raise ValidationError(_l("Send the file or paste its HTML, not both."))
        if not has_file and not has_text:
            raise ValidationError(_l("Please choose a file, or paste the HTML of the page."))

    def content(self) -> tuple[bytes, str | None]:
        """The bytes of the page, and the encoding that was named."""
        if self.page_file.data:
            return self.page_file.data.read(), self.encoding.data or None
        return (self.html.data or "").encode("utf-8", "replace"), "utf-8"


class WordsForm(PartForm):
    """Other words for one paragraph."""

    place = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=0)])
    words = TextAreaField(
        _l("Words"),
        description=_l(
            "Emphasis and links stay with their words; a blank line makes two paragraphs of one."
        ),
    )

    def validate_words(self, field: TextAreaField) -> None:
        """What no paragraph may hold is told beside its words."""
        try:
            checked_words(field.data or "")
        except Invalid as error:
            raise ValidationError(sentence_of(error)) from None


class ProposalForm(FormOfOne):
    """What of a page is the article, and where it is from.

    `open` and `restore` are buttons beside a paragraph, each with its place on the page.
    """

    title = StringField(_l("Title"), validators=[Optional(), Length(max=LONGEST["title"])])
    byline = StringField(_l("Byline"), validators=[Optional(), Length(max=LONGEST["byline"])])
    publisher = StringField(
        _l("Publisher"), validators=[Optional(), Length(max=LONGEST["publisher"])]
    )
    published_on = DateField(_l("Published on"), validators=[Optional()])
    language = StringField(
        _l("Language"),
        validators=[Optional(), Length(max=LONGEST["language"])],
        description=_l("A tag such as en or pt-BR."),
    )
    url = URLField(_l("Address"), validators=[Optional(), Length(max=LONGEST["url"])])
    kept = SelectMultipleField(
        _l("What is the article"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    corrected = FieldList(FormField(WordsForm), _l("Corrected paragraphs"))
    without = BooleanField(_l("Go on without this formatting"))
    open = IntegerField(validators=[Optional()])
    restore = IntegerField(validators=[Optional()])

    #: How many paragraphs the page has.
    blocks = 0

    FIELDS = ("title", "byline", "publisher", "published_on", "language", "url")

    @classmethod
    def about(cls, page: Page) -> ProposalForm:
        """The form, filled with what the page says unless a person has sent it."""
        said = {name: getattr(page, name) for name in cls.FIELDS}
        said["kept"] = [place for place, block in enumerate(page.blocks) if block.kept]
        form = cls(data=said)
        form.blocks = len(page.blocks)
        form.kept.choices = [
            SelectChoice(place, block.text) for place, block in enumerate(page.blocks)
        ]
        return form

    def validate_corrected(self, field: FieldList[Any]) -> None:
        """Each is about a paragraph of the page, and no two about the same."""
        places = [entry.form.place.data for entry in field]
        if len(set(places)) < len(places) or not all(map(self._is_there, places)):
            raise ValidationError(str(_l("This page has no such paragraph.")))

    def rearranged(self, page: Page) -> bool:
        """Open or put back the paragraph whose button was pressed; whether one was."""
        asked = (self.open.data, self.restore.data)
        if asked == (None, None):
            return False
        left = [entry for entry in self.corrected if entry.form.place.data != self.restore.data]
        self.corrected.entries = left
        place = self.open.data
        if place is not None and self._is_there(place) and place not in self.words():
            self.corrected.append_entry({"place": place, "words": page.blocks[place].text})
        return True

    def words(self) -> dict[int, str]:
        """The words of the paragraphs that were opened, by their place on the page."""
        return {place: form.words.data or "" for place, form in self.editors().items()}

    def editors(self) -> dict[int, WordsForm]:
        """The form of each paragraph that is open, by its place."""
        forms = (entry.form for entry in self.corrected)
        return {form.place.data: form for form in forms if form.place.data is not None}

    def blank(self) -> WordsForm:
        """What a script opens for a paragraph; no entry of this name is sent."""
        return WordsForm(formdata=None, prefix=f"{self.corrected.name}-new")

    def to_wanted(self) -> Wanted:
        """What the service takes."""
        kept, agreed = set(self.kept.data or ()), bool(self.without.data)
        return Wanted(kept, self.to_draft(), self.words(), without=agreed)

    def to_draft(self) -> ArticleDraft:
        """The fields of the article, without a text."""
        return ArticleDraft(
            text="",
            title=one_line(self.title.data),
            byline=one_line(self.byline.data),
            publisher=one_line(self.publisher.data),
            published_on=self.published_on.data,
            language=one_line(self.language.data),
            url=one_line(self.url.data),
        )

    def _is_there(self, place: int | None) -> bool:
        return place is not None and 0 <= place < self.blocks
