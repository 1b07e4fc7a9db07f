"""The forms of putting a project away."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from annotator.shelving.service import MAX_REASON
from annotator.web.forms import AppForm


class ArchiveForm(AppForm):
    """Why a project is put away."""

    reason = TextAreaField(
        _l("Why"),
        validators=[InputRequired(_l("Please fill this in.")), Length(max=MAX_REASON)],
        description=_l("Everybody in the project reads it, and it stands in the audit."),
    )


class RemovalForm(AppForm):
    """Which project goes to the trash, and why."""

    name = StringField(
        _l("The project’s name"),
        validators=[InputRequired(_l("Please fill this in."))],
        description=_l("Type it as it stands above, so that no other project goes by mistake."),
    )
    reason = TextAreaField(
        _l("Why"),
        validators=[InputRequired(_l("Please fill this in.")), Length(max=MAX_REASON)],
        description=_l("It is kept with the project, and in the audit."),
    )
