"""Reading samples, with how far each of their items is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from annotator.annotations.models import Annotation, Layer
from annotator.annotations.queries import in_newest_text
from annotator.articles.arrival import arrived_by_id
from annotator.articles.models import Article
from annotator.assignments.models import Assignment
from annotator.db import db
from annotator.spotchecks.drafts import Asked, asked_from_json
from annotator.spotchecks.models import SpotCheck, SpotDecision, SpotItem
from annotator.spotchecks.standing import Standing, Work

#: How many decisions a reviewer's page shows.
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a sample, and how far it is."""

    item: SpotItem
    title: str
    work: Work
    #: The reviewer's assignment, and its version.
    assignment_id: str
    version: int

    @property
    def stamp(self) -> str:
        """Differs whenever what a decision rests on does."""
        marks = sum(self.work.versions.values())
        return f"{self.version}-{len(self.work.decisions)}-{len(self.work.versions)}-{marks}"

    @property
    def standing(self) -> Standing:
        """How far it is."""
        return self.work.standing


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample with all its items."""

    check: SpotCheck
    entries: Sequence[Entry]

    @property
    def asked(self) -> Asked:
        """What it was drawn from."""
        return asked_from_json(self.check.asked)

    def entry(self, position: int) -> Entry | None:
        """The item at this place, from 1."""
        return next((one for one in self.entries if one.item.position == position), None)


@dataclass(frozen=True, slots=True)
class Listed:
    """A sample in the list; `decided` counts the items on which anything was decided."""

    check: SpotCheck
    asked: Asked
    items: int
    decided: int


def samples(project_id: int, before: int | None, limit: int) -> list[Listed]:
    """The newest samples, before that number."""
    query = select(SpotCheck).where(SpotCheck.project_id == project_id)
    if before is not None:
        query = query.where(SpotCheck.number < before)
    found = db.session.scalars(query.order_by(SpotCheck.number.desc()).limit(limit)).all()
    ids = [one.id for one in found]
    items = _counts(SpotItem.spot_check_id, func.count(), ids)
    places = func.count(func.distinct(SpotDecision.position))
    decided = _counts(SpotDecision.spot_check_id, places, ids)
    return [
        Listed(one, asked_from_json(one.asked), items.get(one.id, 0), decided.get(one.id, 0))
        for one in found
    ]


def sample(project_id: int, number: int) -> Sample | None:
    """One sample with all its items, in as many statements however large it is."""
    query = select(SpotCheck).where(SpotCheck.project_id == project_id, SpotCheck.number == number)
    check = db.session.scalar(query)
    return None if check is None else Sample(check, _entries(check))


def decisions_for(
    project_id: int, reviewer_id: int, article_id: str | None = None
) -> Sequence[SpotDecision]:
    """What was decided on a reviewer's work, the newest first."""
    query = select(SpotDecision).where(
        SpotDecision.project_id == project_id, SpotDecision.reviewer_id == reviewer_id
    )
    if article_id is not None:
        query = query.where(SpotDecision.article_id == article_id)
    newest_first = SpotDecision.decided_at.desc(), SpotDecision.id
    return db.session.scalars(query.order_by(*newest_first)).all()


def decisions_page(project_id: int, reviewer_id: int, after: str | None) -> Sequence[SpotDecision]:
    """A page of them and one more, the newest first; `after` is the last one of the page before."""
    own = SpotDecision.project_id == project_id, SpotDecision.reviewer_id == reviewer_id
    query = select(SpotDecision).where(*own)
    last = db.session.scalar(query.where(SpotDecision.id == after)) if after else None
    if last is not None:
        earlier = SpotDecision.decided_at < last.decided_at
        same = and_(SpotDecision.decided_at == last.decided_at, SpotDecision.id > last.id)
        query = query.where(or_(earlier, same))
    newest_first = SpotDecision.decided_at.desc(), SpotDecision.id
    return db.session.scalars(query.order_by(*newest_first).limit(PAGE_SIZE + 1)).all()


def versions_now(ids: Sequence[str]) -> dict[str, int]:
    """The versions of those of these marks that are there."""
    query = select(Annotation.id, Annotation.version).where(
        Annotation.id.in_(ids), Annotation.removed_at.is_(None)
    )
    return {row.id: row.version for row in db.session.execute(query)}


def _counts(key: object, count: object, ids: Sequence[str]) -> dict[str, int]:
    query = select(key, count).where(key.in_(ids)).group_by(key)  # type: ignore[call-overload, attr-defined]
    return {one: number for one, number in db.session.execute(query)}


def _entries(check: SpotCheck) -> list[Entry]:
    versions, decisions = _versions_in(check.id), _decisions_in(check.id)
    query = (
        select(SpotItem, Article.title, Assignment.id, Assignment.version, Assignment.state)
        .join(Article, Article.id == SpotItem.article_id)
        .join(
            Assignment,
            and_(
                Assignment.article_id == SpotItem.article_id,
                Assignment.reviewer_id == SpotItem.reviewer_id,
            ),
        )
        .where(SpotItem.spot_check_id == check.id, arrived_by_id(SpotItem.article_id))
        .order_by(SpotItem.position)
    )
    return [
        Entry(
            item,
            title,
            Work(state, versions.get(item.position, {}), decisions.get(item.position, ())),
            assignment_id,
            version,
        )
        for item, title, assignment_id, version, state in db.session.execute(query)
    ]


def _versions_in(check_id: str) -> Mapping[int, dict[str, int]]:
    """By item, the marks that are there now with their versions."""
    query = (
        select(SpotItem.position, Annotation.id, Annotation.version)
        .join(
            Annotation,
            and_(
                Annotation.article_id == SpotItem.article_id,
                Annotation.author_id == SpotItem.reviewer_id,
                Annotation.layer == Layer.REVIEWER,
                Annotation.removed_at.is_(None),
                in_newest_text(Annotation.article_id),
                or_(SpotItem.annotation_id.is_(None), SpotItem.annotation_id == Annotation.id),
            ),
        )
        .where(SpotItem.spot_check_id == check_id)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for position, mark, version in db.session.execute(query):
        found[position][mark] = version
    return found


def _decisions_in(check_id: str) -> Mapping[int, list[SpotDecision]]:
    """By item, what was decided on it, the oldest first; on the whole before its marks."""
    in_order = SpotDecision.decided_at, SpotDecision.annotation_id.is_not(None), SpotDecision.id
    query = select(SpotDecision).where(SpotDecision.spot_check_id == check_id).order_by(*in_order)
    found: dict[int, list[SpotDecision]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.position].append(one)
    return found
