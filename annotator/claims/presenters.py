"""Everything that a claim's page says, in the shapes that the workspace's cards have too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from markupsafe import Markup

from annotator.annotations.models import Annotation
from annotator.articles.queries import RevisionText, revision_text
from annotator.audit.service import row_key
from annotator.claims.evidence import Group, doubts_by_source, grouped
from annotator.claims.passages import Passage, passages
from annotator.claims.queries import Linked, claim_marks, linked_with, review_of_claim
from annotator.export.reviews.checks import Reviewed
from annotator.projects.definition import Definition
from annotator.projects.scheme import Rating, Scheme
from annotator.sources.evidence import evidence_of
from annotator.sources.warnings import independent
from annotator.verdicts.models import Verdict
from annotator.workspace.presenters.marks import annotations_json
from annotator.workspace.presenters.script import script_json
from annotator.workspace.queries import ArticleFacts, Desk, Mark

Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim as it is read: `claim` and `mark` are the shapes that its card has.

    `verdict` is the row in force, `scale` the number of the scale's version that it was given
    under, `doubts` what is doubtful by source, `definition` the project's lists in the reader's
    words, and `targets` the rows whose past is told.
    """

    mark: Shape
    claim: Shape
    annotation: Annotation
    article: ArticleFacts
    revision: RevisionText
    is_newest: bool
    passages: Sequence[Passage]
    definition: Definition
    verdict: Verdict | None
    scale: int | None
    rating: Rating | None
    groups: Sequence[Group]
    doubts: dict[str | None, list[Shape]]
    independent: int
    parts: Sequence[Linked]
    links: Sequence[Linked]
    review: Reviewed | None
    is_handed_in: bool
    targets: Sequence[str]

    @property
    def title(self) -> str:
        """The claim in the fewest words that there are."""
        said: str = self.claim.get("short") or self.claim["wording"] or self.surface
        return said

    @property
    def types(self) -> list[str]:
        """What kinds of claim it is, as the project calls them."""
        return self.labels("claim_types", self.claim.get("types", ()))

    def labels(self, name: str, ids: Iterable[str]) -> list[str]:
        """What the project calls entries of one of its lists, such as "flags"."""
        known = self.definition.known(name)
        return [known[one].label for one in ids if one in known]

    @property
    def made_on(self) -> date | None:
        """The day on which the claim was made."""
        row = self.annotation.claim
        return row.made_on if row else None

    @property
    def pretty(self) -> str:
        """The record as a person can read it."""
        record = self.review.record if self.review else None
        return orjson.dumps(record, option=orjson.OPT_INDENT_2).decode()

    @property
    def surface(self) -> str:
        """The claim's own words in the article."""
        pieces = [piece for piece in self.mark["fragments"] if piece["part"] == "content"]
        return " … ".join(piece["exact"] for piece in pieces)

    @property
    def markup(self) -> Markup | None:
        """What is told to machines: as the feeds, what readers know and what still stands."""
        review = self.review
        if review is None or review.record is None or not review.is_right:
            return None
        is_up = review.telling is not None and review.ending is None
        return script_json(review.record) if is_up else None


def claim_page(here: Desk, mark: Mark) -> ClaimPage:
    """The page of a claim on its article's desk, whose scale is in the reader's words."""
    annotation = mark.annotation
    (shape,) = annotations_json(claim_marks(mark), here)
    claim: Shape = shape["claim"]
    linked = linked_with(annotation)
    parts = [one for one in linked if one.kind == "part_of" and not one.outward]
    verdict = mark.verdicts[-1] if mark.verdicts else None
    review = review_of_claim(here.project, annotation)
    return ClaimPage(
        mark=shape,
        claim=claim,
        annotation=annotation,
        article=here.article,
        revision=revision_text(annotation.revision_id),
        is_newest=annotation.revision_id == here.revision.id,
        passages=passages(annotation.fragments, revision_text(annotation.revision_id)),
        definition=here.scheme.definition,
        verdict=verdict,
        scale=_scale(verdict, here.scheme),
        rating=_rating(verdict, here.scheme),
        groups=grouped(claim["sources"]),
        doubts=doubts_by_source(claim["warnings"]),
        independent=independent([evidence_of(source) for source in mark.live_sources]),
        parts=parts,
        links=[one for one in linked if one not in parts],
        review=review.reviewed,
        is_handed_in=review.is_handed_in,
        targets=[annotation.id, *map(row_key, mark.hanging())],
    )


def _scale(verdict: Verdict | None, scheme: Scheme) -> int | None:
    if verdict is None:
        return None
    if verdict.scheme_version_id == scheme.id:
        return scheme.number
    then = scheme.earlier.get(verdict.scheme_version_id)
    return then.number if then else None


def _rating(verdict: Verdict | None, scheme: Scheme) -> Rating | None:
    return scheme.rating_then(verdict.scheme_version_id, verdict.rating) if verdict else None
