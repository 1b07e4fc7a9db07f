"""Whose marks the person at hand may be told of."""

from __future__ import annotations

from annotator.annotations.sight import Sight
from annotator.permissions import Permission
from annotator.projects.models import Role
from annotator.web.guards import allows, current_access


def current_sight() -> Sight:
    """A reviewer's own marks, what an observer finds submitted, and all for a lead."""
    if not allows(Permission.READ_OTHERS):
        return Sight.OWN
    return Sight.SUBMITTED if current_access().role is Role.OBSERVER else Sight.ALL
