"""Whose work the person at hand may be told of."""

from __future__ import annotations

from flask import g

from annotator.annotations.sight import Others, Sight
from annotator.assignments.reach import EVERYWHERE, reach_of
from annotator.permissions import Permission
from annotator.projects.models import Role
from annotator.web.guards import current_access, current_person, grants


def current_sight() -> Sight:
    """A reviewer's own work, what an observer finds submitted, and all for a lead.

    In a blind project less, until they submit or supervise. It is settled once for a request, as
    things are now, whichever day the page looks back to.
    """
    access, person_id = current_access(), current_person().id
    known: tuple[object, Sight] | None = g.get("sight")
    if known is None or known[0] is not access:
        reach = EVERYWHERE
        if access.is_blind:
            may_take = grants(Permission.ANNOTATE)
            reach = reach_of(access.project.id, person_id, may_take=may_take)
        known = g.sight = (access, Sight(person_id, _others(), reach))
    return known[1]


def _others() -> Others:
    if not grants(Permission.READ_OTHERS):
        return Others.NOTHING
    is_observer = current_access().role is Role.OBSERVER
    return Others.SUBMITTED if is_observer else Others.EVERYTHING
