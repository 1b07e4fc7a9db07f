"""One save of a mark, with all that hangs on it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import NumberRange, Optional

from annotator.annotations.drafts import KEEP, AnnotationDraft
from annotator.annotations.models import Label, QuoteKind
from annotator.errors import VersionMissing
from annotator.web.forms import AppForm
from annotator.web.reused import PartField, PartList, ReadAgain, ReusedForms, SparePart
from annotator.workspace.forms.claim import ClaimForm
from annotator.workspace.forms.context import ContextForm
from annotator.workspace.forms.fields import MAX_OFFSET, AtMost, SentChoice, StorableText, sent
from annotator.workspace.forms.fragments import FragmentForm
from annotator.workspace.forms.links import LinkForm
from annotator.workspace.forms.quote import QuoteForm
from annotator.workspace.forms.sources import SourceForm
from annotator.workspace.forms.verdict import VerdictForm
from annotator.workspace.meanwhile import MadeOn
from annotator.workspace.service import MarkSave

MAX_NOTE = 10_000
MAX_WORDING = 2_000


class MarkForm(ReadAgain, AppForm):
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
    note = TextAreaField(_l("Note"), validators=[Optional(), AtMost(MAX_NOTE), StorableText()])
    wording = TextAreaField(
        _l("Stand-alone wording"), validators=[Optional(), AtMost(MAX_WORDING), StorableText()]
    )
    verdict = SparePart(VerdictForm)
    sources = PartList(PartField(SourceForm))
    claim = SparePart(ClaimForm)
    quote = SparePart(QuoteForm)
    context = SparePart(ContextForm)
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
                sent(self.note, (self.note.data or "").strip() or None),
                sent(self.wording, (self.wording.data or "").strip() or None),
                sent(kind, QuoteKind(kind.data) if kind.data else None),
                None if self.claim.is_bare else self.claim.form.to_draft(),
                None if self.quote.is_bare else self.quote.form.to_draft(),
                None if self.context.is_bare else self.context.form.to_draft(),
            ),
            tuple(entry.form.to_draft() for entry in self.sources),
            self.verdict.form.to_draft(),
            tuple(entry.form.to_draft() for entry in self.links),
            self.claim.form.new_speaker() + self.quote.form.new_speaker(),
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


def require_version(form: MarkForm | VersionForm) -> None:
    """Raise `VersionMissing` when the form came without its version."""
    if not form.version.raw_data or not form.version.raw_data[0]:
        raise VersionMissing("The request does not say which version it is based on.")


def made_on(form: MarkForm | VersionForm) -> MadeOn:
    """The text that a change was made on, where the page says so."""
    return MadeOn(form.revision.data, form.shown.data)
