"""One article as it is adjudicated: the marks, the items they make, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from annotator.adjudication.comparing import Item, Marked
from annotator.adjudication.fields import said
from annotator.adjudication.models import Adjudication, GoldLayer
from annotator.annotations.models import Annotation
from annotator.articles.models import Article
from annotator.articles.queries import RevisionText
from annotator.links.models import Link
from annotator.projects.scheme import Scheme
from annotator.sources.models import Source
from annotator.verdicts.models import Verdict


@dataclass(frozen=True, slots=True)
class Held:
    """One mark with its sources and its verdict in force, and the links that lead from it."""

    annotation: Annotation
    sources: Sequence[Source]
    verdict: Verdict | None
    links: Sequence[Link] = ()

    @property
    def marked(self) -> Marked:
        """The mark as it is compared."""
        mark = self.annotation
        pieces = tuple((piece.part.value, piece.start, piece.end) for piece in mark.fragments)
        rating = self.verdict.rating if self.verdict else None
        return Marked(
            mark.id,
            mark.author_id,
            mark.label.value,
            pieces,
            mark.version,
            rating,
            said(mark),
            tuple((link.kind.value, link.to_id) for link in self.links),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an article is; `decisions` are every one there was, the oldest first.

    `submitted` tells of everybody whose work is submitted since when it is.
    """

    submitted: Mapping[int, datetime]
    items: Sequence[Item]
    decisions: Sequence[Adjudication]
    layer: GoldLayer | None

    @property
    def is_finished(self) -> bool:
        """Whether the gold layer was finished, and nothing of it reopened since."""
        return self.layer is not None and self.layer.finished_at is not None

    @property
    def in_force(self) -> list[Adjudication]:
        """The decisions that were not reopened."""
        return [one for one in self.decisions if one.reopened_at is None]

    @property
    def differing(self) -> list[Item]:
        """The items that somebody has to decide."""
        return [item for item in self.items if not item.is_agreed]

    @property
    def open_items(self) -> list[Item]:
        """Those of them that nobody has decided, as they are now."""
        return [item for item in self.differing if self.decision_on(item) is None]

    def decision_on(self, item: Item) -> Adjudication | None:
        """What was decided on an item, if that is about the item as it is now.

        It is not where other marks belong to it, nor where somebody who submitted since lacks it.
        """
        return next(
            (
                one
                for one in self.in_force
                if marks_of(one) == item.ids and self._knew_who_lacks(item, one)
            ),
            None,
        )

    def _knew_who_lacks(self, item: Item, decision: Adjudication) -> bool:
        return all(self.submitted[person] <= decision.decided_at for person in item.missing)


@dataclass(frozen=True, slots=True)
class Case(Standing):
    """One article as an adjudicator has it.

    `held` are the marks of all who submitted and of the gold layer, by id.
    """

    article: Article
    revision: RevisionText
    scheme: Scheme
    guidelines: int | None
    held: Mapping[str, Held]

    @property
    def people(self) -> tuple[int, ...]:
        """Those whose work is submitted."""
        return tuple(self.submitted)

    @property
    def version(self) -> int:
        """Counts every change to anything that is decided, or decided about."""
        decided = len(self.decisions) + sum(1 for one in self.decisions if one.reopened_at)
        marks = sum(mark.version for item in self.items for mark in item.marks)
        return decided + marks + len(self.submitted)

    def item_of(self, ids: Collection[str]) -> Item | None:
        """The item that holds these marks and no others."""
        return next((item for item in self.items if item.ids == frozenset(ids)), None)

    def touching(self, item: Item) -> list[Adjudication]:
        """Every decision there was about any of an item's marks."""
        return [one for one in self.decisions if marks_of(one) & item.ids]

    def version_of(self, item: Item) -> int:
        """Counts every change to the item: its marks, who lacks them, what was decided on them."""
        decisions = self.touching(item)
        reopened = sum(1 for one in decisions if one.reopened_at is not None)
        marks = sum(mark.version for mark in item.marks) + len(item.missing)
        return marks + len(decisions) + reopened

    def letter(self, person: int) -> str:
        """What a reviewer is called here: A, B, C … Z, AA, AB …"""
        letters, place = "", self.people.index(person) + 1
        while place:
            place, letter = divmod(place - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return letters


def marks_of(decision: Adjudication) -> frozenset[str]:
    """The marks that a decision is about."""
    return frozenset(orjson.loads(decision.from_ids))
