"""The form that asks which two moments of an article are to be compared."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from annotator.web.forms import AppForm


class CompareForm(AppForm):
    """Two moments, each a day, a time or the number of an event; sent by GET."""

    before = StringField(_l("From"))
    after = StringField(_l("To"))
    reviewer = HiddenField()
