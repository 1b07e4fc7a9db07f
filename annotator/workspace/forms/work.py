"""Handing the work in, and giving it back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from annotator.assignments.service import MAX_REASON
from annotator.web.forms import AppForm
from annotator.workspace.forms.fields import StorableText


class SubmissionForm(AppForm):
    """Handing the work in."""

    read_to_end = BooleanField(_l("I read the article to its end."))
    accept_pending = BooleanField(_l("Submit with these claims as they are."))


class ReturnForm(AppForm):
    """Why a lead gives a submission back."""

    reason = TextAreaField(
        _l("What should be done"),
        validators=[
            InputRequired(_l("Say why you return it.")),
            Length(max=MAX_REASON),
            StorableText(),
        ],
    )
