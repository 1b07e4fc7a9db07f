"""The form of making a thing as it was."""

from __future__ import annotations

from wtforms import HiddenField

from annotator.web.forms import AppForm


class RestorationForm(AppForm):
    """`seen` is the hash of the event that the page showed as the newest about the thing."""

    seen = HiddenField()
