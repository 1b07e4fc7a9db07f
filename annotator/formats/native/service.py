"""Reading a whole file of native JSON Lines into an empty project, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import insert, inspect

from annotator.annotations.models import Annotation, Claim, Fragment, Quote
from annotator.articles.json_lines import Line
from annotator.articles.models import Article, Revision
from annotator.articles.queries import count_of
from annotator.articles.service import first_number
from annotator.assignments.models import Assignment
from annotator.audit.models import Action, Actor
from annotator.audit.service import Change, lock_chain, record, row_key, snapshot
from annotator.db import Base, db
from annotator.errors import Conflict, Invalid
from annotator.formats.native.articles import read_line
from annotator.formats.native.identifiers import Identifiers
from annotator.formats.native.people import People
from annotator.formats.native.rows import Rows
from annotator.formats.native.target import Schemes, Target
from annotator.links.models import Link
from annotator.projects.models import Project
from annotator.sources.models import Source
from annotator.verdicts.models import Verdict

BATCH_WEIGHT = 500


def import_native(
    project: Project, lines: Iterable[Line], *, actor: Actor, foreign: bool = False
) -> Iterator[int]:
    """Read the lines in; yields how many articles are in after each batch.

    Ids, times, versions, pseudonyms and the history of verdicts stay what they are. Raises
    `Conflict` when the project holds articles already, unless the lines stand for a `foreign`
    dataset, whose articles come after them; and `Invalid` for the first line at fault. The
    caller's transaction must then end.
    """
    lock_chain(project.id)
    holds_articles = count_of(project.id) > 0
    if holds_articles and not foreign:
        raise Conflict(
            "“%(slug)s” holds articles already; native files are read into an empty project.",
            slug=project.slug,
        )
    people = People(project.id, beside_others=holds_articles)
    target = Target(project.id, project.slug, Schemes(project.id), people.account, actor.id)
    count = 0
    for rows in _batches(lines, target, first_number(project.id)):
        _store(project.id, rows, actor)
        count += len(rows.articles)
        yield count
    people.join(actor=actor)


def _batches(lines: Iterable[Line], target: Target, first: int) -> Iterator[Rows]:
    rows, identifiers = Rows(), Identifiers(target.project_id)
    for number, line in enumerate(lines, start=first):
        try:
            start = rows.mark()
            read_line(line.value, number, target, rows)
            identifiers.add(rows, start, line.place)
        except Invalid as error:
            raise line.place.refusal(error) from None
        if rows.weight >= BATCH_WEIGHT:
            identifiers.refuse_known()
            yield rows
            rows, identifiers = Rows(), Identifiers(target.project_id)
    if rows.articles:
        identifiers.refuse_known()
        yield rows


def _store(project_id: int, rows: Rows, actor: Actor) -> None:
    _insert(Article, rows.articles)
    _insert(Revision, rows.revisions)
    _insert(Assignment, rows.assignments)
    _insert(Annotation, rows.annotations)
    _insert(Fragment, [piece for row in rows.annotations for piece in row.fragments])
    _insert(Claim, [row.claim for row in rows.annotations if row.claim is not None])
    _insert(Quote, [row.quote for row in rows.annotations if row.quote is not None])
    _insert(Link, rows.links)
    _insert(Verdict, rows.verdicts)
    _insert(Source, rows.sources)
    record(project_id, list(_changes(rows)), actor=actor)


def _insert(kind: type[Base], rows: list[Any]) -> None:
    if rows:
        keys = [attribute.key for attribute in inspect(kind).column_attrs]
        values = [{key: getattr(row, key) for key in keys} for row in rows]
        db.session.execute(insert(kind.__table__), values)  # type: ignore[arg-type]


def _changes(rows: Rows) -> Iterator[Change]:
    articles = {row.id: row.article_id for row in rows.annotations}
    for article in rows.articles:
        yield _change(Action.ARTICLE_IMPORTED, article, article.id)
    for revision in rows.revisions:
        yield _change(Action.REVISION_IMPORTED, revision, revision.article_id)
    for assignment in rows.assignments:
        yield _change(Action.ASSIGNMENT_IMPORTED, assignment, assignment.article_id)
    for annotation in rows.annotations:
        yield _change(Action.ANNOTATION_IMPORTED, annotation, annotation.article_id)
    for verdict in rows.verdicts:
        yield _change(Action.VERDICT_IMPORTED, verdict, articles[verdict.annotation_id])
    for link in rows.links:
        yield _change(Action.LINK_IMPORTED, link, link.article_id)
    for source in rows.sources:
        yield _change(Action.SOURCE_IMPORTED, source, articles[source.annotation_id])


def _change(action: Action, row: Base, article_id: str) -> Change:
    return Change(
        action,
        row.__tablename__,
        row_key(row),
        None,
        snapshot(row),
        getattr(row, "version", None),
        article_id,
    )
