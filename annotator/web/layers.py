"""Whose marks somebody may read, wherever they are shown."""

from __future__ import annotations

from annotator.annotations.models import Annotation, Layer
from annotator.assignments.queries import assignments_on
from annotator.permissions import Permission
from annotator.projects.models import Role
from annotator.web.guards import allows, current_access, current_person, current_project


def may_read(mark: Annotation) -> bool:
    """A reviewer reads their own layer, a lead anybody's, an observer what was submitted."""
    if mark.project_id != current_project().id:
        return False
    if mark.author_id == current_person().id:
        return True
    if mark.layer is Layer.GOLD:
        return allows(Permission.READ_OTHERS)
    submitted_only = current_access().role is Role.OBSERVER
    layers = assignments_on(mark.article_id, submitted_only=submitted_only)
    return allows(Permission.READ_OTHERS) and any(
        layer.reviewer_id == mark.author_id for layer in layers
    )
