"""One layer as it was: in an earlier text until the article was corrected, or on some day."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from annotator.annotations.queries import versions_of
from annotator.articles.queries import revision_text
from annotator.audit.known import known_before
from annotator.db import reading_from
from annotator.errors import NotFound
from annotator.revisions.queries import RevisionFacts, revisions_of
from annotator.workspace.queries import Desk, marks_with
from annotator.workspace.remembered import PaintedLayer, painted_anew


def earlier(here: Desk, number: int) -> tuple[Desk, RevisionFacts]:
    """The desk with an earlier text, and the revision that came after it; raises `NotFound`."""
    known = {one.number: one for one in revisions_of(here.article.id)}
    later = [one for one in known if one > number]
    if number not in known or not later:
        raise NotFound("There is no such page.")
    return replace(here, revision=revision_text(known[number].id)), known[min(later)]


def layer_before(here: Desk, author_id: int, later: RevisionFacts) -> PaintedLayer:
    """What this person had marked in the desk's text when the later one was made."""
    project_id, article_id = here.project.id, here.article.id
    known = known_before(project_id, "revision", later.id, [article_id])
    with closing(known), reading_from(known):
        return layer_then(here, author_id)


def layer_then(here: Desk, author_id: int, *, shown: bool = True) -> PaintedLayer:
    """What this person has marked in the newest text, read while looking back; none of it where
    it is not to be `shown`.
    """
    article_id = here.article.id
    ids = [key for key, _ in versions_of(article_id, author_id)] if shown else []
    found = marks_with(article_id, author_id, ids)
    live = [mark for mark in found.marks if mark.annotation.removed_at is None]
    return painted_anew(here, replace(found, marks=live))
