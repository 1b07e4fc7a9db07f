"""What an adjudicator sends: a decision, a decision taken back, an article finished."""

from __future__ import annotations

from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l
from wtforms import (
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, NumberRange, Optional, Regexp

from annotator.adjudication.checks import MAX_REASON
from annotator.adjudication.drafts import (
    NONE,
    OVERLAP,
    OWN,
    UNION,
    AddedSource,
    DecisionDraft,
    Outcome,
    OwnVerdict,
    Picks,
)
from annotator.adjudication.models import Category
from annotator.annotations.models import PublicState
from annotator.errors import VersionMissing
from annotator.projects.scheme import Scheme
from annotator.text.visible import said
from annotator.web.forms import AppForm, PartForm
from annotator.web.texts import StorableText

MOST_VERSIONS = 2**31 - 1
MAX_RATIONALE = 20_000
MOST_LINKS = 20

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

CATEGORY_WORDS = {
    Category.BOUNDARY: _l("Boundary: where the words begin or end"),
    Category.LABEL: _l("Label: what kind of mark it is"),
    Category.INTERPRETATION: _l("Interpretation: what is said or meant"),
    Category.EVIDENCE: _l("Evidence: what was found, or how it was read"),
    Category.MISSED: _l("Missed: somebody did not see it"),
    Category.SLIP: _l("Slip: a wrong key or a moment’s inattention"),
    Category.GUIDELINE_UNCLEAR: _l("Guideline unclear"),
    Category.OTHER: _l("Other"),
}
STATE_WORDS = {
    PublicState.DRAFT: _l("draft"),
    PublicState.PUBLISHED: _l("published"),
    PublicState.CORRECTED: _l("corrected"),
    PublicState.VOID: _l("void"),
}


def _choice(*words: str) -> Regexp:
    """An identifier of a mark, one of these words, or nothing."""
    return Regexp(f"^(?:{'|'.join((_UUID, *words))})?$", message=_l("This is not a choice."))


class PicksForm(PartForm):
    """From which mark each part is taken."""

    wording = StringField(validators=[_choice()])
    short = StringField(validators=[_choice()])
    types = StringField(validators=[_choice()])
    voice = StringField(validators=[_choice()])
    place = StringField(validators=[_choice()])
    made_on = StringField(validators=[_choice()])
    checkworthy = StringField(validators=[_choice()])
    kind = StringField(validators=[_choice()])
    speaker = StringField(validators=[_choice()])
    addressee = StringField(validators=[_choice()])
    language = StringField(validators=[_choice()])
    original_words = StringField(validators=[_choice()])
    role = StringField(validators=[_choice()])


class VersionedForm(AppForm):
    """What a change is based on."""

    version = IntegerField(validators=[Optional(), NumberRange(0, MOST_VERSIONS)])

    def based_on(self) -> int:
        """The version; raises `VersionMissing`."""
        self.checked()
        if self.version.data is None:
            raise VersionMissing("The version that this change is based on is missing.")
        return int(self.version.data)


class DecisionForm(VersionedForm):
    """A decision on one item."""

    marks = StringField(validators=[Regexp(f"^{_UUID}(?:,{_UUID})*$")])
    outcome = StringField(default=Outcome.SETTLE.value)
    words = StringField(validators=[_choice(UNION, OVERLAP)])
    label = StringField(validators=[_choice()])
    verdict = StringField(validators=[_choice(OWN, NONE)])
    sources = StringField(validators=[_choice(UNION)])
    links = StringField(default=UNION, validators=[_choice(UNION, NONE)])
    pick = FormField(PicksForm)
    rating = SelectField(_l("Rating"), default="", validators=[Optional()])
    rationale = TextAreaField(
        _l("Rationale, if it is to be another than the chosen one"),
        validators=[Length(max=MAX_RATIONALE), StorableText()],
    )
    public_state = SelectField(_l("Readers outside are told"), default="", validators=[Optional()])
    correction_note = TextAreaField(
        _l("What was wrong, for a check that is corrected or withdrawn"),
        validators=[Length(max=MAX_RATIONALE), StorableText()],
    )
    evidence = TextAreaField(
        _l("Add evidence: links, one a line"),
        validators=[Length(max=20_000), StorableText()],
    )
    category = SelectField(_l("What kind of difference it was"))
    reason = TextAreaField(_l("Reason"), validators=[Length(max=MAX_REASON), StorableText()])

    def offer(self, scheme: Scheme) -> None:
        """Fill the lists; the scale is in the reader's words."""
        self.category.choices = [
            SelectChoice(one.value, words) for one, words in CATEGORY_WORDS.items()
        ]
        self.rating.choices = [
            SelectChoice("", _l("Choose a rating")),
            *(SelectChoice(one.id, one.label) for one in scheme.ratings.values()),
        ]
        self.public_state.choices = [
            SelectChoice("", _l("what the chosen verdict says")),
            *(SelectChoice(one.value, words) for one, words in STATE_WORDS.items()),
        ]

    def validate_outcome(self, field: StringField) -> None:
        """One of the three."""
        if field.data not in set(Outcome):
            raise ValidationError(_l("This is not a choice."))

    def validate_evidence(self, field: TextAreaField) -> None:
        """So many links, and no more."""
        if len((field.data or "").split()) > MOST_LINKS:
            raise ValidationError(_l("Add at most 20 links at a time."))

    def to_draft(self, decision_id: str) -> DecisionDraft:
        """The filled form; the links get identifiers that follow from the decision's."""
        version = self.based_on()
        links = dict.fromkeys((self.evidence.data or "").split())
        return DecisionDraft(
            decision_id,
            version,
            tuple(sorted(set((self.marks.data or "").split(",")))),
            Outcome(self.outcome.data or Outcome.SETTLE),
            Category(self.category.data),
            said(self.reason.data),
            Picks(
                self.words.data or UNION,
                self.label.data or "",
                # A rating that is chosen while no verdict is says whose verdict it is to be.
                self.verdict.data or (OWN if self.rating.data else ""),
                self.sources.data or UNION,
                {name: value for name, value in self.pick.data.items() if value},
                self.links.data or UNION,
            ),
            self._own_verdict(),
            tuple(AddedSource(str(uuid5(UUID(decision_id), link)), link) for link in links),
        )

    def _own_verdict(self) -> OwnVerdict:
        state = self.public_state.data
        return OwnVerdict(
            self.rating.data or "",
            (self.rationale.data or "").strip(),
            PublicState(state) if state else None,
            (self.correction_note.data or "").strip(),
        )
