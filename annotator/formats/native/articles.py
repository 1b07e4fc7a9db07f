"""One line: the article, its revision and its reviews; the marks are read beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from annotator.annotations.models import Layer
from annotator.articles.drafts import LONGEST, check_blocks, check_field, check_length, one_line
from annotator.articles.draws import draw_of
from annotator.articles.models import Article, Revision
from annotator.articles.origins import by_account
from annotator.articles.service import layout_json, title_key
from annotator.assignments.models import Assignment, State
from annotator.clock import now
from annotator.db import ordered_key
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.links import read_links
from annotator.formats.native.marks import MarkReader
from annotator.formats.native.rows import Rows, as_date, as_json, as_time, one_of
from annotator.formats.native.settled import read_settled
from annotator.formats.native.target import Target
from annotator.formats.native.threads import read_threads
from annotator.text.canonical import CANONICAL_VERSIONS, is_canonical, text_sha256
from annotator.text.cleaning import is_web_address
from annotator.text.counting import count_words
from annotator.text.layout import Layout, check_layout, propose_title

_IN_FORCE = ("scheme_version", "guideline_version")

#: Why a returned article was returned is not in the format.
RETURNED_BEFORE = "Returned before it was imported."


def read_line(value: dict[str, Any], number: int, target: Target, rows: Rows) -> None:
    """Add the rows of one line; raises `Invalid` for the first thing that does not hold."""
    beside = (shape.SETTLED, shape.THREADS)
    held = {key: one for key, one in value.items() if key not in beside}
    line = shape.check_shape(held, shape.ARTICLE)
    _check_head(line, target)
    check_length(line["text"])
    article = _article(line, number, target)
    revision = _revision(line, article)
    rows.articles.append(article)
    rows.revisions.append(revision)
    _read_reviews(line, article, target, rows)
    decided = len(rows.decided)
    marks = MarkReader(target, article, revision, rows)
    before = len(rows.annotations)
    for index, entry in enumerate(line["annotations"]):
        marks.read(entry, f"annotations-{index}.")
    read_links(line["links"], target, rows.annotations[before:], rows)
    if shape.SETTLED in value:
        told = value[shape.SETTLED]
        read_settled(told, article, target, rows, rows.decided[decided:])
    read_threads(value.get(shape.THREADS, []), target, rows.annotations[before:], rows)
    _check_nothing_to_mark(line)
    _check_in_force(line)


def _check_head(line: dict[str, Any], target: Target) -> None:
    if line["schema"] != shape.SCHEMA:
        raise Invalid("it must be “%(known)s”", "schema", known=shape.SCHEMA)
    target.check_project(line["project"])
    if line["canonical"] not in CANONICAL_VERSIONS:
        known = ", ".join(sorted(CANONICAL_VERSIONS))
        raise Invalid("it must be one of %(known)s", "canonical", known=known)


def _article(line: dict[str, Any], number: int, target: Target) -> Article:
    for key in LONGEST:
        if line[key] is not None:
            check_field(key, line[key])
    title = line["title"] or one_line(propose_title(line["text"])) or line["text"][:1]
    return Article(
        id=line["id"],
        project_id=target.project_id,
        number=number,
        external_id=line["external_id"],
        title=title,
        title_key=title_key(title),
        url=line["url"],
        byline=line["byline"],
        publisher=line["publisher"],
        published_on=as_date(line["published_on"]),
        language=line["language"],
        origin=as_json(by_account(line["origin"], target.person)),
        created_at=now(),
        created_by=target.created_by,
        seats=0,
        draw=draw_of(line["id"]),
    )


def _revision(line: dict[str, Any], article: Article) -> Revision:
    text = line["text"]
    if not is_canonical(text):
        raise Invalid("it is blank, or holds a carriage return or a control character", "text")
    if text_sha256(text) != line["text_sha256"]:
        raise Invalid("it is not the SHA-256 of the text as UTF-8", "text_sha256")
    return Revision(
        id=ordered_key(),
        project_id=article.project_id,
        article_id=article.id,
        number=line["revision"],
        canonical=line["canonical"],
        text=text,
        text_sha256=line["text_sha256"],
        layout=layout_json(_layout(line["layout"], text)),
        length=len(text),
        words=count_words(text),
        source_sha256=None,
        created_at=now(),
    )


def _layout(value: object, text: str) -> Layout:
    layout = Layout.from_json(value)
    check_blocks(layout)
    check_layout(text, layout)
    for piece in layout.inline:
        if piece.href is not None and not is_web_address(piece.href):
            raise Invalid("a link in it is no web address", "layout")
    return layout


def _read_reviews(line: dict[str, Any], article: Article, target: Target, rows: Rows) -> None:
    reviewers = set()
    for index, value in enumerate(line["reviews"]):
        where = f"reviews-{index}."
        known = shape.REVIEW_KNOWN
        review = shape.check_shape(value, shape.REVIEW, where, now_and_then=known)
        if review["reviewer"] in reviewers:
            raise Invalid("this reviewer is there twice", where + "reviewer")
        reviewers.add(review["reviewer"])
        rows.assignments.append(_assignment(review, article, target, where))


def _check_nothing_to_mark(line: dict[str, Any]) -> None:
    # An adjudicator who is a reviewer too may have found nothing, and settled what others did.
    own = (mark for mark in line["annotations"] if mark["layer"] == Layer.REVIEWER.value)
    authors = {mark["author"] for mark in own}
    for index, review in enumerate(line["reviews"]):
        if review["nothing_to_mark"] and review["reviewer"] in authors:
            raise Invalid("there are marks of this reviewer", f"reviews-{index}.nothing_to_mark")


def _check_in_force(line: dict[str, Any]) -> None:
    """The line names the versions that the newest of the verdicts in force was given on."""
    judged = [one["claim"]["verdict"] for one in line["annotations"] if one["claim"]]
    newest = max((_when(one) for one in judged if one is not None), default=None)
    for field, said in zip(_IN_FORCE, newest[1:] if newest else (0, 0), strict=True):
        if (line[field] or 0) == said:
            continue
        if newest is None:
            raise Invalid("there is no verdict, so it must be null", field)
        raise Invalid("the newest verdict of this line says %(said)s", field, said=said or "null")


def _when(verdict: dict[str, Any]) -> tuple[str, int, int]:
    """When it was given and on which versions; 0 for none."""
    scheme, guidelines = (verdict[field] or 0 for field in _IN_FORCE)
    return verdict["decided_at"], scheme, guidelines


def _time_or_none(value: str | None, field: str) -> datetime | None:
    return None if value is None else as_time(value, field)


def _assignment(review: dict[str, Any], article: Article, target: Target, where: str) -> Assignment:
    state = one_of(State, review["state"], where + "state")
    submitted_at = review["submitted_at"]
    if (state is State.SUBMITTED) != (submitted_at is not None):
        raise Invalid("what is submitted has a time, and nothing else has", where + "submitted_at")
    if review["nothing_to_mark"] is not None and state is not State.SUBMITTED:
        raise Invalid("only what is submitted can say so", where + "nothing_to_mark")
    if review["guideline_version"] is not None and state is not State.SUBMITTED:
        raise Invalid("only what is submitted can say so", where + "guideline_version")
    return Assignment(
        id=str(uuid4()),
        project_id=target.project_id,
        article_id=article.id,
        reviewer_id=target.person(review["reviewer"], where + "reviewer"),
        state=state,
        created_at=now(),
        started_at=None,
        submitted_at=_time_or_none(submitted_at, where + "submitted_at"),
        nothing_to_mark=review["nothing_to_mark"],
        return_reason=RETURNED_BEFORE if state is State.RETURNED else None,
        version=1,
        guideline_version=review["guideline_version"],
    )
