"""The forms that hand articles out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from annotator.articles.models import Article, Priority
from annotator.articles.planning import Plan
from annotator.projects.models import Membership
from annotator.web.forms import AppForm


class ChosenForm(AppForm):
    """Articles that somebody ticked; each is sent by its id, as often as there are."""

    article = SelectMultipleField(validate_choice=False)

    @property
    def chosen(self) -> list[str]:
        """The ids; what is none is left out."""
        return [key for text in self.article.data or () if (key := _uuid(text))]


class AssignForm(ChosenForm):
    """These articles for these people."""

    people = SelectMultipleField(
        _l("Reviewers"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired(_l("Choose who is to review them."))],
    )
    due_on = DateField(
        _l("Due"),
        description=_l("For these people; without it, the day that the article itself is due."),
        validators=[Optional()],
    )

    def offer(self, members: Sequence[Membership]) -> None:
        """The people to choose from."""
        self.people.choices = [SelectChoice(one.user_id, one.user.name) for one in members]


class PlanForm(ChosenForm):
    """How urgent these articles are."""

    priority = RadioField(
        _l("Priority"),
        choices=[
            SelectChoice(Priority.HIGH.value, _l("High: before the others")),
            SelectChoice("", _l("As usual")),
            SelectChoice(Priority.LOW.value, _l("Low: after the others")),
        ],
        default="",
        filters=[lambda chosen: chosen or ""],
    )
    due_by = DateField(
        _l("Due"),
        description=_l("Among articles of one priority, what is due first is handed out first."),
        validators=[Optional()],
    )

    @classmethod
    def filled(cls, articles: Sequence[Article]) -> PlanForm:
        """The form with what holds for all of them; the usual where they differ."""
        priorities = {article.priority for article in articles}
        days = {article.due_on for article in articles}
        priority = priorities.pop() if len(priorities) == 1 else None
        due_on = days.pop() if len(days) == 1 else None
        said = {"priority": priority.value if priority else "", "due_by": due_on}
        return cls(formdata=None, data=said)

    def to_plan(self) -> Plan:
        """What the service takes."""
        said = self.priority.data
        return Plan(Priority(said) if said else None, self.due_by.data)


class TakeForm(AppForm):
    """Nothing but the token, for a button."""


def _uuid(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None
