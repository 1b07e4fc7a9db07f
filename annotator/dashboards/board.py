"""A whole dashboard: every figure, of what is open to whoever asks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

import orjson

from annotator.agreement import jobs
from annotator.agreement.matching import USUAL_THRESHOLD
from annotator.agreement.queries import compared_ids, people_of
from annotator.agreement.report import Options
from annotator.agreement.service import as_json, report_of
from annotator.annotations.models import Label
from annotator.annotations.sight import Sight
from annotator.audit.queries import newest_about
from annotator.dashboards.agreeing import agreement_of
from annotator.dashboards.figures import (
    Agreement,
    Need,
    Overview,
    Own,
    Pace,
    QueueAge,
    Throughput,
    Verdicts,
)
from annotator.dashboards.kept import kept
from annotator.dashboards.models import Kind
from annotator.dashboards.needs import Asking, needs_of
from annotator.dashboards.queries import (
    LEAST,
    Period,
    Whose,
    overview_of,
    pace_of,
    queue_age_of,
    throughput_of,
    totals_of,
    verdicts_of,
)
from annotator.projects.queries import current_scheme

_OF_OWN = (Kind.SUBMITTED, Kind.RETURNED, Kind.STALE, Kind.PENDING)


@dataclass(frozen=True, slots=True)
class Board:
    """What a lead sees."""

    period: Period
    overview: Overview
    throughput: Throughput
    verdicts: Verdicts
    queue: QueueAge
    pace: Pace
    agreement: Agreement | None
    needs: list[Need]


@dataclass(frozen=True, slots=True)
class Picked:
    """The label and the person whose figures alone are looked at; None is every one."""

    label: Label | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at which project; in a blind one, `sight` says whose work is open to them."""

    project_id: int
    slug: str
    sight: Sight
    names: Mapping[int, str]
    picked: Picked = Picked()

    @property
    def whose(self) -> Whose:
        """Everybody's figures where others' work is open; else their own alone."""
        return Whose(self.names, None if self.sight.is_whole else self.sight.person_id)

    @property
    def picks(self) -> Whose:
        """The same, of what was picked; a person only where others' work is open."""
        whose, label = self.whose, self.picked.label
        person = self.picked.person_id if self.sight.is_whole else None
        said: dict[str, str | int] = {} if label is None else {"label": label.value}
        if person is None:
            return replace(whose, label=label, picked=said)
        return replace(whose, only=person, label=label, picked={**said, "person": person})


def board_of(viewer: Viewer, period: Period) -> Board:
    """Every figure of these days."""
    project_id, whose, today = viewer.project_id, viewer.whose, period.last
    picks = viewer.picks
    agreement = _agreement(viewer) if viewer.sight.is_whole else None
    asking = Asking(project_id, viewer.sight.person_id, today, viewer.sight.is_whole, agreement)
    return Board(
        period,
        overview_of(project_id, today),
        throughput_of(project_id, period, picks),
        verdicts_of(project_id, period, picks),
        queue_age_of(project_id, today),
        pace_of(project_id, period, whose),
        agreement,
        needs_of(asking),
    )


def own_of(viewer: Viewer, period: Period, *, is_blind: bool) -> Own:
    """A person's own figures; beside their time the project's, unless it is reviewed blind."""
    project_id, person_id = viewer.project_id, viewer.sight.person_id
    whose = Whose(viewer.names, person_id, leads=False)
    everybody = None if is_blind else pace_of(project_id, period, Whose({})).project
    totals = totals_of(project_id, _OF_OWN, person_id)
    return Own(
        throughput_of(project_id, period, whose),
        verdicts_of(project_id, period, whose),
        pace_of(project_id, period, whose).project,
        everybody.minutes if everybody and everybody.n >= LEAST else None,
        *(totals[kind] for kind in _OF_OWN),
    )


def _agreement(viewer: Viewer) -> Agreement | None:
    """As the page of agreement has it: at once where that is short, else what a job has found."""
    options, reach = Options(USUAL_THRESHOLD), viewer.sight.reach
    if totals_of(viewer.project_id, (Kind.SUBMITTED,))[Kind.SUBMITTED] <= jobs.MOST_IN_REQUEST:
        return kept(_read_by_two(viewer), lambda: _reckoned(viewer, options))
    question = jobs.Question(viewer.slug, options, viewer.sight.person_id, reach)
    return agreement_of(jobs.reckoned(viewer.project_id, question))


def _reckoned(viewer: Viewer, options: Options) -> Agreement | None:
    made = report_of(viewer.project_id, options, open_to=viewer.sight.reach.holds)
    return agreement_of(jobs.Reckoned(orjson.loads(as_json(made, viewer.slug)), None, False))


def _read_by_two(viewer: Viewer) -> Hashable:
    """Names all that agreement follows from: the readings, the ratings and who is who."""
    project_id = viewer.project_id
    ids = compared_ids(project_id, viewer.sight.reach.holds)
    newest = tuple(newest_about(project_id, ids).items())
    people = tuple(sorted(people_of(project_id).items()))
    return "agreement", project_id, current_scheme(project_id).id, people, newest
