"""The links of the gold layer: those of reviewers' marks, between the marks that stand for them.

A decision says whose links of its marks hold. A link is in the gold layer while the marks at both
its ends stand for something there; it follows them when they are decided anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid4, uuid5

from annotator.accounts.person import Person
from annotator.adjudication.drafts import NONE, UNION
from annotator.adjudication.models import Adjudication, Decision
from annotator.adjudication.standing import Case, Held, marks_of
from annotator.annotations.models import Annotation
from annotator.audit.models import Action
from annotator.audit.service import Change, change_of, snapshot
from annotator.clock import now
from annotator.db import db, insert_rows
from annotator.links.models import Link, LinkKind
from annotator.links.service import NESTING, SINGLE, fits, leads_to


class Left(StrEnum):
    """Why a link is not in the gold layer."""

    #: Nobody has decided on the mark at its other end yet.
    WAITS = "waits"
    #: That mark is not in the gold layer.
    DROPPED = "dropped"
    #: The labels that were settled on are not linked in this way.
    UNFIT = "unfit"
    #: Its mark is a part of another one already, or it would come back to where it began.
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link that a decision lets hold: of which decision, and between which gold marks.

    `to_id` is the reviewer's mark to which it leads; `left` is None for one that is in gold.
    """

    decision: Adjudication
    kind: LinkKind
    to_id: str
    start: str
    end: str | None
    left: Left | None

    @property
    def joined(self) -> tuple[str, str | None, LinkKind]:
        """What no two links in force have in common."""
        return self.start, self.end, self.kind


def arrows_of(case: Case, made: Mapping[str, Held] | None = None) -> list[Arrow]:
    """Every link that the decisions in force let hold, each once.

    `made` are gold marks by id that came to be since the case was read.
    """
    known = {**case.held, **(made or {})}
    weighing = _Weighing(case.in_force, known)
    return list(weighing.arrows())


def follow(
    case: Case, decisions: Sequence[Adjudication], made: Sequence[Annotation], *, person: Person
) -> list[Change]:
    """Give the gold layer the links that it should have now, and take the others out of it.

    `decisions` and `made` are those that came to be since the case was read, stored already.
    """
    case = replace(case, decisions=[*case.decisions, *decisions])
    arrows = arrows_of(case, {mark.id: Held(mark, (), None) for mark in made})
    wanted = {arrow.joined for arrow in arrows if arrow.left is None}
    golds = [
        case.held[mark.annotation_id]
        for one in case.decisions
        for mark in one.golds
        if mark.annotation_id in case.held
    ]
    there = {(link.from_id, link.to_id, link.kind): link for gold in golds for link in gold.links}
    changes = [_removed(link) for joined, link in there.items() if joined not in wanted]
    db.session.flush()
    added = [
        _new(case, arrow, person)
        for arrow in arrows
        if arrow.left is None and arrow.joined not in there
    ]
    insert_rows(added)
    told = [change_of(Action.LINK_ADDED, link, article_id=link.article_id) for link in added]
    return [*changes, *told]


class _Weighing:
    """The decisions in force, and what of their links there is room for."""

    def __init__(self, decisions: Sequence[Adjudication], known: Mapping[str, Held]) -> None:
        self._decisions, self._known = decisions, known
        self._about = {key: one for one in decisions for key in marks_of(one)}
        self._kept: dict[LinkKind, dict[str, list[str]]] = {kind: {} for kind in LinkKind}

    def arrows(self) -> Iterator[Arrow]:
        seen = set()
        for decision in self._decisions:
            for held in self._chosen(decision):
                for link in held.links:
                    arrow = self._arrow(decision, held, link)
                    if arrow is not None and (*arrow.joined, arrow.left) not in seen:
                        seen.add((*arrow.joined, arrow.left))
                        yield arrow

    def _chosen(self, decision: Adjudication) -> list[Held]:
        """The marks whose links hold."""
        whose = decision.links or UNION
        keys = [] if whose == NONE else sorted(marks_of(decision))
        found = [key for key in keys if whose in (UNION, key)]
        return [self._known[key] for key in found if key in self._known]

    def _arrow(self, decision: Adjudication, held: Held, link: Link) -> Arrow | None:
        start = self._stands_for(decision, held.annotation.id)
        if start is None:
            return None
        other = self._about.get(link.to_id)
        end = self._stands_for(other, link.to_id) if other else None
        left = Left.WAITS if other is None else self._left(link.kind, start, end)
        return Arrow(decision, link.kind, link.to_id, start, end, left)

    def _left(self, kind: LinkKind, start: str, end: str | None) -> Left | None:
        if end is None:
            return Left.DROPPED
        labels = (self._known[key].annotation.label for key in (start, end))
        if start == end or not fits(kind, *labels):
            return Left.UNFIT
        kept = self._kept[kind]
        ends = kept.setdefault(start, [])
        if end in ends:
            return None
        if (kind in SINGLE and ends) or (kind in NESTING and leads_to(end, start, kept)):
            return Left.NESTED
        ends.append(end)
        return None

    def _stands_for(self, decision: Adjudication, mark_id: str) -> str | None:
        """The gold mark that stands for a reviewer's; None where it was dropped."""
        golds = [mark.annotation_id for mark in decision.golds]
        if decision.decision is not Decision.BOTH:
            return golds[0] if golds else None
        own = str(uuid5(UUID(decision.id), mark_id))
        if own in golds:
            return own
        # Decisions that were imported have names of their own.
        said = self._known[mark_id].marked if mark_id in self._known else None
        alike = (key for key in golds if said and self._known[key].marked.is_like(said))
        return next(alike, None)


def _new(case: Case, arrow: Arrow, person: Person) -> Link:
    return Link(
        id=str(uuid4()),
        project_id=case.article.project_id,
        article_id=case.article.id,
        from_id=arrow.start,
        to_id=arrow.end,
        kind=arrow.kind,
        author_id=person.id,
        created_at=now(),
        removed_at=None,
    )


def _removed(link: Link) -> Change:
    before = snapshot(link)
    link.removed_at = now()
    return change_of(Action.LINK_REMOVED, link, before=before, article_id=link.article_id)
