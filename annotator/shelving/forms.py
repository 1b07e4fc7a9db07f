"""The forms of putting a project away."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
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
