"""What a file will hold and what it leaves out, counted by the rules that write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    true,
)

from annotator.annotations.models import Annotation, Claim, Label
from annotator.articles.models import Article
from annotator.articles.training import counted
from annotator.errors import Remark, Words
from annotator.export.criteria import Rule, rules_of_articles, rules_of_marks
from annotator.export.options import Options, Revisions
from annotator.export.reading.snapshot import Snapshot
from annotator.export.selection import Reason

Counts = Mapping[Reason, int]

_PROJECT = Article.project_id == bindparam("project_id")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many articles and marks go in, and how many do not, by the first reason that keeps each
    out. A mark on an article that is left out is counted with its article alone; what is kept
    from whoever asks, and what is written with earlier texts, is not counted as left out.
    """

    articles: int
    marks: dict[Label, int]
    articles_left_out: dict[Reason, int]
    marks_left_out: dict[Reason, int]


class _Count(NamedTuple):
    label: str | None
    first: int
    number: int


def tally_of(snapshot: Snapshot, options: Options) -> Tally:
    """Count in the snapshot, in two statements whatever is asked for."""
    of_articles, of_marks = rules_of_articles(options), rules_of_marks(options)
    passed_over = [rule for reason, rule in of_marks if _is_passed_over(reason, options)]
    of_marks = [one for one in of_marks if not _is_passed_over(one[0], options)]
    there = _PROJECT, counted(), options.reach.holds(Article.id)
    articles = select(null().label("label"), _first(of_articles))
    articles = articles.select_from(Article).where(*there)
    marks = (
        select(Annotation.label, _first(of_marks))
        .select_from(Annotation)
        .join(Article, Article.id == Annotation.article_id)
        .outerjoin(Claim, Claim.annotation_id == Annotation.id)
        .where(*there, Annotation.removed_at.is_(None), *passed_over)
        .where(*(rule for _reason, rule in of_articles))
    )
    articles_in, articles_out = _split(snapshot.rows(_Count, _counts(articles)), of_articles)
    marks_in, marks_out = _split(snapshot.rows(_Count, _counts(marks)), of_marks)
    by_label = {label: 0 for label in Label}
    for row in marks_in:
        by_label[Label(row.label or "")] += row.number
    return Tally(sum(row.number for row in articles_in), by_label, articles_out, marks_out)


def _is_passed_over(reason: Reason, options: Options) -> bool:
    # How much others have not handed in is nothing to tell whoever is not given it.
    if reason is Reason.NOT_SUBMITTED:
        return True
    return reason is Reason.EARLIER_TEXT and options.revisions is Revisions.ALL


def _counts(rows: Select[Any]) -> Select[Any]:
    found = rows.subquery()
    counts = select(found.c.label, found.c.first, func.count())
    return counts.group_by(found.c.label, found.c.first)


def _first(rules: Sequence[Rule]) -> ColumnElement[Any]:
    """The place of the first rule that does not hold; as many as there are where all do."""
    place: ColumnElement[Any] = literal(len(rules), Integer)
    for number, (_reason, rule) in reversed(list(enumerate(rules))):
        # What is neither true nor false, as of a day that is not known, does not hold.
        place = case((and_(true(), rule), place), else_=literal(number, Integer))
    return place.label("first")


def _split(rows: list[_Count], rules: Sequence[Rule]) -> tuple[list[_Count], dict[Reason, int]]:
    inside = [row for row in rows if row.first == len(rules)]
    outside: dict[Reason, int] = {}
    for row in sorted(rows, key=lambda row: row.first):
        if row.first < len(rules):
            reason = rules[row.first][0]
            outside[reason] = outside.get(reason, 0) + row.number
    return inside, outside


#: What each reason keeps out, in words.
_WORDS = {
    Reason.LANGUAGE: Words("in another language"),
    Reason.PUBLISHED: Words("published on another day"),
    Reason.EARLIER_TEXT: Words("in a text that was corrected since"),
    Reason.LAYER: Words("of another layer"),
    Reason.LABEL: Words("of another label"),
    Reason.CLAIM: Words("no claim of that type or speaker"),
    Reason.RATING: Words("with another verdict or none"),
    Reason.STATE: Words("in another state"),
    Reason.PERSON: Words("of another person"),
    Reason.MARKED: Words("made on another day"),
    Reason.NO_MARKS: Words("without any mark that was asked for, and not read to the end"),
}


def remarks_of(tally: Tally) -> Iterator[Remark]:
    """A sentence for each reason that leaves articles out, and for each that leaves marks out."""
    yield from tally_remarks(tally.articles_left_out, tally.marks_left_out)


def tally_remarks(articles: Counts, marks: Counts) -> Iterator[Remark]:
    """The same of counts by reason."""
    for reason, count in articles.items():
        yield Remark("Articles left out, %(why)s: %(count)s.", why=_WORDS[reason], count=count)
    for reason, count in marks.items():
        yield Remark("Marks left out, %(why)s: %(count)s.", why=_WORDS[reason], count=count)
