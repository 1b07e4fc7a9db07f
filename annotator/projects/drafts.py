"""How a project hands out its articles, as somebody says it."""

from __future__ import annotations

from dataclasses import dataclass

#: In per cent, where nobody said another.
USUAL_PASS_MARK = 80


@dataclass(frozen=True, slots=True)
class WorkflowDraft:
    """The whole setting; as it is made without values, it is what a new project does.

    `wanted` reviewers work on each article, `sample_wanted` on each of the `sample_percent` in a
    hundred that are drawn. `open_limit` is how much unfinished work a person may have, and after
    `abandoned_hours` without a change it goes back to the queue; None for both is no limit.
    With `only_wanted` nobody begins an article that has all the reviewers it wants. With `blind`
    nobody sees another's work on an article that they may still review themselves. With
    `names_shown` adjudicators see whose marks they settle; None is hidden.
    A reviewer does `training_articles` with a score of `pass_mark` per cent each before the queue
    gives them others; None for both is none, and the usual mark.
    A verdict given less than `verdict_seconds` after its mark gives a signal, and so does an
    article that is handed in sooner than at `reading_pace` words a minute; 0 is none.
    docs/pace.md says why these numbers.
    """

    wanted: int = 1
    sample_percent: int = 0
    sample_wanted: int = 2
    open_limit: int | None = None
    abandoned_hours: int | None = None
    only_wanted: bool = False
    blind: bool = False
    names_shown: bool | None = None
    training_articles: int | None = None
    pass_mark: int | None = None
    verdict_seconds: int = 24
    reading_pace: int = 714

    @property
    def reached_from(self) -> int:
        """The score in per cent from which on a training article counts."""
        return USUAL_PASS_MARK if self.pass_mark is None else self.pass_mark
