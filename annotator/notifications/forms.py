"""Saying that notifications were seen."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from annotator.web.converters import LARGEST_ROW
from annotator.web.forms import AppForm


class SeenForm(AppForm):
    """Up to which; what came after the page was shown was not seen."""

    newest = IntegerField(validators=[InputRequired(), NumberRange(1, LARGEST_ROW)])
