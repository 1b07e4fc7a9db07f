"""What was drawn as it is read: each mark with its words, its verdict, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.annotations.models import Annotation
from annotator.annotations.queries import annotations_with, versions_of
from annotator.articles.queries import revision_text
from annotator.audit.service import row_key
from annotator.claims.passages import Passage, passages
from annotator.projects.scheme import Rating, Scheme
from annotator.sources.models import Source
from annotator.spotchecks.models import Outcome, SpotDecision
from annotator.spotchecks.queries import Entry, versions_now
from annotator.spotchecks.standing import Standing, seen_by
from annotator.verdicts.models import Verdict
from annotator.workspace.queries import Desk, Mark, marks_with

_MOST_WORDS = 300
#: So much of a paragraph is shown on either side of a mark.
_AROUND = 400
#: A page has no more marks: whoever made more is accepted or returned as a whole.
MOST_MARKS = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """One mark of an item; `targets` are the rows whose past is told where it changed since."""

    mark: Mark
    passages: Sequence[Passage]
    verdict: Verdict | None
    rating: Rating | None
    standing: Standing
    decision: SpotDecision | None
    is_gone: bool

    @property
    def annotation(self) -> Annotation:
        """The mark itself."""
        return self.mark.annotation

    @property
    def sources(self) -> list[Source]:
        """The sources in force."""
        return self.mark.live_sources

    @property
    def targets(self) -> list[str]:
        """The mark's rows."""
        return [self.annotation.id, *map(row_key, self.mark.hanging())]

    @property
    def has_changed(self) -> bool:
        """Whether it is not the version any more that was decided on."""
        if self.decision is None:
            return False
        return seen_by(self.decision).get(self.annotation.id) != self.annotation.version


@dataclass(frozen=True, slots=True)
class Told:
    """One decision as its reviewer reads it."""

    decision: SpotDecision
    words: str | None
    has_changed: bool


def marks_of(entry: Entry, here: Desk) -> list[Shown]:
    """The marks of an item in the order of the text; those that are gone since at the end.

    At most `MOST_MARKS` of them: those that were made first.
    """
    item, work = entry.item, entry.work
    live = [key for key, _ in versions_of(item.article_id, item.reviewer_id)]
    ids = [key for key in live if key in work.versions][:MOST_MARKS] + work.gone
    found = marks_with(item.article_id, item.reviewer_id, ids)
    shown = [_shown(mark, entry, here.scheme) for mark in found.marks]
    return sorted(shown, key=lambda one: (one.is_gone, _place(one.annotation)))


def told_of(decisions: Sequence[SpotDecision]) -> list[Told]:
    """The decisions with the words of their marks, in their order."""
    ids = [one.annotation_id for one in decisions if one.annotation_id]
    words = {one.id: words_of(one) for one in annotations_with(list(dict.fromkeys(ids)))}
    seen = {key for one in decisions for key in seen_by(one)}
    now = versions_now(sorted(seen))
    return [Told(one, words.get(one.annotation_id or ""), _changed(one, now)) for one in decisions]


def told_json(told: Told, names: Mapping[int, str]) -> dict[str, Any]:
    """One decision as a card's script reads it."""
    decision = told.decision
    return {
        "mark": decision.annotation_id,
        "returned": decision.outcome is Outcome.RETURNED,
        "reason": decision.reason,
        "by": names.get(decision.decided_by, ""),
        "changed": told.has_changed,
    }


def words_of(mark: Annotation) -> str:
    """The mark's own words, as far as a line holds them."""
    said = " … ".join(piece.exact for piece in mark.fragments if piece.part.value == "content")
    return said if len(said) <= _MOST_WORDS else said[: _MOST_WORDS - 1].rstrip() + "…"


def _changed(decision: SpotDecision, now: Mapping[str, int]) -> bool:
    return any(now.get(key) != version for key, version in seen_by(decision).items())


def _shown(mark: Mark, entry: Entry, scheme: Scheme) -> Shown:
    annotation, work = mark.annotation, entry.work
    text = revision_text(annotation.revision_id)
    verdict = mark.verdicts[-1] if mark.verdicts else None
    rating = scheme.rating_then(verdict.scheme_version_id, verdict.rating) if verdict else None
    return Shown(
        mark,
        [_clipped(one) for one in passages(annotation.fragments, text)],
        verdict,
        rating,
        work.of_mark(annotation.id),
        work.decision_on(annotation.id),
        annotation.id not in work.versions,
    )


def _place(mark: Annotation) -> int:
    return min((piece.start for piece in mark.fragments), default=0)


def _clipped(passage: Passage) -> Passage:
    """The same, without what lies far from the mark: paragraphs may be as long as the article."""
    last = len(passage.pieces) - 1
    pieces = [
        (words if is_mark else _near(words, begins=place == 0, ends=place == last), is_mark)
        for place, (words, is_mark) in enumerate(passage.pieces)
    ]
    return replace(passage, pieces=tuple(pieces))


def _near(words: str, *, begins: bool, ends: bool) -> str:
    if len(words) <= 2 * _AROUND:
        return words
    before = "" if begins else words[:_AROUND]
    after = "" if ends else words[-_AROUND:]
    return f"{before}…{after}"
