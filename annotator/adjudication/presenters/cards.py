"""Each difference as a table: a column a reviewer, a row for each part that is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.adjudication.comparing import Difference, Item, Marked, common, union
from annotator.adjudication.fields import BY_LABEL, said
from annotator.adjudication.models import Adjudication
from annotator.adjudication.presenters.links import SaidLink, gold_links, links_of
from annotator.adjudication.presenters.words import extent_text, pieces_of
from annotator.adjudication.proposing import Proposal, Strategy, propose
from annotator.adjudication.standing import Case, Held
from annotator.annotations.models import Label
from annotator.annotations.particulars import types_of
from annotator.projects.scheme import Rating
from annotator.sources.models import Source
from annotator.speakers.queries import Named, speakers_named
from annotator.verdicts.models import Verdict

#: In this order, the parts of a mark that are chosen one by one.
FIELDS = tuple(dict.fromkeys(name for parts in BY_LABEL.values() for name in parts))


@dataclass(frozen=True, slots=True)
class Column:
    """One reviewer; `mark` is None where they marked nothing here. `place` counts from 1."""

    place: int
    letter: str
    person: int
    mark: Held | None
    #: The mark's words, each with whether not everybody has it.
    words: Sequence[tuple[str, bool]] = ()
    plain: str = ""
    rating: Rating | None = None
    fields: Mapping[str, str] = ()  # type: ignore[assignment]
    links: Sequence[SaidLink] = ()

    @property
    def id(self) -> str:
        """The mark's id; empty without one."""
        return self.mark.annotation.id if self.mark else ""

    @property
    def label(self) -> Label | None:
        """What the mark is."""
        return self.mark.annotation.label if self.mark else None

    @property
    def verdict(self) -> Verdict | None:
        """Its verdict in force."""
        return self.mark.verdict if self.mark else None

    @property
    def sources(self) -> Sequence[Source]:
        """Its sources in force."""
        return self.mark.sources if self.mark else ()


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided, and of which reviewer's mark the gold one is a copy, if of any's."""

    decision: Adjudication
    like: str | None
    words: Sequence[str]
    links: Sequence[SaidLink] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One item; `number` is its place among the differences, None for what is agreed."""

    item: Item
    number: int | None
    version: int
    columns: Sequence[Column]
    proposal: Proposal
    settled: Settled | None
    union: str
    overlap: str

    @property
    def key(self) -> str:
        """The item's name in the page."""
        return self.item.key

    @property
    def present(self) -> list[Column]:
        """The reviewers who marked something here."""
        return [column for column in self.columns if column.mark]

    @property
    def snippet(self) -> str:
        """The words of the first."""
        return self.present[0].plain

    @property
    def percent(self) -> int:
        """What its marks have in common, in percent."""
        return round(self.item.overlap * 100)

    @property
    def differences(self) -> list[str]:
        """In what they differ, the gravest first."""
        order = (
            Difference.LABEL,
            Difference.EDGES,
            Difference.VERDICT,
            Difference.FIELDS,
        )
        return [one.value for one in order if one in self.item.differences]

    @property
    def has_claim(self) -> bool:
        """Whether anybody holds it for a claim, and so for something to judge."""
        return any(column.label is Label.CLAIM for column in self.present)

    @property
    def has_links(self) -> bool:
        """Whether any link leads from what anybody marked here."""
        return any(column.links for column in self.present)

    @property
    def fields(self) -> list[str]:
        """The names of the parts that anybody says something of."""
        return [name for name in FIELDS if any(name in column.fields for column in self.present)]


def cards_of(case: Case, strategy: Strategy, person: int | None) -> tuple[list[Card], list[Card]]:
    """The differences, and what is agreed."""
    making = _Cards(case, strategy, person)
    differing = [making.card(item, place) for place, item in enumerate(case.differing, start=1)]
    return differing, [making.card(item, None) for item in case.items if item.is_agreed]


class _Cards:
    def __init__(self, case: Case, strategy: Strategy, person: int | None) -> None:
        self._case, self._strategy, self._person = case, strategy, person
        self._links = gold_links(case)
        self._speakers = speakers_named(
            {
                row.speaker_id
                for held in case.held.values()
                for row in (held.annotation.claim, held.annotation.quote)
                if row is not None and row.speaker_id is not None
            }
        )

    def card(self, item: Item, number: int | None) -> Card:
        """One item."""
        by_person = {mark.person: mark for mark in item.marks}
        contents = [mark.content for mark in item.marks]
        text = self._case.revision.text
        return Card(
            item,
            number,
            self._case.version_of(item),
            [
                self._column(place, person, by_person.get(person), item)
                for place, person in enumerate(self._case.people, start=1)
            ],
            propose(item, self._strategy, self._person),
            settled_on(self._case, item, self._links),
            extent_text(text, union(contents)),
            extent_text(text, common(contents)).strip(),
        )

    def _column(self, place: int, person: int, mark: Marked | None, item: Item) -> Column:
        letter = self._case.letter(person)
        if mark is None:
            return Column(place, letter, person, None)
        held, text = self._case.held[mark.id], self._case.revision.text
        shared = common([one.content for one in item.marks])
        verdict = held.verdict
        scheme = self._case.scheme
        return Column(
            place,
            letter,
            person,
            held,
            pieces_of(text, mark.content, shared),
            extent_text(text, mark.content),
            scheme.rating_then(verdict.scheme_version_id, verdict.rating) if verdict else None,
            {
                name: self._told(name, held, values)
                for name, values in said(held.annotation).items()
            },
            links_of(self._case, held),
        )

    def _told(self, name: str, held: Held, values: tuple[Any, ...]) -> str:
        """A part as it can be read; words of the interface are codes here."""
        definition = self._case.scheme.definition
        if name == "types":
            known = definition.known("claim_types")
            return ", ".join(
                known[one].label if one in known else one for one in types_of(held.annotation.claim)
            )
        if name == "role":
            known = definition.known("context_roles")
            return known[values[0]].label if values[0] in known else str(values[0])
        if name in {"speaker", "voice"}:
            return self._speaker(values)
        if name == "checkworthy":
            return "yes" if values[0] else "no"
        return str(values[0])

    def _speaker(self, values: tuple[Any, ...]) -> str:
        named: Named | None = self._speakers.get(values[-1] or "")
        return named.name if named else str(values[0])


def settled_on(case: Case, item: Item, links: Mapping[str, Sequence[SaidLink]]) -> Settled | None:
    """What was decided on an item, as it is now, with its links by decision."""
    decision = case.decision_on(item)
    if decision is None:
        return None
    golds = [case.held[mark.annotation_id] for mark in decision.golds]
    words = [" … ".join(one.exact for one in held.annotation.fragments) for held in golds]
    like = None
    if decision.decision.value == "taken":
        made = golds[0].marked
        like = next(
            (
                case.letter(mark.person)
                for mark in item.marks
                if set(mark.pieces) == set(made.pieces)
                and (mark.label, mark.rating) == (made.label, made.rating)
            ),
            None,
        )
    return Settled(decision, like, words, links.get(decision.id, ()))
