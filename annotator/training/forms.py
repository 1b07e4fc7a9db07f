"""The forms of training."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import AnyOf, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from annotator.training.drafts import AnswersDraft
from annotator.training.models import Explanation, Offer
from annotator.training.service import MAX_WORDS
from annotator.web.forms import AppForm

_GOLD = "gold"


class AnswersForm(AppForm):
    """Where the known answers come from."""

    origin = RadioField(
        _l("Known answers"),
        validators=[InputRequired(_l("Choose whose marks are the known answers."))],
    )
    verdicts = BooleanField(
        _l("Verdicts count"),
        description=_l("Without it, a claim is right wherever it is marked, however it is judged."),
        default=True,
    )

    def offer(self, submitted: Mapping[int, str], *, gold: bool) -> None:
        """What there is to choose from: people who submitted, and the gold layer if it is whole."""
        own = [(str(key), name) for key, name in submitted.items()]
        first = [(_GOLD, _("The gold layer"))] if gold else []
        self.origin.choices = [SelectChoice(*one) for one in (*first, *own)]
        if self.origin.data is None:
            self.origin.data = next((key for key, _name in (*first, *own)), None)

    def to_draft(self) -> AnswersDraft:
        """What the service takes."""
        said = self.origin.data
        return AnswersDraft(None if said == _GOLD else int(said), bool(self.verdicts.data))


class OfferForm(AppForm):
    """What becomes of a training article."""

    state = StringField(
        validators=[AnyOf([one.value for one in Offer], _l("There is no such choice."))]
    )


class ExplanationForm(AppForm):
    """Why a known answer is right."""

    text = TextAreaField(
        _l("Explanation"), validators=[Optional(), Length(max=MAX_WORDS)], default=""
    )
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    @classmethod
    def of(cls, mark_id: str, said: Explanation | None) -> ExplanationForm:
        """The form of one answer, among others on a page, with what is said of it."""
        form = cls(formdata=None, obj=said, data=None if said else {"version": 0})
        form.text.id, form.version.id = f"text-{mark_id}", f"version-{mark_id}"
        return form


class ExcuseForm(AppForm):
    """Why somebody passes whom the score has not let pass."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[InputRequired(_l("Say why you let them pass.")), Length(max=MAX_WORDS)],
    )

    @classmethod
    def of(cls, user_id: int) -> ExcuseForm:
        """The form of one person, among others on a page."""
        form = cls(formdata=None)
        form.reason.id = f"reason-{user_id}"
        return form


class EmptyForm(AppForm):
    """Nothing but the token, for a button."""
