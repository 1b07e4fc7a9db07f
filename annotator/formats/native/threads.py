"""What was said about the marks of one article, in a file that was asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.annotations.models import Annotation, Layer
from annotator.comments.models import Comment, Thread
from annotator.comments.service import MAX_COMMENTS, check_text, stored_mentions
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.rows import Rows, as_time, told_at
from annotator.formats.native.target import Target


def read_threads(
    values: object, target: Target, annotations: Sequence[Annotation], rows: Rows
) -> None:
    """Add the rows of an article's threads; `annotations` are its marks."""
    if not isinstance(values, list):
        raise Invalid("it must be a list", shape.THREADS)
    marks = {annotation.id: annotation for annotation in annotations}
    for index, value in enumerate(values):
        where = f"{shape.THREADS}-{index}."
        entry = shape.check_shape(value, shape.THREAD, where)
        # Taken out, so that a second thread of the same mark finds none.
        mark = marks.pop(entry["annotation"], None)
        if mark is None:
            raise Invalid(
                "there is no such mark in this article, or it has a thread already",
                where + "annotation",
            )
        if mark.layer is Layer.GOLD:
            raise Invalid("nobody talks about a gold mark", where + "annotation")
        _read_comments(entry["comments"], mark, target, rows, where)
        rows.threads += _settled(entry, mark, target, where)


def _read_comments(
    values: list[object], mark: Annotation, target: Target, rows: Rows, where: str
) -> None:
    if not 1 <= len(values) <= MAX_COMMENTS:
        raise Invalid(
            "a thread has at least one comment and at most %(most)s",
            where + "comments",
            most=MAX_COMMENTS,
        )
    for index, value in enumerate(values):
        place = f"{where}comments-{index}."
        entry = shape.check_shape(value, shape.COMMENT, place)
        rows.comments.append(_comment(entry, mark, target, place))


def _comment(entry: dict[str, Any], mark: Annotation, target: Target, where: str) -> Comment:
    told_at(where, check_text, entry["text"])
    created_at = as_time(entry["created_at"], where + "created_at")
    edited = entry["edited_at"]
    edited_at = None if edited is None else as_time(edited, where + "edited_at")
    if edited_at is not None and edited_at < created_at:
        raise Invalid("it is before “created_at”", where + "edited_at")
    mentions = [target.person(name, where + "mentions") for name in entry["mentions"]]
    if len(set(mentions)) != len(mentions):
        raise Invalid("it must name each person once", where + "mentions")
    return Comment(
        id=entry["id"],
        project_id=target.project_id,
        article_id=mark.article_id,
        annotation_id=mark.id,
        author_id=target.person(entry["author"], where + "author"),
        text=entry["text"],
        mentions=stored_mentions(mentions),
        version=1 if edited_at is None else 2,
        created_at=created_at,
        edited_at=edited_at,
        removed_at=None,
    )


def _settled(entry: dict[str, Any], mark: Annotation, target: Target, where: str) -> list[Thread]:
    by, at = entry["resolved_by"], entry["resolved_at"]
    if (by is None) != (at is None):
        raise Invalid(
            "what is settled has a person and a time, and nothing else has", where + "resolved_at"
        )
    if by is None:
        return []
    thread = Thread(
        annotation_id=mark.id,
        project_id=target.project_id,
        resolved_at=as_time(at, where + "resolved_at"),
        resolved_by=target.person(by, where + "resolved_by"),
        version=1,
    )
    return [thread]
