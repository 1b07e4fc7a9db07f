"""The forms of the trash."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from annotator.trash.service import MAX_REASON
from annotator.web.forms import AppForm


class TrashForm(AppForm):
    """Why an article goes."""

    reason = TextAreaField(
        _l("Why"),
        validators=[InputRequired(_l("Please fill this in.")), Length(max=MAX_REASON)],
        description=_l("It is kept with the article, and in the audit."),
    )


class TrashFilter(AppForm):
    """What is looked for."""

    q = StringField(_l("Title"))
