"""The form that asks for the day on which an article is to be shown as it was known."""

from __future__ import annotations

from wtforms import HiddenField

from annotator.web.looking_back import KnownOnForm


class KnownLayerForm(KnownOnForm):
    """The day, for the layer that is shown; sent by GET."""

    reviewer = HiddenField()
