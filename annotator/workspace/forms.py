"""Every field that the workspace sends, declared and checked in one place."""

from __future__ import annotations

import re
from typing import TypeVar
from uuid import UUID as ParsedUUID

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from annotator.annotations.drafts import KEEP, AnnotationDraft, FragmentDraft, Keep
from annotator.annotations.models import Label, Part, QuoteKind
from annotator.assignments.service import MAX_REASON
from annotator.errors import VersionMissing
from annotator.links.models import LinkKind
from annotator.links.service import LinkDraft
from annotator.sources.models import Stance
from annotator.sources.service import MAX_SOURCES, SourceDraft
from annotator.sources.urls import MAX_LENGTH
from annotator.verdicts.service import VerdictDraft
from annotator.web.forms import AppForm, PartField, PartForm, PartList, ReusedForms, was_sent
from annotator.workspace.meanwhile import MadeOn
from annotator.workspace.service import MarkSave

MAX_NOTE = 10_000
MAX_WORDING = 2_000
MAX_RATIONALE = 10_000
MAX_TITLE = 500
#: Longest mark, in characters; longer than any article that comes in by page.
MAX_EXACT = 4_000_000
MAX_OFFSET = 2**31 - 1

Value = TypeVar("Value")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Identifier:
    """A UUID that the browser made, in its canonical form."""

    def __call__(self, _form: Form, field: StringField) -> None:
        """Refuse anything else."""
        try:
            canonical = str(ParsedUUID(field.data or ""))
        except ValueError:
            canonical = ""
        if canonical != field.data:
            raise ValidationError(_l("This identifier is not a UUID."))


class StorableText:
    """Text that both databases keep as it is: no NUL and no half of a surrogate pair."""

    def __call__(self, _form: Form, field: StringField) -> None:
        """Refuse what would be changed or lost."""
        if _UNSTORABLE.search(field.data or ""):
            raise ValidationError(_l("This text holds a character that cannot be stored."))


class SentChoice(SelectField):
    """A choice that may be absent: then its data is empty, and nothing is checked."""

    def process_data(self, value: object) -> None:
        """Absent is empty, not the word `None`."""
        self.data = "" if value is None else str(value)

    def pre_validate(self, form: BaseForm) -> None:
        """Check only what was sent."""
        # The values first: WTForms makes each choice ready to be shown before it looks at any.
        values = (choice.value for choice in self.choices or () if isinstance(choice, SelectChoice))
        if was_sent(self) and self.data not in values:
            super().pre_validate(form)


class FragmentForm(PartForm):
    """One piece of a mark, in code points."""

    part = SentChoice(choices=[SelectChoice(part.value) for part in Part])
    start = IntegerField(validators=[InputRequired(), NumberRange(0, MAX_OFFSET)])
    end = IntegerField(validators=[InputRequired(), NumberRange(0, MAX_OFFSET)])
    exact = StringField(validators=[InputRequired(), Length(max=MAX_EXACT), StorableText()])

    def to_draft(self) -> FragmentDraft:
        """The piece as a plain value."""
        return FragmentDraft(
            Part(self.part.data or Part.CONTENT),
            self.start.data or 0,
            self.end.data or 0,
            self.exact.data or "",
        )


class SourceForm(PartForm):
    """One source link of a claim."""

    uuid = StringField(validators=[InputRequired(), Identifier()])
    url = StringField(_l("Link"), validators=[Optional(), Length(max=MAX_LENGTH), StorableText()])
    title = StringField(_l("Title"), validators=[Optional(), Length(max=MAX_TITLE), StorableText()])
    stance = SentChoice(
        _l("What it says"),
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice(Stance.SUPPORTS.value, _l("supports the claim")),
            SelectChoice(Stance.REFUTES.value, _l("refutes the claim")),
            SelectChoice(Stance.CONTEXT.value, _l("gives context")),
        ],
    )
    removed = BooleanField(_l("Removed"))
    position = IntegerField(_l("Place"), validators=[Optional(), NumberRange(1, MAX_SOURCES)])

    def to_draft(self) -> SourceDraft:
        """The link as a plain value; what was not sent stays as it is."""
        stance = Stance(self.stance.data) if self.stance.data else None
        return SourceDraft(
            self.uuid.data or "",
            _sent(self.url, self.url.data or ""),
            _sent(self.title, (self.title.data or "").strip() or None),
            _sent(self.stance, stance),
            _sent(self.removed, self.removed.data),
            KEEP if self.position.data is None else self.position.data,
        )


class LinkForm(PartForm):
    """A link from the mark to another one."""

    uuid = StringField(validators=[InputRequired(), Identifier()])
    to = StringField(validators=[Optional(), Identifier()])
    kind = SentChoice(choices=[SelectChoice(kind.value) for kind in LinkKind])
    removed = BooleanField()

    def to_draft(self) -> LinkDraft:
        """The link as a plain value; what was not sent stays as it is."""
        return LinkDraft(
            self.uuid.data or "",
            self.to.data or KEEP,
            LinkKind(self.kind.data) if self.kind.data else KEEP,
            _sent(self.removed, self.removed.data),
        )


