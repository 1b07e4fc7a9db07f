"""The question what is to become of an article that is there already, for every form that asks."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from annotator.errors import AnnotatorError
from annotator.similarity.known import AlreadyThere, Choice
from annotator.similarity.queries import Known
from annotator.web.forms import AppForm

#: What may become of one article.
CHOICES = (
    (Choice.SKIP.value, _l("Leave it out")),
    (Choice.LINK.value, _l("Bring it in, linked as the same story")),
    (Choice.REVISE.value, _l("Make it the newest text of the one that is there")),
    (Choice.ADD.value, _l("Bring it in all the same")),
)
#: And of all those that a file brings.
CHOICES_OF_MANY = (
    (Choice.SKIP.value, _l("Leave them out")),
    (Choice.LINK.value, _l("Bring them in, linked as the same story")),
    (Choice.REVISE.value, _l("Make each the newest text of the one that is there")),
    (Choice.ADD.value, _l("Bring them in all the same")),
)
#: What a form of files offers beforehand.
CHOICES_BEFORE = (
    (Choice.ASK.value, _l("Ask me about each, before anybody sees what came in")),
    (Choice.SAME.value, _l("Leave out only those with the very same text")),
    (Choice.SKIP.value, _l("Leave out those with nearly the same text, or the same address")),
    *CHOICES_OF_MANY[1:],
)


class FormOfOne(AppForm):
    """A form that brings one article in. `known` is asked once the article turns out to be."""

    known = RadioField(
        _l("The project has this article already"),
        choices=[SelectChoice(*choice) for choice in CHOICES],
        validators=[Optional()],
    )

    def choice(self) -> Choice | None:
        """What was chosen for an article that is there already, once it was asked."""
        return Choice(self.known.data) if self.known.data else None

    def said(self) -> str:
        """What came of it, for the page that is shown next."""
        if self.choice() is Choice.SKIP:
            return str(_("It was left out: this is the article that is there."))
        if self.choice() is Choice.REVISE:
            return str(_("The article is there already; this is its newest text."))
        return str(_("The article is in."))


class FormOfMany(AppForm):
    """A form that brings files in, and says beforehand what becomes of articles that are there."""

    known = SelectField(
        _l("Articles that are there already"),
        choices=[SelectChoice(*choice) for choice in CHOICES_BEFORE],
        default=Choice.ASK.value,
        description=_l(
            "The same text, the same address, and nearly the same words; the last are not looked "
            "for where only the very same text is left out, or all is brought in."
        ),
    )


def found_by(refusal: AnnotatorError | None) -> Sequence[Known]:
    """The articles that the question is about."""
    return refusal.found if isinstance(refusal, AlreadyThere) else ()
