"""From compared articles to the report: rows are gathered by cut, then summed and resampled."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from operator import add

from annotator.agreement import sums
from annotator.agreement.bootstrap import RESAMPLES, ROW_RESAMPLES, SEED
from annotator.agreement.comparing import Source, tallied
from annotator.agreement.figures import Figure, Measure, Way, ways
from annotator.agreement.material import LABELS, Known
from annotator.agreement.reckoning import Cut, figures, figures_of, mean_kappa
from annotator.agreement.report import (
    MOST_ARTICLES,
    Coverage,
    LeftOut,
    Line,
    Options,
    Reason,
    Report,
    either_way,
)
from annotator.agreement.sharing import Helper
from annotator.agreement.sums import Row, Scale
from annotator.agreement.tallying import Tallied

#: With more pairs than these the mean of their kappas has no interval: it takes a row of all.
MOST_PAIRS = 45
_SPANS = (
    Measure.SPAN_EXACT,
    Measure.SPAN_OVERLAP,
    Measure.TOKEN_F1,
    Measure.TOKEN_ALPHA,
    Measure.UNITIZING_ALPHA,
)
_TOGETHER = tuple(one for one in Measure if one is not Measure.LABEL_KAPPA)
#: Kappa is of two people; of more, their pairs are pooled for alpha.
_OF_PERSON = _TOGETHER

Keyed = dict[str, list[Row]]


@dataclass(slots=True)
class _Gathered:
    """The rows of each cut, an article a row, and the names of each pair of people in order."""

    names: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    tables: list[dict[str, Row]] = field(default_factory=list)
    pairs: Keyed = field(default_factory=lambda: defaultdict(list))
    people: Keyed = field(default_factory=lambda: defaultdict(list))
    labels: Keyed = field(default_factory=lambda: defaultdict(list))
    weeks: Keyed = field(default_factory=lambda: defaultdict(list))
    articles: list[tuple[int, str, Row]] = field(default_factory=list)
    readings: int = 0
    nothing_marked: int = 0
    older: int = 0


def assemble(
    source: Source,
    scale: Scale,
    options: Options,
    names: Callable[[int], str],
    coverage: Callable[[], Coverage],
    tell: Callable[[int], None] = lambda done: None,
) -> Report:
    """The report of these articles; `names` gives the key of a person.

    `coverage` is asked when all articles are read, and `tell` is told how many are so far.
    """
    found, known = _Gathered(), ways(scale)
    with Helper() as helper:
        for article, rows in tallied(source, helper, scale, options.threshold):
            _gather(found, article, rows, names)
            tell(len(found.rows))
        kappa, top, *others = helper.each(_tasks(found, scale))
    made = iter(others)
    pairs = sums.total([sums.total(rows, scale) for rows in found.pairs.values()], scale)
    return Report(
        options, len(found.rows), found.readings, found.nothing_marked,
        RESAMPLES, ROW_RESAMPLES, SEED,
        _headline(kappa + top),
        _left_out(coverage(), found.older, sums.total(found.rows, scale), pairs),
        _lines(found.pairs, made),
        _lines(found.people, made),
        _lines(found.labels, made),
        _lines(found.weeks, made),
        _least_agreed(found.articles, known),
        either_way(LABELS, sums.matrix(pairs, sums.LABELLED, len(LABELS))),
        either_way(scale.ratings, sums.matrix(pairs, sums.RATED, len(scale.ratings))),
    )  # fmt: skip


def _tasks(found: _Gathered, scale: Scale) -> Iterator[Callable[[], tuple[Figure, ...]]]:
    """The figures at the top, then those of each line, in the order of the report."""
    place = slice(sums.LABELLED, sums.LABELLED + len(LABELS) ** 2)
    times = RESAMPLES if len(found.pairs) <= MOST_PAIRS else 0
    yield partial(mean_kappa, Cut.of(_side_by_side(found, place)), times)
    yield partial(figures_of, Cut.of(found.rows), scale, _TOGETHER, RESAMPLES)
    for cuts, measures in (
        (found.pairs, tuple(Measure)),
        (found.people, _OF_PERSON),
        (found.labels, _SPANS),
        (found.weeks, _TOGETHER),
    ):
        for key in sorted(cuts, key=_natural):
            yield partial(figures_of, Cut.of(cuts[key]), scale, measures, ROW_RESAMPLES)


def _gather(found: _Gathered, article: Known, made: Tallied, names: Callable[[int], str]) -> None:
    people: dict[str, Row] = {}
    tables: dict[str, Row] = {}
    for pair, row in made.pairs.items():
        if pair not in found.names:
            found.names[pair] = tuple(sorted(map(names, pair), key=_natural))
        one, other = found.names[pair]
        found.pairs[f"{one}-{other}"].append(row)
        tables[f"{one}-{other}"] = row
        for person in (one, other):
            people[person] = array("d", map(add, people[person], row)) if person in people else row
    for person, row in people.items():
        # However many others read it, it is one article of this person.
        summed = array("d", row)
        summed[sums.ARTICLES] = 1
        found.people[person].append(summed)
    for label, row in made.labels.items():
        found.labels[label].append(row)
    found.rows.append(made.everybody)
    found.tables.append(tables)
    found.weeks[article.week.isoformat()].append(made.everybody)
    found.articles.append((article.number, article.id, made.everybody))
    found.readings += article.readings
    found.nothing_marked += not article.marked
    found.older += article.older


def _headline(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    places = tuple(Measure)
    return tuple(sorted(figures, key=lambda one: places.index(one.measure)))


def _side_by_side(found: _Gathered, place: slice) -> list[Row]:
    """Of each article, that part of the rows of all pairs there are."""
    blank = array("d", bytes(8 * (place.stop - place.start)))
    return [
        array("d", chain.from_iterable(of[pair][place] if pair in of else blank for pair in pairs))
        for pairs in [sorted(found.pairs)]
        for of in found.tables
    ]


def _lines(cuts: Keyed, made: Iterator[tuple[Figure, ...]]) -> tuple[Line, ...]:
    return tuple(Line(key, len(cuts[key]), next(made)) for key in sorted(cuts, key=_natural))


def _least_agreed(
    articles: Sequence[tuple[int, str, Row]], known: Mapping[Measure, Way]
) -> tuple[Line, ...]:
    """A line for each of the articles that are agreed on least; one alone gives no interval."""
    overlap = known[Measure.SPAN_OVERLAP].value

    def order(one: tuple[int, str, Row]) -> tuple[float, int]:
        value = overlap(one[2])
        return 2.0 if value is None else value, one[0]

    wanted = [known[one] for one in _TOGETHER]
    return tuple(
        Line(key, 1, figures([row], row, wanted, 0))
        for _, key, row in sorted(articles, key=order)[:MOST_ARTICLES]
    )


def _left_out(coverage: Coverage, older: int, whole: Row, pairs: Row) -> tuple[LeftOut, ...]:
    counts = {
        Reason.NOT_READ: coverage.not_read,
        Reason.ONE_READING: coverage.one_reading,
        Reason.OLDER_TEXT: older,
        Reason.UNMATCHED: pairs[sums.MARKS] - 2 * pairs[sums.OVERLAPPING],
        Reason.UNJUDGED: whole[sums.UNJUDGED],
        Reason.OFF_SCALE: whole[sums.OFF_SCALE],
        Reason.OTHER_VERSION: whole[sums.OTHER_VERSION],
    }
    return tuple(LeftOut(reason, round(count)) for reason, count in counts.items())


def _natural(key: str) -> tuple[object, ...]:
    """r2 before r10."""
    return tuple(
        int(one[1:]) if one[1:].isdigit() and one[0] == "r" else one for one in key.split("-")
    )
