"""From compared articles to the report: rows are gathered by cut, then summed and resampled."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import add

from annotator.agreement import sums
from annotator.agreement.bootstrap import RESAMPLES, ROW_RESAMPLES, SEED, intervals
from annotator.agreement.coefficients import kappa
from annotator.agreement.figures import Figure, Measure, Unit, Way, Why, ways
from annotator.agreement.material import LABELS, Compared
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
from annotator.agreement.sharing import tallied
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


def assemble(
    articles: Iterable[Compared],
    scale: Scale,
    options: Options,
    names: Callable[[int], str],
    coverage: Callable[[], Coverage],
    tell: Callable[[int], None] = lambda done: None,
) -> Report:
    """The report of these articles; `names` gives the key of a person.

    `coverage` is asked when all articles are read, and `tell` is told how many are so far.
    """
    found = _Gathered()
    for article, rows in tallied(articles, scale, options.threshold):
        _gather(found, article, rows, names)
        tell(len(found.rows))
    known = ways(scale)
    whole = sums.total(found.rows, scale)
    pairs = sums.total((row for rows in found.pairs.values() for row in rows), scale)
    return Report(
        options, len(found.rows), found.readings, found.nothing_marked,
        RESAMPLES, ROW_RESAMPLES, SEED,
        _headline(found, known, whole),
        _left_out(coverage(), whole, pairs),
        _lines(found.pairs, known, tuple(Measure)),
        _lines(found.people, known, _OF_PERSON),
        _lines(found.labels, known, _SPANS),
        _lines(found.weeks, known, _TOGETHER),
        _least_agreed(found.articles, known),
        either_way(LABELS, sums.matrix(pairs, sums.LABELLED, len(LABELS))),
        either_way(scale.ratings, sums.matrix(pairs, sums.RATED, len(scale.ratings))),
    )  # fmt: skip


def _gather(
    found: _Gathered, article: Compared, made: Tallied, names: Callable[[int], str]
) -> None:
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
    found.readings += len(article.readings)
    found.nothing_marked += not any(one.marks for one in article.readings)


def _headline(found: _Gathered, known: Mapping[Measure, Way], whole: Row) -> tuple[Figure, ...]:
    figures = {
        one.measure: one
        for one in _figures(found.rows, whole, [known[one] for one in _TOGETHER], RESAMPLES)
    }
    figures[Measure.LABEL_KAPPA] = _mean_kappa(found)
    return tuple(figures[measure] for measure in Measure)


def _mean_kappa(found: _Gathered) -> Figure:
    """The mean of the kappas of all pairs: of more than two readers there is no one kappa.

    Light 1971, doi:10.1037/h0031643. Pairs without a kappa are not in the mean.
    """
    size = len(LABELS) ** 2
    place = slice(sums.LABELLED, sums.LABELLED + size)
    tables = [_summed(rows)[place] for _, rows in sorted(found.pairs.items())]
    summed = array("d", chain.from_iterable(tables))
    bounds = None
    if len(tables) <= MOST_PAIRS:
        [bounds] = intervals(_side_by_side(found, place), [_light], RESAMPLES)
    n = round(sum(summed))
    return _figure(
        Measure.LABEL_KAPPA, Unit.MATCHED_MARKS, _light(summed), n, bounds, len(found.rows)
    )


def _side_by_side(found: _Gathered, place: slice) -> list[Row]:
    """Of each article, that part of the rows of all pairs there are."""
    blank = array("d", bytes(8 * (place.stop - place.start)))
    return [
        array("d", chain.from_iterable(of[pair][place] if pair in of else blank for pair in pairs))
        for pairs in [sorted(found.pairs)]
        for of in found.tables
    ]


def _light(row: Sequence[float]) -> float | None:
    size = len(LABELS)
    tables = (sums.matrix(row, start, size) for start in range(0, len(row), size * size))
    found = [one for one in map(kappa, tables) if one is not None]
    return sum(found) / len(found) if found else None


def _lines(
    cuts: Mapping[str, Sequence[Row]], known: Mapping[Measure, Way], measures: Sequence[Measure]
) -> tuple[Line, ...]:
    wanted = [known[one] for one in measures]
    lines = []
    for key in sorted(cuts, key=_natural):
        rows = cuts[key]
        figures = _figures(rows, _summed(rows), wanted, ROW_RESAMPLES)
        lines.append(Line(key, len(rows), figures))
    return tuple(lines)


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
        Line(key, 1, _figures([row], row, wanted, 0))
        for _, key, row in sorted(articles, key=order)[:MOST_ARTICLES]
    )


def _figures(
    rows: Sequence[Row], summed: Row, wanted: Sequence[Way], times: int
) -> tuple[Figure, ...]:
    bounds = intervals(rows, [way.value for way in wanted], times)
    return tuple(
        _figure(way.measure, way.unit, way.value(summed), round(way.count(summed)), one, len(rows))
        for way, one in zip(wanted, bounds, strict=True)
    )


def _figure(
    measure: Measure,
    unit: Unit,
    value: float | None,
    n: int,
    bounds: tuple[float, float] | None,
    articles: int,
) -> Figure:
    if value is None:
        why = Why.ONE_VALUE if n else Why.NOTHING
        return Figure(measure, None, None, None, n, unit, why, why)
    if bounds is None:
        why = Why.FEW_ARTICLES if articles < 2 else Why.UNSTEADY
        return Figure(measure, value, None, None, n, unit, None, why)
    return Figure(measure, value, *bounds, n, unit, None, None)


def _left_out(coverage: Coverage, whole: Row, pairs: Row) -> tuple[LeftOut, ...]:
    counts = {
        Reason.NOT_READ: coverage.not_read,
        Reason.ONE_READING: coverage.one_reading,
        Reason.OLDER_TEXT: coverage.older_text,
        Reason.UNMATCHED: pairs[sums.MARKS] - 2 * pairs[sums.OVERLAPPING],
        Reason.UNJUDGED: whole[sums.UNJUDGED],
        Reason.OFF_SCALE: whole[sums.OFF_SCALE],
        Reason.OTHER_VERSION: whole[sums.OTHER_VERSION],
    }
    return tuple(LeftOut(reason, round(count)) for reason, count in counts.items())


def _summed(rows: Sequence[Row]) -> Row:
    return array("d", map(sum, zip(*rows, strict=True)))


def _natural(key: str) -> tuple[object, ...]:
    """r2 before r10."""
    return tuple(
        int(one[1:]) if one[1:].isdigit() and one[0] == "r" else one for one in key.split("-")
    )
