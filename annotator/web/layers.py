"""Whose marks somebody may read, wherever they are shown."""

from __future__ import annotations

from annotator.annotations.models import Annotation, Layer
from annotator.annotations.sight import Others
from annotator.assignments.queries import assignments_on
from annotator.web.guards import current_project
from annotator.web.sight import current_sight


def may_read(mark: Annotation) -> bool:
    """A reviewer reads their own layer, a lead anybody's, an observer what was submitted.

    In a blind project, anybody's but their own only where others' work is open to them.
    """
    sight = current_sight()
    if mark.project_id != current_project().id:
        return False
    if mark.author_id == sight.person_id:
        return True
    if not sight.reads(mark.article_id):
        return False
    if mark.layer is Layer.GOLD:
        return True
    submitted_only = sight.others is Others.SUBMITTED
    layers = assignments_on(mark.article_id, submitted_only=submitted_only)
    return any(layer.reviewer_id == mark.author_id for layer in layers)