class QuoteForm(PartForm):
    """What a quote has beside its words."""

    kind = SentChoice(
        _l("How it is quoted"),
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice(QuoteKind.DIRECT.value, _l("direct")),
            SelectChoice(QuoteKind.INDIRECT.value, _l("indirect")),
            SelectChoice(QuoteKind.MIXED.value, _l("mixed")),
        ],
    )


class VerdictForm(PartForm):
    """A rating with its reason."""

    uuid = StringField(validators=[Optional(), Identifier()])
    rating = RadioField(_l("Verdict"), choices=[], validate_choice=False)
    rationale = TextAreaField(
        _l("Rationale"), validators=[Optional(), Length(max=MAX_RATIONALE), StorableText()]
    )

    def validate_rating(self, field: RadioField) -> None:
        """A rating needs its identifier, so that a retry cannot make a second verdict."""
        if field.data and not self.uuid.data:
            raise ValidationError(_l("A rating needs its identifier."))

    def to_draft(self) -> VerdictDraft | None:
        """The choice as a plain value, or None where the request says nothing of it."""
        if not was_sent(self.rating) and not was_sent(self.rationale):
            return None
        return VerdictDraft(
            self.uuid.data or "",
            _sent(self.rating, self.rating.data or ""),
            _sent(self.rationale, (self.rationale.data or "").strip() or None),
        )


class MarkForm(AppForm):
    """A mark and what hangs on it. An absent field means "leave it as it is"."""

    class Meta(AppForm.Meta):
        """The token comes with every request of the page and is checked before any view."""

        csrf = False

    version = IntegerField(validators=[Optional(), NumberRange(0, MAX_OFFSET)])
    revision = IntegerField(validators=[Optional(), NumberRange(1, MAX_OFFSET)])
    shown = IntegerField(validators=[Optional(), NumberRange(1, MAX_OFFSET)])
    label = SentChoice(
        _l("Kind"),
        choices=[SelectChoice(""), *(SelectChoice(label.value) for label in Label)],
    )
    # No `max_entries`: WTForms would drop what is over it without a word; the services refuse.
    fragments = PartList(PartField(FragmentForm))
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=MAX_NOTE), StorableText()])
    wording = TextAreaField(
        _l("Stand-alone wording"), validators=[Optional(), Length(max=MAX_WORDING), StorableText()]
    )
    verdict = PartField(VerdictForm)
    sources = PartList(PartField(SourceForm))
    quote = PartField(QuoteForm)
    links = PartList(PartField(LinkForm))

    def to_save(self, annotation_id: str) -> MarkSave:
        """The request as plain values."""
        fragments = tuple(entry.form.to_draft() for entry in self.fragments)
        label = Label(self.label.data) if self.label.data else KEEP
        kind = self.quote.form.kind
        return MarkSave(
            AnnotationDraft(
                annotation_id,
                self.version.data or 0,
                label,
                fragments or KEEP,
                _sent(self.note, (self.note.data or "").strip() or None),
                _sent(self.wording, (self.wording.data or "").strip() or None),
                _sent(kind, QuoteKind(kind.data) if kind.data else None),
            ),
            tuple(entry.form.to_draft() for entry in self.sources),
            self.verdict.form.to_draft(),
            tuple(entry.form.to_draft() for entry in self.links),
        )

    def require_version(self) -> None:
        """Raise `VersionMissing` when the request does not say what it is based on."""
        require_version(self)


mark_forms = ReusedForms(MarkForm)


class VersionForm(AppForm):
    """A change that needs nothing but the version it is based on."""

    version = IntegerField(validators=[Optional(), NumberRange(1, MAX_OFFSET)])
    revision = IntegerField(validators=[Optional(), NumberRange(1, MAX_OFFSET)])
    shown = IntegerField(validators=[Optional(), NumberRange(1, MAX_OFFSET)])

    def require_version(self) -> None:
        """Raise `VersionMissing` when the request does not say what it is based on."""
        require_version(self)


class SubmissionForm(AppForm):
    """Handing the work in."""

    read_to_end = BooleanField(_l("I read the article to its end."))
    accept_pending = BooleanField(_l("Submit with these claims as they are."))


class ReturnForm(AppForm):
    """Why a lead gives a submission back."""

    reason = TextAreaField(
        _l("What should be done"),
        validators=[
            InputRequired(_l("Say why you return it.")),
            Length(max=MAX_REASON),
            StorableText(),
        ],
    )


def require_version(form: MarkForm | VersionForm) -> None:
    """Raise `VersionMissing` when the form came without its version."""
    if not form.version.raw_data or not form.version.raw_data[0]:
        raise VersionMissing("The request does not say which version it is based on.")


def made_on(form: MarkForm | VersionForm) -> MadeOn:
    """The text that a change was made on, where the page says so."""
    return MadeOn(form.revision.data, form.shown.data)


def _sent(field: Field, value: Value) -> Value | Keep:
    return value if was_sent(field) else KEEP
