"""Every text of every article: what `--revisions all` writes."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.articles.origins import only_of
from annotator.assignments.models import State
from annotator.export.options import Options
from annotator.export.reading.rows import ArticleRow
from annotator.export.reading.snapshot import Chunk
from annotator.export.reading.trail import Trail
from annotator.export.records.earlier import Report, Standing
from annotator.export.records.marks import Record
from annotator.export.records.persons import Persons
from annotator.export.records.units import Records

_SUBMITTED = State.SUBMITTED.value


class Histories:
    """Makes the records of articles with all of their texts; `records` makes those of one text."""

    def __init__(
        self, slug: str, options: Options, persons: Persons, records: Records, trail: Trail
    ) -> None:
        self._slug = slug
        self._submitted_only = options.submitted_only
        self._persons = persons.names
        self._records = records
        self._trail = trail
        self._corrected = trail.corrected()

    def of_article(self, article: ArticleRow, chunk: Chunk) -> Iterator[Record]:
        """The records of one of the chunk's articles, its newest text last."""
        newest = list(self._records.of_article(article, chunk))
        if article.id not in self._corrected:
            yield from newest
            return
        told = self._trail.of(article.id)
        texts: list[Record] = []
        for revision in told.revisions[:-1]:
            stood = Standing(revision, told).chunk(article, revision)
            self._withhold(article, chunk, stood)
            texts.extend(self._records.of_article(stood.articles[0], stood))
        texts += newest
        shown = {mark["id"] for text in texts for mark in text["annotations"]}
        yield Report(told, article, self._persons).line(self._slug, shown)
        yield from texts

    def _withhold(self, article: ArticleRow, chunk: Chunk, stood: Chunk) -> None:
        """What a reader of submitted work may not see now, they do not see in an earlier text."""
        if not self._submitted_only:
            return
        now = {
            row.reviewer_id for row in chunk.reviews.get(article.id, ()) if row.state == _SUBMITTED
        }
        stood.annotations[article.id] = [
            pieces
            for pieces in stood.annotations[article.id]
            if pieces[0].layer == "gold" or pieces[0].author_id in now
        ]
        shown = stood.articles[0]
        stood.articles[0] = shown._replace(origin=only_of(shown.origin, now))
