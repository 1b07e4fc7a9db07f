"""The command that brings articles in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from annotator.audit.models import COMMAND_LINE, Actor
from annotator.errors import Invalid, NotFound
from annotator.formats.interface import Options, Source
from annotator.formats.mapping import read_mapping
from annotator.formats.registry import NAMES
from annotator.imports.clearing import clear_stale
from annotator.imports.files import sources_at
from annotator.imports.handing import worker_with
from annotator.imports.prompts import ANSWERS, WITHDRAW, answer_all, asked_about, much_in_all
from annotator.imports.queries import report_of
from annotator.imports.rehearsal import Rehearsal
from annotator.imports.reports import MOST_TOLD, Report
from annotator.imports.running import Arrival, Plan
from annotator.projects.queries import project_by_slug
from annotator.similarity.known import Choice
from annotator.web.collecting import collect_seldom

_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)
_CLEAR_HELP = "Clear what imports left that failed or died, and bring nothing in."


@click.command("import", epilog="Example: annotator import climate-desk articles.jsonl --dry-run")
@click.argument("slug")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "kind",
    type=click.Choice(NAMES),
    help="What the files are; by their endings and their first lines when left out.",
)
@click.option("--encoding", help="How text is encoded, where the file itself does not say.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="Which column of a table is which field, such as text=Body; may be given again.",
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What the labels of a dataset become here: a TOML or JSON file, as docs/formats.md says.",
)
@click.option("--keep-extra", is_flag=True, help="Keep JSON keys that Annotator has no word for.")
@click.option("--keep-good", is_flag=True, help="Leave out rows at fault, and list them.")
@click.option(
    "--known",
    type=click.Choice([choice.value for choice in Choice]),
    default=Choice.SAME.value,
    show_default=True,
    help="What becomes of articles that are there already: only those with the very same text are "
    "left out, and those with the same address named (same); all come in (add); or those with the "
    "same text, the same address or nearly the same words are left out (skip), come in linked as "
    "the same story (link), or become the newest text of the one that is there (revise). With ask, "
    "each is asked about before anybody sees what came in; who cannot answer now finds the import "
    "waiting, and answers on the page or with --answer.",
)
@click.option(
    "--answer",
    type=click.Choice([*ANSWERS, WITHDRAW]),
    help="Say what becomes of the articles that imports which wait have brought again, and bring "
    "nothing else in; withdraw brings nothing of those imports in.",
)
@click.option(
    "--as",
    "member",
    metavar="E-MAIL",
    help="The reviewer or lead who goes on with the marks of a dataset that no name stands on. "
    "Without it they are of somebody who cannot sign in, and stay as they are.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--clear", is_flag=True, help=_CLEAR_HELP)
@with_appcontext
def import_command(slug: str, paths: tuple[Path, ...], **said: Any) -> None:
    """Bring articles into the project SLUG.

    PATH is a file, or a folder whose files are meant. All of it comes in, or nothing does.
    """
    if not paths and not said["clear"] and not said["answer"]:
        raise click.UsageError("Name the files to bring in.")
    project = project_by_slug(slug)
    if project is None:
        raise NotFound("There is no project %(slug)s.", slug=slug)
    project_id = project.id
    if said["answer"]:
        click.echo(_answered(project_id, said["answer"]))
        return
    if said["clear"]:
        cleared = clear_stale(project_id, actor=_SHELL)
        click.echo(f"{cleared} import{'' if cleared == 1 else 's'} cleared.", err=True)
        return
    sources = [source for path in paths for source in sources_at(path, said["kind"])]
    options = _options(slug, said)
    _bring_in(
        Plan(
            project_id,
            slug,
            sources,
            _SHELL,
            options,
            said["kind"],
            said["keep_good"],
            Choice(said["known"]),
            _member(project_id, said["member"]),
        ),
        said,
    )


def _answered(project_id: int, answer: str) -> int:
    total = much_in_all(project_id, answer)
    done = 0
    label, word = ("Clearing", "cleared") if answer == WITHDRAW else ("Settling", "settled")
    with closing(_Progress(total, label)) as progress:

        def tell(count: int) -> None:
            nonlocal done
            done += count
            progress.tell(done, f"{done} of {total} {word}")

        return answer_all(project_id, answer, _SHELL, tell)


def _options(slug: str, said: dict[str, Any]) -> Options:
    columns = dict(_column(text) for text in said["columns"])
    mapping: Path | None = said["mapping"]
    return Options(
        project=slug,
        is_named=said["kind"] is not None,
        encoding=said["encoding"],
        keep_extra=said["keep_extra"],
        columns=columns,
        mapping=None if mapping is None else read_mapping(mapping.read_bytes(), str(mapping)),
    )


def _member(project_id: int, email: str | None) -> int | None:
    return None if email is None else worker_with(project_id, email)


def _column(text: str) -> tuple[str, str]:
    field, sign, name = text.partition("=")
    if not sign or not name:
        raise click.BadParameter("write it as FIELD=NAME, such as text=Body", param_hint="--column")
    return field.strip(), name


def _bring_in(plan: Plan, said: dict[str, Any]) -> None:
    dry = said["dry_run"]
    if not dry:
        clear_stale(plan.project_id, actor=_SHELL)
    arrival = Rehearsal(plan) if dry else Arrival(plan)
    collect_seldom()
    _watched(arrival, plan.sources)
    waits = arrival.waits and not asked_about(arrival)
    report = report_of(str(arrival.import_id)) if arrival.waits else arrival.report
    is_refused = dry and not plan.comes_in(report)
    outcome = "wait, and nobody sees them yet" if waits else "came in"
    if dry:
        outcome = "in order" if is_refused else "would come in"
        outcome += "; nothing was changed"
    for line in _told(report, outcome):
        click.echo(line, err=True)
    if is_refused:
        raise Invalid("Nothing would come in: correct what is listed, or use --keep-good.")
    click.echo(0 if waits else report.articles)


def _watched(arrival: Arrival, sources: Sequence[Source]) -> None:
    total = sum(source.size for source in sources)
    with closing(_Progress(total, "Importing")) as progress, closing(arrival.run()) as steps:
        for source in steps:
            before = sum(earlier.size for earlier in _before(sources, source))
            progress.tell(before + source.taken, f"{_articles(arrival.report.articles)} read")


def _before(sources: Sequence[Source], present: Source) -> Iterator[Source]:
    for source in sources:
        if source is present:
            return
        yield source


def _told(report: Report, outcome: str) -> Iterator[str]:
    for file in report.files:
        read_as = f", {file.encoding}" if file.encoding else ""
        yield f"{file.name}: {file.format}{read_as}, {_articles(file.articles)}"
    if report.languages:
        counts = ", ".join(f"{name} {count}" for name, count in report.languages.most_common())
        yield f"Languages: {counts}"
    if report.duplicates:
        yield f"There already, going by the name elsewhere: {report.duplicates}"
    yield from map(str, report.remarks)
    if report.known > MOST_TOLD:
        yield f"… and {report.known - MOST_TOLD} more that were there already."
    yield from map(str, report.refusals)
    if report.refused > len(report.refusals):
        yield f"… and {report.refused - len(report.refusals)} more that were refused."
    yield f"{_articles(report.articles)} {outcome}."


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


class _Progress:
    """A bar on a terminal, a plain line now and then elsewhere; always on standard error."""

    def __init__(self, total: int, label: str) -> None:
        self._shown = 0
        self._bar: Any = None
        if sys.stderr.isatty():
            self._bar = click.progressbar(length=total, label=label, file=sys.stderr)
            self._bar.__enter__()

    def tell(self, position: int, words: str) -> None:
        """How far the bar is, and what the line says."""
        if self._bar is None:
            click.echo(words, err=True)
            return
        self._bar.update(position - self._shown)
        self._shown = position

    def close(self) -> None:
        """End the bar's line."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


COMMANDS = [import_command]
