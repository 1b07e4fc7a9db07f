"""What a list of articles begins with: the next one, one's own work, or why nothing waits."""

from __future__ import annotations

from typing import Any

import orjson
from flask import url_for
from flask_babel import lazy_gettext as _l

from annotator.accounts.queries import preferences
from annotator.assignments.queries import open_work, released_count
from annotator.assignments.queue import Nothing
from annotator.permissions import Permission
from annotator.projects.models import Role
from annotator.projects.workflow import workflow_of
from annotator.training.handing import what_is_next
from annotator.web.guards import allows, current_access, current_person

_WORDS: dict[Nothing, Any] = {
    Nothing.LIMIT: _l(
        "You have as many unfinished articles as one person may have here. Submit one, and the "
        "next waits."
    ),
    Nothing.LANGUAGES: _l(
        "The articles that wait are in languages that you do not read, as your account says."
    ),
    Nothing.OWN: _l("The articles that still want a reviewer are ones that you had already."),
    Nothing.DONE: _l("Every article has the reviewers it wants."),
    Nothing.TRAINING: _l(
        "The training comes first, and no training article is left for you. A lead of this "
        "project says how it goes on."
    ),
    Nothing.EMPTY: _l("There are no articles yet. A lead of this project brings them in."),
}


def nothing_words(why: Nothing) -> str:
    """One sentence in the reader's language."""
    return str(_WORDS[why])


def own_work() -> dict[str, Any] | None:
    """What `assignments/_mine.html` shows; None for whoever has nothing to do here.

    Whoever leads a project sees it once they have work of their own.
    """
    if not allows(Permission.ANNOTATE):
        return None
    who, found = current_person(), current_access()
    mine = open_work(found.project.id, who.id)
    if found.role is not Role.REVIEWER and not mine:
        return None
    waits = what_is_next(found.project.id, who.id, workflow_of(found.project.id))
    return {
        "next_url": url_for("assignments.next_article", slug=found.project.slug),
        "nothing": nothing_words(waits) if isinstance(waits, Nothing) else None,
        "next_key": _has_single_keys(who.id),
        "open_work": mine,
        "released": released_count(found.project.id, who.id),
    }


def _has_single_keys(person_id: int) -> bool:
    """Whether the person has not switched single keys off."""
    return not (orjson.loads(preferences(person_id).keys or "null") or {}).get("off", False)
