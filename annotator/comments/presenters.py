"""A thread as the scripts see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.accounts.models import User
from annotator.annotations.models import Annotation
from annotator.clock import iso
from annotator.comments.models import Comment, Thread
from annotator.comments.queries import (
    comments_on,
    mentions_of,
    names_apart,
    readers_of,
    reopening_of,
    thread_of,
)
from annotator.db import db

Shape = dict[str, Any]


def thread_json(
    mark: Annotation, person_id: int, *, may_write: bool, moderates: bool = False
) -> Shape:
    """The comments of a mark, with the others who may be mentioned; of removed ones no words.

    `moderates` says whether the person may remove what others wrote.
    """
    known, thread = names_apart(mark.project_id), thread_of(mark.id)
    return {
        "me": person_id,
        "version": thread.version if thread else 0,
        "resolved": _resolved(thread, known),
        "reopened": _reopened(thread, known),
        "comments": [comment_json(one, known) for one in comments_on(mark.id)],
        "people": [
            {"id": one.id, "name": known.get(one.id, one.name)}
            for one in readers_of(mark)
            if one.id != person_id
        ],
        "writable": may_write,
        "moderates": moderates,
    }


def _resolved(thread: Thread | None, known: Mapping[int, str]) -> Shape | None:
    if thread is None or thread.resolved_at is None:
        return None
    return {"by": known.get(thread.resolved_by or 0, ""), "at": iso(thread.resolved_at)}


def _reopened(thread: Thread | None, known: Mapping[int, str]) -> Shape | None:
    """Who said last that it is not settled after all, and when."""
    event = None if thread is None or thread.resolved_at is not None else reopening_of(thread)
    if event is None:
        return None
    return {"by": known.get(event.actor_id or 0, event.actor_name), "at": iso(event.at)}


def comment_json(found: Comment, known: Mapping[int, str]) -> Shape:
    """One comment; of one that is removed who removed it, and why, stand for its words."""
    is_there = found.removed_at is None
    return {
        "id": found.id,
        "version": found.version,
        "author": {"id": found.author_id, "name": known.get(found.author_id, found.author.name)},
        "text": found.text if is_there else "",
        "mentions": [
            {"id": one, "name": known.get(one, "")} for one in mentions_of(found) if is_there
        ],
        "created_at": iso(found.created_at),
        "edited_at": iso(found.edited_at) if found.edited_at else None,
        "removed": _removed(found, known),
    }


def _removed(found: Comment, known: Mapping[int, str]) -> Shape | None:
    """`by` and `reason` are None where its writer removed it."""
    if found.removed_at is None:
        return None
    return {
        "by": None if found.removed_by is None else _name_of(found.removed_by, known),
        "at": iso(found.removed_at),
        "reason": found.removal_reason,
    }


def _name_of(user_id: int, known: Mapping[int, str]) -> str:
    """Site admins act in projects that they are no member of."""
    return known.get(user_id) or db.session.get_one(User, user_id).name
