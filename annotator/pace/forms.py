"""The form with which a lead notes a talk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from annotator.pace.service import MAX_NOTE
from annotator.web.forms import AppForm
from annotator.web.texts import StorableText


class TalkForm(AppForm):
    """What came of a talk."""

    note = TextAreaField(
        _l("What came of it"),
        description=_l("Whoever it is about reads it too."),
        validators=[
            DataRequired(_l("Say what came of it.")),
            Length(max=MAX_NOTE),
            StorableText(),
        ],
    )
