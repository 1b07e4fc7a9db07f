"""Reading one claim with what hangs together with it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from annotator.annotations.models import Annotation, Label, Layer, Part
from annotator.annotations.queries import annotations_with
from annotator.articles.models import Article
from annotator.assignments.models import State
from annotator.db import db
from annotator.export.options import Options
from annotator.export.reading.known import snapshot_at_hand
from annotator.export.reading.snapshot import Chunk
from annotator.export.reviews.checks import Checks, Reviewed
from annotator.links.models import Link, LinkKind
from annotator.links.service import fits
from annotator.projects.models import Project
from annotator.speakers.queries import Named, speakers_named
from annotator.workspace.queries import Mark, Marks, find_mark, names_of


@dataclass(frozen=True, slots=True)
class Linked:
    """Another mark that a claim is linked with; `outward` where the arrow starts at the claim."""

    kind: LinkKind
    outward: bool
    mark: Annotation

    @property
    def words(self) -> str:
        """The mark's own words."""
        pieces = self.mark.fragments
        return " … ".join(piece.exact for piece in pieces if piece.part is Part.CONTENT)


def claim_marks(claim: Mark) -> Marks:
    """The claim with the names of everybody in it."""
    row = claim.annotation.claim
    people = {claim.annotation.author_id, *(one.decided_by for one in claim.verdicts)}
    people |= {source.added_by for source in claim.sources}
    speakers: dict[str, Named] = {}
    if row is not None and row.speaker_id is not None:
        speakers = speakers_named({row.speaker_id})
    return Marks([claim], names_of(people), speakers)


def find_claim(claim_id: str) -> Mark | None:
    """The claim with what hangs on it, removed or not; None for a mark that is no claim."""
    found = find_mark(claim_id)
    return found if found and found.annotation.label is Label.CLAIM else None


def linked_with(claim: Annotation) -> list[Linked]:
    """The marks of the same layer that it is linked with, those it was split into first."""
    query = select(Link).where(
        or_(Link.from_id == claim.id, Link.to_id == claim.id), Link.removed_at.is_(None)
    )
    links = db.session.scalars(query.order_by(Link.created_at, Link.id)).all()
    others = [link.to_id if link.from_id == claim.id else link.from_id for link in links]
    known = {one.id: one for one in annotations_with(others) if one.removed_at is None}
    found = [
        Linked(link.kind, link.from_id == claim.id, known[other])
        for link, other in zip(links, others, strict=True)
        if other in known and _fit(link, claim, known[other])
    ]
    return sorted(found, key=lambda one: (one.kind is not LinkKind.PART_OF, one.outward))


@dataclass(frozen=True, slots=True)
class Review:
    """What readers outside would be told of a claim, and whether its work was handed in.

    `reviewed` is None where it stands in no text that is read now, and readers know nothing of it.
    """

    reviewed: Reviewed | None = None
    is_handed_in: bool = False


def review_of_claim(project: Project, claim: Annotation) -> Review:
    """What feeds and files say of it; they leave out what was never handed in."""
    number = db.session.scalar(select(Article.number).where(Article.id == claim.article_id))
    with snapshot_at_hand(project.id) as snapshot:
        checks = Checks(snapshot, project.slug, Options())
        for chunk in snapshot.chunks_at([] if number is None else [number]):
            for article in chunk.articles:
                reviewed = checks.one(article, chunk, claim.id)
                return Review(reviewed, _is_handed_in(claim, chunk))
    return Review()


def _is_handed_in(claim: Annotation, chunk: Chunk) -> bool:
    if claim.layer is Layer.GOLD:
        return True
    reviews = chunk.reviews.get(claim.article_id, ())
    own = (one.state for one in reviews if one.reviewer_id == claim.author_id)
    return next(own, None) == State.SUBMITTED


def _fit(link: Link, claim: Annotation, other: Annotation) -> bool:
    first, second = (claim, other) if link.from_id == claim.id else (other, claim)
    return fits(link.kind, first.label, second.label)
