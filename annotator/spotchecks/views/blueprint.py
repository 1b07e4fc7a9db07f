"""The blueprint, and what its views have in common."""

from __future__ import annotations

from flask import Blueprint

from annotator.errors import NotFound
from annotator.spotchecks.queries import Sample, sample
from annotator.web.guards import current_project
from annotator.web.sight import current_sight

bp = Blueprint("spotchecks", __name__)

CHECKS = "/projects/<slug>/spot-checks"
CHECK = f"{CHECKS}/<int:number>"
ITEM = f"{CHECK}/items/<int:position>"


def sample_at(number: int) -> Sample:
    """The sample in the address.

    Raises `NotFound` also where a blind project keeps any work back from whoever asks: what was
    drawn, and from how much, would tell of it.
    """
    found = sample(current_project().id, number) if current_sight().is_whole else None
    if found is None:
        raise NotFound("There is no such page.")
    return found
