"""From attempts and answers to what the pages show of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from annotator.agreement.material import Mark
from annotator.training.models import Attempt, Explanation
from annotator.training.queries import Progress, score_of
from annotator.training.scoring import Line, Outcome, Score

_MOST_CHARACTERS = 400
#: What there is to learn from comes first.
_ORDER = (Outcome.MISSED, Outcome.LABEL, Outcome.VERDICT, Outcome.BEYOND, Outcome.FOUND)


@dataclass(frozen=True, slots=True)
class Side:
    """One mark in its words."""

    label: str
    words: str
    rating: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A known answer beside what was marked of it, with a lead's explanation if there is one."""

    outcome: Outcome
    known: Side | None
    own: Side | None
    borders_differ: bool
    explanation: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One attempt in a list; `counts` says whether it is the one that passing rests on."""

    attempt: Attempt
    title: str
    whole: float
    reached: bool
    counts: bool
    answers: int


@dataclass(frozen=True, slots=True)
class Learner:
    """One person in the lead's list; with nothing `left`, they wait for a lead.

    `attempts` are those that are open to who asks, and of these so many `reached` the mark: in a
    blind project no figure tells of work that is closed. Whether they passed is how far they are.
    """

    id: int
    name: str
    progress: Progress
    attempts: Sequence[Scored]
    reached: int
    left: bool
    reviews: bool


def share(value: Fraction | float) -> float:
    """A share in thousandths, never more than it is: what is shown as 80 % reaches 80."""
    return floor(value * 1000) / 1000


def shown(
    lines: Sequence[Line], text: str, explanations: Mapping[str, Explanation]
) -> dict[Outcome, list[Shown]]:
    """The lines by their outcome, what there is to learn from first."""
    found: dict[Outcome, list[Shown]] = {outcome: [] for outcome in _ORDER}
    for line in lines:
        said = explanations.get(line.known.id) if line.known else None
        words = said.text if said else ""
        one = Shown(
            line.outcome,
            side(line.known, text) if line.known else None,
            side(line.own, text) if line.own else None,
            line.borders_differ,
            words,
        )
        found[line.outcome].append(one)
    return {outcome: some for outcome, some in found.items() if some}


def side(mark: Mark, text: str) -> Side:
    """A mark with the words that it marks."""
    words = " … ".join(text[start:end] for start, end in mark.pieces)
    if len(words) > _MOST_CHARACTERS:
        words = f"{words[: _MOST_CHARACTERS - 1].rstrip()}…"
    return Side(mark.label, words, mark.rating)


def scored(
    progress: Progress, titles: Mapping[str, str], answers: Mapping[str, int]
) -> list[Scored]:
    """A person's attempts, the last one first; `answers` are numbers of versions by their id."""
    counting = {one.id for one in progress.counting}
    found = []
    for attempt in reversed(progress.attempts):
        score: Score = score_of(attempt)
        found.append(
            Scored(
                attempt,
                titles.get(attempt.article_id, ""),
                share(score.whole),
                score.reaches(progress.pass_mark),
                attempt.id in counting,
                answers.get(attempt.answers_id, 0),
            )
        )
    return found
