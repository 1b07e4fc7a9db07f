"""Forms for projects and their members."""

from __future__ import annotations

from typing import TypedDict

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from annotator.errors import VersionMissing
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.models import Role, Workflow
from annotator.projects.workflow import (
    MOST_HOURS,
    MOST_OPEN,
    MOST_SECONDS,
    MOST_TRAINING,
    MOST_WANTED,
    MOST_WORDS,
    draft_of,
)
from annotator.web.forms import AppForm

_NEEDED = _l("Please fill this in.")
_LONGEST = _l("This is too long.")

ROLES = (
    SelectChoice(Role.REVIEWER.value, _l("Reviewer: marks and checks articles")),
    SelectChoice(
        Role.LEAD.value, _l("Lead: also brings articles in, manages members and returns work")
    ),
    SelectChoice(Role.OBSERVER.value, _l("Observer: reads and exports, changes nothing")),
)


PRESET_CHOICES = (
    SelectChoice("averitec", _l("AVeriTeC: supported, refuted, not enough evidence, conflicting")),
    SelectChoice("politifact", _l("PolitiFact: six, from true to pants on fire")),
    SelectChoice("claimreview", _l("ClaimReview: the numbers 1 to 5, from false to true")),
    SelectChoice("full_fact", _l("Full Fact: AVeriTeC’s ratings with Full Fact’s types of claims")),
)


class NewMember(TypedDict):
    """Who is to join, and as what."""

    email: str
    role: Role
    name: str | None


class ProjectForm(AppForm):
    """A new project."""

    name = StringField(
        _l("Name"), validators=[InputRequired(_NEEDED), Length(max=200, message=_LONGEST)]
    )
    slug = StringField(
        _l("Short name"),
        description=_l("Stands in every address of the project and does not change: climate-desk."),
        validators=[InputRequired(_NEEDED), Length(max=200, message=_LONGEST)],
    )
    preset = RadioField(
        _l("Scale to start from"),
        description=_l("A lead can change it at any time."),
        choices=list(PRESET_CHOICES),
        default="averitec",
        # What does not say it starts as every project used to.
        filters=[lambda chosen: chosen or "averitec"],
    )


class RoleForm(AppForm):
    """What a member may do."""

    role = RadioField(
        _l("Role"),
        choices=list(ROLES),
        default=Role.REVIEWER.value,
        validators=[InputRequired(_l("Choose a role."))],
    )


class MemberForm(RoleForm):
    """Somebody who is to join; an account is made where there is none."""

    email = EmailField(
        _l("E-mail address"), validators=[InputRequired(_NEEDED), Length(max=320, message=_LONGEST)]
    )
    name = StringField(
        _l("Name"),
        description=_l("For a new account; they can change it."),
        validators=[Length(max=200, message=_LONGEST)],
    )

    def fields(self) -> NewMember:
        """What the service asks for."""
        return {
            "email": self.email.data or "",
            "role": Role(self.role.data),
            "name": (self.name.data or "").strip() or None,
        }


class WorkflowForm(AppForm):
    """How the project hands out its articles."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    wanted = IntegerField(
        _l("Reviewers for each article"),
        description=_l("So many people each review an article before the queue is done with it."),
        validators=[InputRequired(_NEEDED), NumberRange(1, MOST_WANTED)],
    )
    sample_percent = IntegerField(
        _l("Per cent that are drawn"),
        description=_l("So large a share of the articles is read by more people; 0 for none."),
        validators=[Optional(), NumberRange(0, 100)],
    )
    sample_wanted = IntegerField(
        _l("Reviewers for each of these"),
        description=_l("At least as many as for the others."),
        validators=[Optional(), NumberRange(1, MOST_WANTED)],
    )
    only_wanted = BooleanField(
        _l("An article that has all its reviewers is begun by nobody else"),
        description=_l("Others read it. A lead may still assign it to whom they choose."),
    )
    open_limit = IntegerField(
        _l("Unfinished articles of one person, at most"),
        description=_l(
            "Whoever has so many gets no other from the queue. Leave it empty for no limit."
        ),
        validators=[Optional(), NumberRange(1, MOST_OPEN)],
    )
    abandoned_hours = IntegerField(
        _l("Hours without a change until work goes back to the queue"),
        description=_l(
            "Its marks stay, and so does its place in the record. Leave it empty for never."
        ),
        validators=[Optional(), NumberRange(1, MOST_HOURS)],
    )
    training_articles = IntegerField(
        _l("Training articles before others"),
        description=_l(
            "A reviewer gets so many training articles first, and reaches the pass mark on each; 0 "
            "for none. It holds for whoever reviews here already, too; a lead may let them pass."
        ),
        validators=[Optional(), NumberRange(0, MOST_TRAINING)],
    )
    pass_mark = IntegerField(
        _l("Pass mark, in per cent"),
        description=_l("80 where you leave it empty."),
        validators=[Optional(), NumberRange(1, 100)],
    )

    blind = BooleanField(
        _l("Review blind"),
        description=_l(
            "Nobody sees others' marks, verdicts, comments or counts on an article before they "
            "submitted their own work on it. Leads neither: one who says that they only supervise, "
            "an article or the whole project, sees all of it and takes no work there from then "
            "on. Feeds of published checks are for leads and observers only."
        ),
    )

    names_shown = BooleanField(
        _l("Show reviewers’ names to adjudicators"),
        description=_l("Without it they settle what Reviewer A and Reviewer B say."),
    )

    verdict_seconds = IntegerField(
        _l("Seconds after its mark in which a verdict gives a signal"),
        description=_l("0 for no signal; left empty, it is 24."),
        validators=[Optional(), NumberRange(0, MOST_SECONDS)],
    )
    reading_pace = IntegerField(
        _l("Words a minute that nobody reads attentively"),
        description=_l(
            "An article that is handed in sooner gives a signal. 0 for none; left empty, it is 714."
        ),
        validators=[Optional(), NumberRange(0, MOST_WORDS)],
    )

    @classmethod
    def filled(cls, stored: Workflow | None) -> WorkflowForm:
        """The form with what holds now."""
        version = stored.version if stored else 0
        return cls(formdata=None, obj=draft_of(stored), data={"version": version})

    def based_on(self) -> int:
        """The version on which the change rests; raises `VersionMissing`."""
        version: int | None = self.version.data
        if version is None:
            raise VersionMissing("The version that this change is based on is missing.")
        return version

    def see(self, stored: Workflow | None) -> None:
        """It stands on what holds now from here on."""
        self.version.raw_data, self.version.data = None, stored.version if stored else 0

    def to_draft(self) -> WorkflowDraft:
        """What the service takes."""
        usual, wanted = WorkflowDraft(), int(self.wanted.data or 0)
        return WorkflowDraft(
            wanted=wanted,
            sample_percent=self.sample_percent.data or 0,
            sample_wanted=self.sample_wanted.data or max(usual.sample_wanted, wanted),
            open_limit=self.open_limit.data,
            abandoned_hours=self.abandoned_hours.data,
            only_wanted=bool(self.only_wanted.data),
            blind=bool(self.blind.data),
            names_shown=bool(self.names_shown.data) or None,
            training_articles=self.training_articles.data or None,
            pass_mark=self.pass_mark.data,
            **self._pace(),
        )

    def _pace(self) -> dict[str, int]:
        """What gives a signal; what is left empty is as usual."""
        said = {one.name: one.data for one in (self.verdict_seconds, self.reading_pace)}
        return {name: value for name, value in said.items() if value is not None}


class EmptyForm(AppForm):
    """Nothing but the token, for a button."""
