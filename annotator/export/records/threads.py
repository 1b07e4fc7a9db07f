"""What was said about marks, where an export was asked for it."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from annotator.export.reading.talk import CommentRow, ResolvedRow, Talk
from annotator.export.records.marks import Record
from annotator.export.records.persons import Persons

#: Site admins act in projects that they are no member of, and have no number there.
OUTSIDER = "administrator"


def threads(marks: Sequence[str], talk: Talk, persons: Persons) -> list[Record]:
    """The threads of these marks in their order; a mark without a comment has none."""
    return [
        _thread(mark, talk.comments[mark], talk.resolved.get(mark), persons)
        for mark in marks
        if talk.comments.get(mark)
    ]


def _thread(
    mark: str, comments: list[CommentRow], resolved: ResolvedRow | None, persons: Persons
) -> Record:
    return {
        "annotation": mark,
        "resolved_by": None if resolved is None else _name(resolved.resolved_by, persons),
        "resolved_at": None if resolved is None else resolved.resolved_at,
        "comments": [_comment(row, persons) for row in comments],
    }


def _comment(row: CommentRow, persons: Persons) -> Record:
    mentioned = [key for key in orjson.loads(row.mentions or "[]") if key in persons.names]
    return {
        "id": row.id,
        "author": _name(row.author_id, persons),
        "text": row.text,
        "mentions": [persons.names[key] for key in sorted(mentioned, key=persons.place)],
        "created_at": row.created_at,
        "edited_at": row.edited_at,
    }


def _name(user_id: int, persons: Persons) -> str:
    return persons.names.get(user_id, OUTSIDER)
