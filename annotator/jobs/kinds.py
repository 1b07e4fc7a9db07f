"""The kinds of jobs: each feature names its own beside the function that does the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.errors import Remark, Words
from annotator.jobs.attempt import Run
from annotator.jobs.reading import READING

Values = Mapping[str, Any]
#: Does the work and returns its result, a JSON object; raises an error of ours to fail.
Work = Callable[[Run], dict[str, Any] | None]
#: From a payload to the few words, in nobody's language, that tell one job from the next.
Subject = Callable[[Values], str]
#: From a result to the endpoint of the page it led to and the values in that page's address.
Target = Callable[[Values], tuple[str, Values]]
#: From a result to a sentence of what came of it.
Outcome = Callable[[Values], Remark]


@dataclass(frozen=True, slots=True)
class Kind:
    """What there is to know of all jobs of one kind.

    A job of a `routine` kind follows something that a person did; one that went well is not listed
    unless somebody asks.
    """

    name: str
    title: Words
    work: Work
    subject: Subject
    target: Target | None
    outcome: Outcome | None
    routine: bool


_kinds: dict[str, Kind] = {}


def job(
    name: str,
    title: Words,
    *,
    subject: Subject,
    target: Target | None = None,
    outcome: Outcome | None = None,
    routine: bool = False,
    only_reads: bool = False,
) -> Callable[[Work], Work]:
    """Name the function below as the one that does jobs of this kind.

    It may be stopped at each `run.progress(...)`, and is then run again from its beginning; so
    what it writes last belongs into `run.completing()`, and nothing that counts before that, but
    for what is written in `run.stepping()` and never done again. One that `only_reads` changes
    nothing of the project's, and is done while that is archived, too; others wait until it is back.
    """

    def register(work: Work) -> Work:
        _kinds[name] = Kind(name, title, work, subject, target, outcome, routine)
        if only_reads:
            READING.add(name)
        return work

    return register


def kind_of(name: str) -> Kind | None:
    """The kind of this name; None for one that another version of the program knew."""
    return _kinds.get(name)


def routine_kinds() -> list[str]:
    """The names of the kinds that nobody asks for by hand."""
    return sorted(kind.name for kind in _kinds.values() if kind.routine)
