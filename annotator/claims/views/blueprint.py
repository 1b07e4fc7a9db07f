"""The blueprint of claims, and what its templates share."""

from __future__ import annotations

from datetime import date

from flask import Blueprint
from flask_babel import format_date

from annotator.claims.story import story_of

bp = Blueprint("claims", __name__)
bp.add_app_template_filter(story_of)


@bp.app_template_filter()
def day(text: str) -> str:
    """A day that a shape has as text, in the reader's words."""
    return str(format_date(date.fromisoformat(text), "long"))
