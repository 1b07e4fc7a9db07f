"""The command that tells how far reviewers agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from flask.cli import with_appcontext

from annotator.agreement.figures import Figure, Why
from annotator.agreement.matching import USUAL_THRESHOLD
from annotator.agreement.report import Confusion, Line, Options, Report
from annotator.agreement.service import as_json, report_of
from annotator.errors import NotFound
from annotator.projects.queries import project_by_slug
from annotator.web.collecting import collect_seldom

_TELL_EVERY = 1000
_WHY = {
    Why.NOTHING: "not available: nothing was compared",
    Why.ONE_VALUE: "not available: all that was compared has one value",
    Why.FEW_ARTICLES: "no interval: fewer than two articles",
    Why.UNSTEADY: "no interval: not defined in too many resamples",
}


@click.command(epilog="Example: annotator agreement climate-desk --json > agreement.json")
@click.argument("slug")
@click.option("--json", "as_document", is_flag=True, help="Everything, as one JSON document.")
@click.option(
    "--threshold",
    type=click.FloatRange(0.01, 1),
    default=USUAL_THRESHOLD,
    show_default=True,
    help="From which share of common characters on two marks are the same one.",
)
@click.option("--language", metavar="CODE", help="Only articles in this language.")
@with_appcontext
def agreement(slug: str, as_document: bool, threshold: float, language: str | None) -> None:
    """Tell how far the reviewers of the project SLUG agree.

    Submitted work alone is compared. Persons are r1, r2, … as in exports.
    """
    project = project_by_slug(slug)
    if project is None:
        raise NotFound("There is no project %(slug)s.", slug=slug)
    collect_seldom()
    report = report_of(project.id, Options(threshold, language), tell=_tell)
    if as_document:
        click.echo(as_json(report, slug), nl=False)
        return
    for line in _lines(report):
        click.echo(line)


def _tell(done: int) -> None:
    if done % _TELL_EVERY == 0:
        click.echo(f"{done} articles compared", err=True)


def _lines(report: Report) -> Iterator[str]:
    yield (
        f"{report.articles} articles, {report.readings} readings; "
        f"marks match from {report.options.threshold:g} of common characters on"
    )
    for figure in report.figures:
        yield f"  {figure.measure.value:<22} {_said(figure)}"
    yield f"  intervals: 95 of 100 of {report.resamples} resamples of articles, seed {report.seed}"
    yield "left out"
    for one in report.left_out:
        yield f"  {one.reason.value:<42} {one.count}"
    tables: tuple[tuple[str, Sequence[Line]], ...] = (
        ("pair", report.by_pair),
        ("person", report.by_person),
        ("label", report.by_label),
        ("week", report.by_week),
    )
    for name, lines in tables:
        for line in lines:
            yield f"by {name}: {line.key}, {line.articles} articles"
            yield from (f"  {one.measure.value:<22} {_said(one)}" for one in line.figures)
    yield from _table("labels", report.label_confusion)
    yield from _table("verdicts", report.verdict_confusion)


def _said(figure: Figure) -> str:
    n = f"n = {figure.n} {figure.unit.value.replace('_', ' ')}"
    if figure.value is None:
        return f"{_WHY[figure.reason or Why.NOTHING]} ({n})"
    if figure.low is None or figure.high is None:
        why = _WHY[figure.interval_reason or Why.FEW_ARTICLES]
        return f"{figure.value:.3f} ({why}; {n})"
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}] ({n})"


def _table(name: str, confusion: Confusion) -> Iterator[str]:
    yield f"confusion between {name}, whoever of two said which"
    for value, counts in zip(confusion.values, confusion.counts, strict=True):
        yield f"  {value:<22} {' '.join(f'{count:>6}' for count in counts)}"


COMMANDS = [agreement]
