"""The form that a new version of the guidelines comes from."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SubmitField, TextAreaField
from wtforms.validators import InputRequired

from annotator.web.forms import AppForm


class GuidelinesForm(AppForm):
    """The whole text; it is looked at before it is published."""

    text = TextAreaField(
        _l("Guidelines in Markdown"),
        description=_l(
            "A heading “## Claim”, “## Quote” or “## Context” begins what reviewers see first "
            "for a mark of that kind: put its examples there."
        ),
        validators=[InputRequired(_l("Please fill this in."))],
    )
    preview = SubmitField(_l("Preview"))
    publish = SubmitField(_l("Publish"))
