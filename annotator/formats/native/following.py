"""One article text by text: what each line changes about the rows of the line before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from annotator.annotations.models import Annotation, Fragment, Label, Part
from annotator.articles.models import Article
from annotator.audit.models import Action
from annotator.audit.service import Row, change_of, snapshot
from annotator.clock import now
from annotator.db import Base
from annotator.errors import Invalid
from annotator.formats.native.rows import Rows
from annotator.links.models import Link
from annotator.revisions.models import Carry

_NAMED = (
    "external_id",
    "title",
    "title_key",
    "url",
    "byline",
    "publisher",
    "published_on",
    "language",
    "origin",
)
_REVIEWED = ("state", "submitted_at", "nothing_to_mark", "return_reason", "guideline_version")
#: Of a verdict, what no later line may say otherwise.
_JUDGED = (
    "rating",
    "decisive",
    "rationale",
    "confidence",
    "effective_on",
    "correction_note",
    "public_state",
    "decided_by",
    "decided_at",
    "scheme_version_id",
    "guideline_version",
)


class Following:
    """The rows of an article as the lines up to now leave them, and the events on the way.

    A row that a later line has too is that row, changed; one that is missing there was removed,
    unless it belongs to a mark that waits in an earlier text.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._told(None, *_all(rows))

    def go_on(self, fresh: Rows, moved: Mapping[str, Carry]) -> None:
        """Take the rows of the next text's line; `moved` is its report, by mark.

        Raises `Invalid` where the line tells another past than those before it.
        """
        revision = fresh.revisions[0]
        self._told(None, revision)
        self.rows.revisions.append(revision)
        self._told(None, *fresh.corrections)
        self.rows.corrections += fresh.corrections
        self.rows.speakers += fresh.speakers
        self._article(fresh.articles[0])
        self._reviews(fresh)
        here = {mark.id for mark in fresh.annotations}
        self._leave(here, moved)
        self._marks(fresh)
        self._check_verdicts(fresh)
        self._verdicts(fresh)
        self._hanging(fresh, here)
        known = set(self.rows.decided)
        self.rows.decided += [one for one in fresh.decided if one not in known]
        # The newest text's line is the one that has them.
        self.rows.decisions, self.rows.finished = fresh.decisions, fresh.finished

    def report(self, carries: list[Carry]) -> None:
        """Take what became of the marks, when all texts are there."""
        self.rows.carries += carries
        self._told(None, *carries)

    def _article(self, fresh: Article) -> None:
        self._change(self.rows.articles[0], {key: getattr(fresh, key) for key in _NAMED})

    def _reviews(self, fresh: Rows) -> None:
        known = {row.reviewer_id: row for row in self.rows.assignments}
        for row in fresh.assignments:
            before = known.pop(row.reviewer_id, None)
            if before is None:
                self.rows.assignments.append(row)
                self._told(None, row)
            else:
                self._change(before, {key: getattr(row, key) for key in _REVIEWED})
        if known:
            raise Invalid("a review is missing that an earlier text has", "reviews")

    def _leave(self, here: set[str], moved: Mapping[str, Carry]) -> None:
        """Marks of the text before that this line lacks: they wait there, or were removed here."""
        earlier = self.rows.revisions[-2].id
        for mark in self.rows.annotations:
            if mark.revision_id != earlier or mark.removed_at is not None or mark.id in here:
                continue
            report = moved.get(mark.id)
            if report is None:
                raise Invalid(
                    "the mark %(id)s of the text before is missing, and no report says why",
                    "annotations",
                    id=mark.id,
                )
            if report.fragments_after is not None:
                pieces = _fragments(mark, report.fragments_after)
                gone = {"revision_id": report.to_id, "fragments": pieces, "removed_at": now()}
                self._change(mark, gone)

    def _marks(self, fresh: Rows) -> None:
        places = {row.id: place for place, row in enumerate(self.rows.annotations)}
        for mark in fresh.annotations:
            place = places.get(mark.id)
            if place is None:
                self.rows.annotations.append(mark)
                self._told(None, mark)
                continue
            known = self.rows.annotations[place]
            if (known.author_id, known.layer) != (mark.author_id, mark.layer):
                raise Invalid("a mark has another author in an earlier text", "annotations")
            before = snapshot(known)
            # What a mark was before it was relabelled is kept, out of sight.
            mark.claim, mark.quote = mark.claim or known.claim, mark.quote or known.quote
            mark.context = mark.context or known.context
            self.rows.annotations[place] = mark
            self._told(before, mark)

    def _verdicts(self, fresh: Rows) -> None:
        places = {row.id: place for place, row in enumerate(self.rows.verdicts)}
        for verdict in fresh.verdicts:
            place = places.get(verdict.id)
            if place is None:
                self.rows.verdicts.append(verdict)
                self._told(None, verdict)
                continue
            known = self.rows.verdicts[place]
            if any(getattr(known, key) != getattr(verdict, key) for key in _JUDGED):
                raise Invalid("a verdict reads differently in an earlier text", "annotations")

    def _check_verdicts(self, fresh: Rows) -> None:
        """No verdict of a claim that is here may be gone, or stand at another's place."""
        claims = {mark.id for mark in fresh.annotations if mark.label is Label.CLAIM}
        came = {(row.annotation_id, row.position): row.id for row in fresh.verdicts}
        for row in self.rows.verdicts:
            place = (row.annotation_id, row.position)
            if row.annotation_id in claims and came.get(place) != row.id:
                raise Invalid(
                    "the verdicts of the claim %(id)s are others than in an earlier text",
                    "annotations",
                    id=row.annotation_id,
                )

    def _hanging(self, fresh: Rows, here: set[str]) -> None:
        """Sources and links: those that this line lacks were removed, if their marks are here."""
        self._replace(self.rows.sources, fresh.sources, lambda row: row.annotation_id in here)
        self._replace(
            self.rows.links, fresh.links, lambda row: row.from_id in here and row.to_id in here
        )

    def _replace(self, known: list[Any], fresh: list[Any], is_here: Any) -> None:
        places = {row.id: place for place, row in enumerate(known)}
        came = {row.id for row in fresh}
        for row in known:
            if row.id not in came and row.removed_at is None and is_here(row):
                self._change(row, {"removed_at": now()})
        for row in fresh:
            place = places.get(row.id)
            if place is None:
                known.append(row)
                self._told(None, row)
                continue
            before = snapshot(known[place])
            if isinstance(row, Link):
                row.created_at = known[place].created_at
            known[place] = row
            if before != snapshot(row):
                self._told(before, row)

    def _change(self, row: Any, values: dict[str, Any]) -> None:
        before = snapshot(row)
        for key, value in values.items():
            setattr(row, key, value)
        if snapshot(row) == before:
            return
        if hasattr(row, "version"):
            row.version += 1
        self._told(before, row)

    def _told(self, before: Row | None, *rows: Base) -> None:
        article_id = self.rows.articles[0].id
        self.rows.told += [
            change_of(_ACTIONS[row.__tablename__], row, before=before, article_id=article_id)
            for row in rows
        ]


