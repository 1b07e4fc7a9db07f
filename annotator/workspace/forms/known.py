"""The form that asks for the day on which an article is to be shown as it was known."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.widgets import TimeInput

from annotator.web.looking_back import KnownOnForm


class KnownLayerForm(KnownOnForm):
    """The day, and a time of it, for the layer that is shown; sent by GET."""

    time = StringField(_l("Time (UTC)"), widget=TimeInput())
    reviewer = HiddenField()
