"""Having pages looked at that somebody linked to, where the server fetches pages at all."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app

from annotator.captures.asking import ask_for_captures
from annotator.config import Config
from annotator.sources.models import Source
from annotator.web.guards import current_person


def have_looked_at(sources: Sequence[Source]) -> None:
    """Ask for a capture of each; nobody waits for it."""
    config: Config = current_app.config["ANNOTATOR"]
    if sources and config.fetch:
        ask_for_captures(sources, actor=current_person().actor)
