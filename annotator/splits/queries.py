"""What splitting needs of a project, from one snapshot, some articles at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from annotator.annotations.models import Annotation, Claim, Fragment, Label, Part, Quote
from annotator.articles.models import Article, Revision
from annotator.articles.training import counted
from annotator.similarity.models import ArticleLink
from annotator.sources.urls import page_hash
from annotator.speakers.queries import resolved, speaker_rows
from annotator.splits.material import Material, Reason
from annotator.splits.plan import JoinBy, SplitPlan, Stratify
from annotator.verdicts.models import Verdict

#: So many articles are read at once, and texts of so many characters, where one is not longer.
_ARTICLES = 256
_CHARACTERS = 2_000_000
#: The stratum of claims without a verdict; no rating has an empty id.
UNJUDGED = ""

Condition = ColumnElement[bool]


class _Chunk(NamedTuple):
    """Some articles: their places by their numbers."""

    places: dict[int, int]

    @property
    def holds(self) -> Condition:
        return Article.number.between(min(self.places), max(self.places))


class ProjectReader:
    """Reads a project through a connection that keeps to one snapshot.

    Articles in training, in the trash or still coming in are left out, as in every export.
    `articles` and `marks` narrow it to what a release is made of: conditions on `Article`, and on
    `Annotation`. They narrow what is counted; a claim joins articles whoever marked it.
    """

    def __init__(
        self,
        connection: Connection,
        project_id: int,
        *,
        articles: Condition | None = None,
        marks: Condition | None = None,
    ) -> None:
        self._connection = connection
        self._project_id = project_id
        self._wanted = and_(
            Article.project_id == project_id, counted(), true() if articles is None else articles
        )
        self._marks = true() if marks is None else marks

    def text(self, number: int, revision: int) -> str:
        """The text of one revision of the article with this number in the queue."""
        query = (
            select(Revision.text)
            .join(Article, Article.id == Revision.article_id)
            .where(Article.project_id == self._project_id)
            .where(Article.number == number, Revision.number == revision)
        )
        found: str = self._connection.execute(query).scalar_one()
        return found

    def material(
        self, plan: SplitPlan, progress: Callable[[int], object] = lambda done: None
    ) -> Material:
        """Everything that splitting by this plan needs; no text is kept.

        Texts are read once, and sketched in about 1 ms for 400 words. `progress` is called with
        the number of articles that are done, some hundred at a time; what it raises ends it.
        """
        material, linked = Material(), self._links()
        in_links = {article_id for pair in linked for article_id in pair}
        places: dict[str, int] = {}
        speakers = self._speakers() if JoinBy.SPEAKER in plan.join else {}
        for chunk in self._chunks(material, plan, in_links, places):
            self._read_texts(material, chunk)
            self._read_counts(material, chunk, plan)
            self._read_claims(material, chunk)
            if JoinBy.SPEAKER in plan.join:
                self._read_speakers(material, chunk, speakers)
            progress(len(material))
        material.linked = [
            (places[one], places[other])
            for one, other in linked
            if one in places and other in places
        ]
        return material

    def _chunks(
        self, material: Material, plan: SplitPlan, in_links: set[str], places: dict[str, int]
    ) -> Iterator[_Chunk]:
        after = 0
        columns = (Article.id, Article.number, Article.url, Article.publisher, Article.published_on)
        query = select(*columns).where(self._wanted).order_by(Article.number).limit(_ARTICLES)
        while rows := self._rows(query.where(Article.number > after)):
            found = _Chunk({})
            for row in rows:
                day = None if row.published_on is None else row.published_on.isoformat()
                place = found.places[row.number] = material.add(row.id, row.number, day)
                page = page_hash(row.url)
                if page is not None:
                    material.key(Reason.SAME_PAGE, place, page)
                if JoinBy.PUBLISHER in plan.join and row.publisher:
                    material.name(Reason.PUBLISHER, place, row.publisher)
                if row.id in in_links:
                    places[row.id] = place
            after = rows[-1].number
            yield found

    def _read_texts(self, material: Material, chunk: _Chunk) -> None:
        lengths = self._rows(
            select(Article.number, func.sum(Revision.length).label("length"))
            .join(Revision, Revision.article_id == Article.id)
            .where(self._wanted, chunk.holds)
            .group_by(Article.number)
            .order_by(Article.number)
        )
        query = (
            select(Article.number, Revision.number.label("revision"), Revision.text)
            .join(Revision, Revision.article_id == Article.id)
            .order_by(Article.number, Revision.number)
        )
        for first, last in _batches(lengths):
            for row in self._rows(query.where(self._wanted, Article.number.between(first, last))):
                material.text(chunk.places[row.number], row.revision, row.text)

    def _read_counts(self, material: Material, chunk: _Chunk, plan: SplitPlan) -> None:
        query = (
            select(Article.number, Annotation.label, func.count().label("count"))
            .join(Annotation, Annotation.article_id == Article.id)
            .where(self._wanted, chunk.holds, Annotation.removed_at.is_(None), self._marks)
            .group_by(Article.number, Annotation.label)
            .order_by(Article.number, Annotation.label)
        )
        claims: dict[int, int] = {}
        for row in self._rows(query):
            place, label, count = chunk.places[row.number], row[1], row[2]
            if label is Label.CLAIM:
                claims[place] = count
            material.count(place, marks=count, claims=claims.get(place, 0) * (label is Label.CLAIM))
            if plan.stratify is Stratify.LABEL:
                material.stratum(place, label.value, count)
        if plan.stratify is Stratify.RATING:
            self._read_ratings(material, chunk, claims)

    def _read_ratings(self, material: Material, chunk: _Chunk, claims: dict[int, int]) -> None:
        newest = (
            select(func.max(Verdict.position))
            .where(Verdict.annotation_id == Annotation.id)
            .correlate(Annotation)
            .scalar_subquery()
        )
        query = (
            select(Article.number, Verdict.rating, func.count().label("count"))
            .join(Annotation, Annotation.article_id == Article.id)
            .join(Verdict, Verdict.annotation_id == Annotation.id)
            .where(self._wanted, chunk.holds, Annotation.removed_at.is_(None), self._marks)
            .where(Annotation.label == Label.CLAIM, Verdict.position == newest)
            .group_by(Article.number, Verdict.rating)
            .order_by(Article.number, Verdict.rating)
        )
        for number, rating, count in self._rows(query):
            place = chunk.places[number]
            material.stratum(place, rating, count)
            claims[place] -= count
        for place, count in claims.items():
            if count:
                material.stratum(place, UNJUDGED, count)

    def _read_claims(self, material: Material, chunk: _Chunk) -> None:
        query = (
            select(Article.number, Annotation.id, Claim.wording, Fragment.exact)
            .join(Annotation, Annotation.article_id == Article.id)
            .join(Claim, Claim.annotation_id == Annotation.id)
            .outerjoin(
                Fragment,
                and_(Fragment.annotation_id == Annotation.id, Fragment.part == Part.CONTENT),
            )
            .where(self._wanted, chunk.holds, Annotation.removed_at.is_(None))
            .where(Annotation.label == Label.CLAIM)
            .order_by(Annotation.id, Fragment.position)
        )
        said: dict[str, tuple[int, list[str]]] = {}
        for number, annotation_id, wording, exact in self._rows(query):
            _, words = said.setdefault(annotation_id, (chunk.places[number], []))
            # The wording is said once; what is marked may be in several pieces.
            if not wording:
                words.append(exact or "")
            elif not words:
                words.append(wording)
        for place, words in said.values():
            material.claim(place, " ".join(words))

    def _read_speakers(self, material: Material, chunk: _Chunk, speakers: dict[str, str]) -> None:
        query = (
            select(
                Article.number,
                Claim.speaker_id.label("of_claim"),
                Quote.speaker_id.label("of_quote"),
                Annotation.label,
            )
            .join(Annotation, Annotation.article_id == Article.id)
            .outerjoin(Claim, Claim.annotation_id == Annotation.id)
            .outerjoin(Quote, Quote.annotation_id == Annotation.id)
            .where(self._wanted, chunk.holds, Annotation.removed_at.is_(None))
            .where(or_(Claim.speaker_id.is_not(None), Quote.speaker_id.is_not(None)))
        )
        named = set()
        for row in self._rows(query):
            said_by = {Label.CLAIM: row.of_claim, Label.QUOTE: row.of_quote}.get(row.label)
            if said_by in speakers:
                named.add((chunk.places[row.number], speakers[said_by]))
        for place, name in sorted(named):
            material.name(Reason.SPEAKER, place, name)

    def _speakers(self) -> dict[str, str]:
        """The name of each speaker by id: of the one that they were merged into."""
        rows = self._rows(speaker_rows(self._project_id))
        return {key: one.name for key, one in resolved([tuple(row) for row in rows]).items()}

    def _links(self) -> list[tuple[str, str]]:
        query = select(ArticleLink.article_id, ArticleLink.other_id).where(
            ArticleLink.project_id == self._project_id
        )
        return [(row.article_id, row.other_id) for row in self._rows(query)]

    def _rows(self, query: Any) -> Sequence[Any]:
        return self._connection.execute(query).all()


def _batches(lengths: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """First and last number of articles whose texts are read together."""
    first, last, characters = 0, 0, 0
    for number, length in lengths:
        if characters and characters + length > _CHARACTERS:
            yield first, last
            characters = 0
        first = number if not characters else first
        last, characters = number, characters + length
    if characters:
        yield first, last
