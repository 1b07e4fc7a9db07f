"""The form that closes an account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired

from annotator.web.forms import AppForm


class DeactivationForm(AppForm):
    """Why, and what becomes of what the person has in hand."""

    reason = TextAreaField(
        _l("Why"),
        description=_l("Administrators read it here; the person is not told."),
        validators=[InputRequired(_l("Please fill this in."))],
    )
    gives_back = BooleanField(
        _l("Put their unfinished articles back into the queue"),
        description=_l("Their marks stay; others can be given the articles."),
    )
