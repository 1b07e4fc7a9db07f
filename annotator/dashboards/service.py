"""Keeping the tallies up to date, and making them anew."""

from __future__ import annotations

from collections.abc import Callable

from annotator.audit.models import Actor
from annotator.dashboards.folding import fold, forget, is_current
from annotator.dashboards.jobs import ask_once
from annotator.db import db, writing
from annotator.errors import Busy

#: So many articles are folded while a page is waited for.
AT_ONCE = 40
_STEP = 200


def catch_up(project_id: int, *, actor: Actor) -> bool:
    """Fold what little is new at once; gives whether all of it is in the tallies then.

    Where it is much, a job does the rest. Call it before anything that writes is under way.
    """
    if is_current(project_id):
        return True
    try:
        with writing():
            is_done = fold(project_id, AT_ONCE)
            if not is_done:
                ask_once(project_id, actor)
    except Busy:
        # Somebody else writes for long: the figures are those of before.
        return False
    return is_done


def rebuild(project_id: int, tell: Callable[[int], None]) -> None:
    """Make the tallies anew; `tell` hears how many articles are looked at after each step.

    While it runs, pages show what is there already.
    """
    with writing():
        forget(project_id)
        is_done = fold(project_id, _STEP)
    steps = 1
    while not is_done:
        tell(steps * _STEP)
        with writing():
            is_done = fold(project_id, _STEP)
        db.session.expunge_all()
        steps += 1
