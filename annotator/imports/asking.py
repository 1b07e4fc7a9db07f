"""Looking for what an import repeats before its last step, so that somebody can be asked."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.db import db, writing
from annotator.imports import service
from annotator.similarity.comparing import keep_repeats, repeats_in
from annotator.similarity.known import Choice
from annotator.similarity.service import sketch_missing


def asks(choice: Choice, *, annotated: bool) -> bool:
    """Whether articles are compared once they are all stored.

    Those of an `annotated` dataset are, for every choice that asks for near-duplicates: it takes
    them with their marks, and not one by one.
    """
    if annotated:
        return choice not in (Choice.SAME, Choice.ADD)
    return choice is Choice.ASK


def look_for_repeats(project_id: int, import_id: str) -> Iterator[int]:
    """Keep a question for each article that repeats one; gives how many there are, now and then."""
    asked = 0
    # What came in just now is known by its words once it is sketched.
    for _ in sketch_missing(project_id):
        _show_life(import_id)
        yield asked
    for found in repeats_in(project_id, import_id):
        db.session.rollback()
        with writing():
            service.show_life(import_id)
            keep_repeats(project_id, import_id, found)
        asked += len(found)
        yield asked


def _show_life(import_id: str) -> None:
    with writing():
        service.show_life(import_id)