def settle_article(rows: Rows) -> None:
    """Give the article's place and import, which are known late, to the events about it."""
    last = {article.id: article for article in rows.articles}
    for change in rows.told:
        if change.target == "article":
            article = last[change.target_id]
            for state in (change.before, change.after):
                if state is not None:
                    state |= {"number": article.number, "import_id": article.import_id}


def _all(rows: Rows) -> Iterator[Base]:
    yield from rows.articles
    yield from rows.revisions
    yield from rows.assignments
    yield from rows.annotations
    yield from rows.verdicts
    yield from rows.links
    yield from rows.sources


def _fragments(mark: Annotation, pieces: str) -> list[Fragment]:
    return [
        Fragment(
            annotation_id=mark.id,
            position=position,
            project_id=mark.project_id,
            part=Part(piece["part"]),
            start=piece["start"],
            end=piece["end"],
            exact=piece["exact"],
        )
        for position, piece in enumerate(orjson.loads(pieces))
    ]


_ACTIONS = {
    "article": Action.ARTICLE_IMPORTED,
    "revision": Action.REVISION_IMPORTED,
    "correction": Action.CORRECTION_NOTED,
    "assignment": Action.ASSIGNMENT_IMPORTED,
    "annotation": Action.ANNOTATION_IMPORTED,
    "verdict": Action.VERDICT_IMPORTED,
    "link": Action.LINK_IMPORTED,
    "source": Action.SOURCE_IMPORTED,
    "carry": Action.CARRY_REPORTED,
}
