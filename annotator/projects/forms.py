"""Forms for projects and their members."""

from __future__ import annotations

from typing import TypedDict

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from annotator.projects.models import Role
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


class EmptyForm(AppForm):
    """Nothing but the token, for a button."""
