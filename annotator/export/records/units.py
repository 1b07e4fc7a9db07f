"""From the rows of one article to the lines of an export, each unit in its fixed key order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter

import orjson

from annotator.annotations.models import Layer, Part
from annotator.articles.origins import by_name, only_of
from annotator.assignments.models import State
from annotator.export.options import Layers, Options, Unit
from annotator.export.reading.rows import ArticleRow, ReviewRow
from annotator.export.reading.snapshot import Chunk
from annotator.export.records.marks import Mark, MarkRecords, Record
from annotator.export.records.persons import Persons
from annotator.export.records.proof import ProvedText
from annotator.export.records.threads import threads
from annotator.projects.scheme import Rating
from annotator.speakers.queries import KnownSpeaker
from annotator.text.layout import Layout
from annotator.text.sentences import SentenceIndex

ARTICLE_SCHEMA = "annotator/article/1"
SPAN_SCHEMA = "annotator/span/1"
CLAIM_SCHEMA = "annotator/claim/1"

#: Between the pieces of a claim that is marked in several.
SURFACE_GAP = " … "

#: Of the newest verdict, in the claim unit.
_VERDICT_KEYS = (
    "rating",
    "label",
    "decisive",
    "rationale",
    "decided_by",
    "decided_at",
    "stale",
    "stale_reason",
)
#: Of it too, behind all that was there before them.
_LATER_KEYS = ("confidence", "effective_on", "correction_note", "public_state")

_CONTENT = Part.CONTENT.value
_PLACE = attrgetter("place")
_SUBMITTED = State.SUBMITTED.value
_GOLD = Layer.GOLD.value


class Records:
    """Makes the records of one export; `persons`, `schemes` and `speakers` are the snapshot's."""

    def __init__(
        self,
        slug: str,
        options: Options,
        persons: Persons,
        schemes: dict[int, tuple[int, dict[str, Rating]]],
        speakers: Mapping[str, KnownSpeaker],
    ) -> None:
        self._slug = slug
        self._options = options
        self._all_persons = persons
        self._persons = persons.names
        self._place_of = persons.place
        self._marks = MarkRecords(self._persons, schemes, speakers)
        self._of_unit = {
            Unit.ARTICLE: self._article,
            Unit.SPAN: self._spans,
            Unit.CLAIM: self._claims,
        }[options.unit]

    def of_article(self, article: ArticleRow, chunk: Chunk) -> Iterator[Record]:
        """The records of one of the chunk's articles."""
        return self._of_unit(article, chunk)

    def _article(self, article: ArticleRow, chunk: Chunk) -> Iterator[Record]:
        marks = self.marks_of(article, chunk)
        yield {
            "schema": ARTICLE_SCHEMA,
            "id": article.id,
            "external_id": article.external_id,
            "project": self._slug,
            "url": article.url,
            "title": article.title,
            "byline": article.byline,
            "publisher": article.publisher,
            "published_on": article.published_on,
            "language": article.language,
            **self._in_force(marks, chunk),
            "revision": article.revision,
            "canonical": article.canonical,
            "text": article.text,
            "text_sha256": article.text_sha256,
            "layout": orjson.Fragment(article.layout),
            "reviews": self._reviews(article, chunk),
            "annotations": [self._marks.annotation(mark, chunk) for mark in marks],
            "links": self._marks.links(marks, article.id, chunk),
            "origin": self._origin(article, chunk),
            **self._settled(article, chunk),
            **self._talk(marks, chunk),
        }

    def _settled(self, article: ArticleRow, chunk: Chunk) -> Record:
        """A key that is only there where anything was decided, for who sees adjudication."""
        if self._options.submitted_only or self._options.layer is Layers.REVIEWER:
            return {}
        found = chunk.settled.record(article.id, self._persons)
        return {} if found is None else {"adjudication": found}

    def _talk(self, marks: list[Mark], chunk: Chunk) -> Record:
        """A key that is only there where comments were asked for."""
        if not self._options.comments:
            return {}
        return {"threads": threads([mark.id for mark in marks], chunk.talk, self._all_persons)}

    def _origin(self, article: ArticleRow, chunk: Chunk) -> object:
        origin = article.origin
        if self._options.layer is Layers.GOLD:
            # What reviewers' files carried beside their marks is of their layer.
            origin = only_of(origin, frozenset())
        elif self._options.submitted_only:
            origin = only_of(origin, self._submitted_by(article, chunk))
        if origin is None:
            return None
        return by_name(origin, self._persons) or orjson.Fragment(origin)

    def _spans(self, article: ArticleRow, chunk: Chunk) -> Iterator[Record]:
        marks = self.marks_of(article, chunk)
        if not marks:
            return
        layout = Layout.from_json(orjson.loads(article.layout))
        sentences = SentenceIndex(article.text, layout, article.language)
        for mark in marks:
            yield self._span(article, mark, chunk, sentences.touching(mark.start, mark.end))

    def _span(
        self, article: ArticleRow, mark: Mark, chunk: Chunk, touched: tuple[int, str]
    ) -> Record:
        verdicts = self._marks.verdicts(mark, chunk) if mark.is_claim else []
        newest = verdicts[-1] if verdicts else {}
        return {
            **self._place(SPAN_SCHEMA, article, mark),
            "language": article.language,
            "label": mark.row.label,
            "layer": mark.row.layer,
            "author": self._persons[mark.row.author_id],
            "review": _review_of(mark, article, chunk),
            "version": mark.row.version,
            "created_at": mark.row.created_at,
            "updated_at": mark.row.updated_at,
            "sentence": touched[1],
            "sentence_start": touched[0],
            "fragments": mark.fragments,
            "note": mark.row.note,
            "wording": mark.row.wording if mark.is_claim else None,
            "rating": newest.get("rating"),
            "stale": newest.get("stale"),
            **self._marks.beside(mark),
            "stale_reason": newest.get("stale_reason"),
            **{key: newest.get(key) for key in _LATER_KEYS},
        }

    def _claims(self, article: ArticleRow, chunk: Chunk) -> Iterator[Record]:
        for mark in self.marks_of(article, chunk):
            if mark.is_claim:
                yield self._claim(article, mark, chunk)

    def _claim(self, article: ArticleRow, mark: Mark, chunk: Chunk) -> Record:
        content = [piece["exact"] for piece in mark.fragments if piece["part"] == _CONTENT]
        return {
            **self._place(CLAIM_SCHEMA, article, mark),
            "title": article.title,
            "url": article.url,
            "published_on": article.published_on,
            "language": article.language,
            "layer": mark.row.layer,
            "author": self._persons[mark.row.author_id],
            "review": _review_of(mark, article, chunk),
            "created_at": mark.row.created_at,
            "updated_at": mark.row.updated_at,
            "wording": mark.row.wording,
            "surface": SURFACE_GAP.join(content),
            "fragments": mark.fragments,
            "scheme_version": self._in_force([mark], chunk)["scheme_version"],
            **self._judgement(mark, chunk),
            "version": mark.row.version,
            "note": mark.row.note,
            **self._marks.particulars(mark.row),
            "publisher": article.publisher,
            "byline": article.byline,
        }

    def _judgement(self, mark: Mark, chunk: Chunk) -> Record:
        verdicts = self._marks.verdicts(mark, chunk)
        newest = verdicts[-1] if verdicts else {}
        judged = _newest_of_each(verdicts)
        return {
            **{key: newest.get(key) for key in _VERDICT_KEYS},
            "pending_choice": mark.row.pending_rating,
            "evidence": self._marks.sources(mark, chunk),
            "per_annotator": judged,
            "distribution": self._distribution(judged),
            **{key: newest.get(key) for key in _LATER_KEYS},
        }

    def _place(self, schema: str, article: ArticleRow, mark: Mark) -> Record:
        """What a mark is, and in which text its offsets count."""
        return {
            "schema": schema,
            "id": mark.id,
            "article": article.id,
            "external_id": article.external_id,
            "project": self._slug,
            "revision": article.revision,
            "text_sha256": article.text_sha256,
        }

    def marks_of(self, article: ArticleRow, chunk: Chunk) -> list[Mark]:
        """The marks of an article that the options ask for, proved, in the order of its text."""
        # The text is proved for every article, marked or not.
        proved = ProvedText(article.id, article.title, article.text, article.text_sha256)
        rows = chunk.annotations.get(article.id)
        if rows is None:
            return []
        layer = self._options.layer
        submitted = self._submitted_by(article, chunk) if self._options.submitted_only else None
        marks = [
            Mark(pieces, proved)
            for pieces in rows
            # Marks stay with the revision that they were made in.
            if pieces[0].revision_id == article.revision_id
            and (layer is Layers.ALL or pieces[0].layer == layer)
            and (submitted is None or pieces[0].layer == _GOLD or pieces[0].author_id in submitted)
        ]
        marks.sort(key=_PLACE)
        return marks

    def _submitted_by(self, article: ArticleRow, chunk: Chunk) -> set[int]:
        return {
            row.reviewer_id for row in chunk.reviews.get(article.id, ()) if row.state == _SUBMITTED
        }

    def _reviews(self, article: ArticleRow, chunk: Chunk) -> list[Record]:
        rows = chunk.reviews.get(article.id, [])
        rows.sort(key=lambda row: self._place_of(row.reviewer_id))
        return [self._review(row) for row in rows]

    def _review(self, row: ReviewRow) -> Record:
        # What was submitted before this was kept, or without guidelines, has no word about them.
        version = row.guideline_version
        return {
            "reviewer": self._persons[row.reviewer_id],
            "state": row.state,
            "submitted_at": row.submitted_at,
            "nothing_to_mark": row.nothing_to_mark,
            **({} if version is None else {"guideline_version": version}),
        }

    def _in_force(self, marks: list[Mark], chunk: Chunk) -> Record:
        """The versions of scale and guidelines that the newest judgement was given on."""
        newest: tuple[str, int, int] = ("", 0, 0)
        for mark in marks:
            if mark.is_claim and mark.id in chunk.verdicts:
                row = chunk.verdicts[mark.id][-1]
                scheme = self._marks.scheme_number(row.scheme_version_id)
                newest = max(newest, (row.decided_at, scheme, row.guideline_version or 0))
        return {"scheme_version": newest[1] or None, "guideline_version": newest[2] or None}

    def _distribution(self, judged: list[Record]) -> Record:
        # Every rating of the project is there, so that all lines have the same keys.
        counts = dict.fromkeys(self._marks.rating_ids, 0)
        for verdict in judged:
            counts[verdict["rating"]] = counts.get(verdict["rating"], 0) + 1
        return counts


def _newest_of_each(verdicts: list[Record]) -> list[Record]:
    """The newest verdict of everybody who gave one, oldest first."""
    newest = {verdict["decided_by"]: verdict["id"] for verdict in verdicts}
    return [
        {
            "annotator": verdict["decided_by"],
            "rating": verdict["rating"],
            "rationale": verdict["rationale"],
            "decided_at": verdict["decided_at"],
        }
        for verdict in verdicts
        if newest[verdict["decided_by"]] == verdict["id"]
    ]


def _review_of(mark: Mark, article: ArticleRow, chunk: Chunk) -> str | None:
    """How far the author's review of the article is; None where there is none."""
    reviews = chunk.reviews.get(article.id, ())
    author = mark.row.author_id
    return next((row.state for row in reviews if row.reviewer_id == author), None)
