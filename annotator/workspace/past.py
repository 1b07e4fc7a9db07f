"""One layer as it was in an earlier text, until the article was corrected."""

from __future__ import annotations

from dataclasses import replace

from annotator.annotations.models import Annotation, Layer
from annotator.articles.queries import revision_text
from annotator.audit.past import first_seq, revived, rows_before
from annotator.audit.service import Row
from annotator.errors import NotFound
from annotator.links.models import Link
from annotator.revisions.queries import RevisionFacts, revisions_of
from annotator.sources.models import Source
from annotator.verdicts.models import Verdict
from annotator.workspace.queries import Desk, Mark, Marks, names_of
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
    seq = first_seq(project_id, "revision", later.id)
    rows = {} if seq is None else rows_before(project_id, article_id, seq)
    found = [
        row
        for row in rows.get("annotation", {}).values()
        if (row["revision_id"], row["author_id"]) == (here.revision.id, author_id)
        and row["layer"] == Layer.REVIEWER.value
        and row["removed_at"] is None
    ]
    found.sort(key=lambda row: (row["created_at"], row["id"]))
    marks = [_mark(row, rows) for row in found]
    people = {author_id, *(one.decided_by for mark in marks for one in mark.verdicts)}
    return painted_anew(here, Marks(marks, names_of(people)))


def _mark(row: Row, rows: dict[str, dict[str, Row]]) -> Mark:
    def of(table: str, key: str) -> list[Row]:
        return [one for one in rows.get(table, {}).values() if one[key] == row["id"]]

    return Mark(
        revived(Annotation, row),
        sorted((revived(Source, one) for one in of("source", "annotation_id")), key=_position),
        sorted((revived(Verdict, one) for one in of("verdict", "annotation_id")), key=_position),
        [revived(Link, one) for one in of("link", "from_id")],
    )


def _position(one: Source | Verdict) -> int:
    return one.position or 0
