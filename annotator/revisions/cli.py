"""Commands that correct an article, and tell what corrections did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
from flask.cli import with_appcontext

from annotator.annotations.drafts import FragmentDraft
from annotator.annotations.models import Annotation
from annotator.articles.drafts import ArticleDraft, one_line
from annotator.articles.models import Article
from annotator.articles.queries import called
from annotator.audit.models import COMMAND_LINE, Actor
from annotator.clock import iso
from annotator.db import db, writing
from annotator.errors import Invalid, NotFound
from annotator.projects.models import Project
from annotator.projects.queries import names, project_by_slug
from annotator.revisions import queries, service
from annotator.revisions.models import Carry
from annotator.revisions.planning import Planned, check_reason, counted
from annotator.revisions.settling import pieces_after, pieces_before
from annotator.similarity.jobs import ask_for_likenesses
from annotator.text.canonical import decode
from annotator.text.places import Outcome

_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)
_SHOWN = 60
_GAP = " … "


class _Row(NamedTuple):
    """One mark as it is printed."""

    annotation: Annotation
    outcome: Outcome
    before: Sequence[FragmentDraft]
    after: Sequence[FragmentDraft] | None
    sentence_changed: bool
    settled: str = "-"


@click.group()
def article() -> None:
    """Correct articles, and read what corrections did."""


@article.command(
    epilog='Example: annotator article correct climate-desk story-7 new.txt --reason "Agency '
    'correction" --dry-run'
)
@click.argument("slug")
@click.argument("name", metavar="ARTICLE")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--reason", required=True, help="Why; everybody who worked on the article reads it.")
@click.option("--title", help="The corrected title; the old one stays when left out.")
@click.option("--encoding", help="How the file is encoded, where it is not UTF-8.")
@click.option("--dry-run", is_flag=True, help="Say what would become of the marks; write nothing.")
@with_appcontext
def correct(slug: str, name: str, file: Path, **said: Any) -> None:
    """Put the text in FILE in place of an article's text, and carry its marks.

    ARTICLE is its id, or its external id. Prints the marks that moved, changed, have more than
    one place, or none, a line each; the number of marks by outcome goes to standard error.
    """
    reason = check_reason(said["reason"])
    project, found = _article(slug, name)
    draft = ArticleDraft(_text(file, said["encoding"]), title=one_line(said["title"]))
    # The texts are compared before anybody has to wait.
    corrected = service.prepare(found, draft)
    if said["dry_run"]:
        _tell(counted(planned := service.preview(found, corrected)), "would be")
        _print(
            _Row(one.annotation, one.outcome, one.before, one.after, one.sentence_changed)
            for one in planned
        )
        return
    project_id, article_id = project.id, found.id
    db.session.rollback()
    with writing():
        found = db.session.get_one(Article, article_id)
        ask_for_likenesses(project_id, _SHELL)
        made = service.make_revision(found, corrected, reason=reason, actor=_SHELL)
    _tell(made.counts, "are")
    click.echo(f"Text {made.number} is the newest.", err=True)
    _print(_row(row) for row in queries.report(article_id, made.revision_id))


@article.command(epilog="Example: annotator article revisions climate-desk story-7")
@click.argument("slug")
@click.argument("name", metavar="ARTICLE")
@with_appcontext
def revisions(slug: str, name: str) -> None:
    """List the texts that an article had, the newest first: number, time, words, who and why."""
    project, found = _article(slug, name)
    known = names(project.id)
    for one in queries.revisions_of(found.id):
        who = known.get(one.made_by or 0, COMMAND_LINE) if one.reason else "-"
        why = one.reason or "As it came in"
        click.echo(
            "\t".join([str(one.number), iso(one.created_at), str(one.words), who, _flat(why)])
        )


@article.command(epilog="Example: annotator article report climate-desk story-7 --open")
@click.argument("slug")
@click.argument("name", metavar="ARTICLE")
@click.option("--revision", type=int, help="The text that was made; the newest when left out.")
@click.option("--open", "only_open", is_flag=True, help="Only what still waits for its author.")
@with_appcontext
def report(slug: str, name: str, revision: int | None, only_open: bool) -> None:
    """Print the marks that a correction did not leave as they were, a line each.

    Outcome, id, label, author, the words before and now, and how it was settled.
    """
    _, found = _article(slug, name)
    texts = {one.number: one.id for one in queries.revisions_of(found.id)}
    number = max(texts) if revision is None else revision
    if number not in texts or number == min(texts):
        raise NotFound("No correction made text %(number)s of this article.", number=number)
    rows = [
        row for row in queries.report(found.id, texts[number]) if row.annotation.removed_at is None
    ]
    _tell({one: sum(row.outcome is one for row in rows) for one in Outcome}, "are")
    _print(_row(row) for row in rows if row.is_open or not only_open)


def _article(slug: str, name: str) -> tuple[Project, Article]:
    project = project_by_slug(slug)
    if project is None:
        raise NotFound("There is no project %(slug)s.", slug=slug)
    found = called(project.id, name)
    if found is None:
        raise NotFound("There is no article %(name)s in %(slug)s.", name=name, slug=slug)
    return project, found


def _text(file: Path, encoding: str | None) -> str:
    try:
        return decode(file.read_bytes(), encoding)
    except OSError as error:
        raise Invalid("%(path)s: %(why)s.", path=file, why=error.strerror) from error


def _tell(counts: dict[Outcome, int], verb: str) -> None:
    told = ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items())
    click.echo(f"Marks that {verb}: {told}.", err=True)


def _foreseen(one: Planned) -> _Row:
    return _Row(one.annotation, one.outcome, one.before, one.after, one.sentence_changed)


def _row(carry: Carry) -> _Row:
    settled = "open" if carry.is_open else (carry.settled or "-")
    return _Row(
        carry.annotation,
        carry.outcome,
        pieces_before(carry),
        pieces_after(carry),
        carry.sentence_changed,
        str(settled),
    )


def _print(rows: Iterable[_Row]) -> None:
    for row in rows:
        stays = row.outcome is Outcome.UNCHANGED and not row.sentence_changed
        if stays or row.annotation.removed_at is not None:
            continue
        mark = row.annotation
        told = [row.outcome.value, mark.id, mark.label.value, mark.author.name]
        click.echo("\t".join([*told, _words(row.before), _words(row.after), row.settled]))


def _words(pieces: Sequence[FragmentDraft] | None) -> str:
    if pieces is None:
        return "-"
    return _flat(_GAP.join(piece.exact for piece in pieces))


def _flat(words: str) -> str:
    """On one line, and of a length that can be read."""
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


COMMANDS = [article]
