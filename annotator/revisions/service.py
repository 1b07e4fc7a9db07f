"""Correcting an article: a new revision, with every mark carried, and a report of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

import orjson

from annotator.annotations.drafts import FragmentDraft
from annotator.annotations.models import Annotation, StaleReason
from annotator.annotations.service import mark_stale, place_annotation, touch
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article, Revision
from annotator.articles.queries import RevisionText, revision_text
from annotator.articles.rows import layout_json, title_key
from annotator.articles.training import is_training
from annotator.audit.models import Action, Actor
from annotator.audit.service import Change, Row, change_of, lock_chain, record, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict
from annotator.revisions.models import Carry, Correction, Settled
from annotator.revisions.planning import (
    Comparison,
    Planned,
    Texts,
    check_reason,
    compare,
    counted,
    fragments_of,
    plan,
)
from annotator.revisions.queries import marks_to_carry, newest_id, open_carries, open_carry
from annotator.revisions.telling import not_stale, tell_stale
from annotator.text.alignment import Alignment
from annotator.text.canonical import CANONICAL_VERSION, text_sha256
from annotator.text.counting import count_words
from annotator.text.places import Outcome
from annotator.verdicts.queries import judged_among

#: Of a row in a report, what may turn out otherwise when a mark is looked for again.
_LOOKED_FOR = (
    "outcome",
    "version",
    "fragments_before",
    "fragments_after",
    "candidates",
    "sentence_changed",
)


@dataclass(frozen=True, slots=True)
class Report:
    """A correction that was made: its revision, and how many marks came to each outcome."""

    revision_id: str
    number: int
    counts: dict[Outcome, int]


def revise_article(
    article: Article, draft: ArticleDraft, *, reason: str, actor: Actor, based_on: int | None = None
) -> Report:
    """Make the draft's text the article's newest revision, and carry every mark to it.

    `based_on` is the number of the revision that was corrected. Of the draft only text, layout,
    title and hash of the source count. Raises `Invalid`, or `Conflict` where somebody corrected
    the article meanwhile.
    """
    lock_chain(article.project_id)
    return make_revision(article, prepare(article, draft, based_on), reason=reason, actor=actor)


def prepare(article: Article, draft: ArticleDraft, based_on: int | None = None) -> Comparison:
    """Compare the draft's text with the newest one, which takes long for a long text."""
    before = revision_text(newest_id(article.id))
    if based_on is not None and based_on != before.number:
        raise _meanwhile()
    return compare(before, draft)


def preview(article: Article, corrected: Comparison) -> list[Planned]:
    """What would become of the marks."""
    annotations = marks_to_carry(article.id, corrected.before.id)
    return plan(_texts(corrected, annotations), annotations)


def make_revision(article: Article, corrected: Comparison, *, reason: str, actor: Actor) -> Report:
    """Store what `prepare` compared, if the article is still as it was then."""
    if is_training(article.id):
        raise Conflict(
            "This is a training article: its known answers rest on this text, so it is not "
            "corrected."
        )
    if newest_id(article.id) != corrected.before.id:
        raise _meanwhile()
    reason = check_reason(reason)
    renamed = [] if corrected.title is None else _renamed(article, corrected.title)
    revision = _revision(article, corrected)
    correction = _correction(revision, reason, actor)
    annotations = marks_to_carry(article.id, corrected.before.id)
    planned, fresh = plan(_texts(corrected, annotations), annotations), not_stale(annotations)
    db.session.add(revision)
    db.session.flush()
    db.session.add(correction)
    db.session.flush()
    # What stood before the first of these is how the earlier text is shown and written.
    changes = [
        change_of(Action.REVISION_MADE, revision, article_id=article.id),
        change_of(Action.CORRECTION_NOTED, correction, article_id=article.id),
        *renamed,
        *_overtake(article.id),
        *_carry(planned, revision, _as_text(revision, corrected)),
    ]
    record(article.project_id, changes, actor=actor)
    tell_stale(article, fresh, actor=actor)
    return Report(revision.id, revision.number, counted(planned))


def _correction(revision: Revision, reason: str, actor: Actor) -> Correction:
    return Correction(
        revision_id=revision.id,
        project_id=revision.project_id,
        article_id=revision.article_id,
        reason=reason,
        made_by=actor.id,
        made_at=revision.created_at,
    )


def carry_late(
    annotation: Annotation, before: RevisionText, after: RevisionText, *, actor: Actor
) -> None:
    """Carry a mark that was made on the earlier text after that had been corrected."""
    alignment = Alignment(before.text, after.text)
    corrected = Comparison(before, after.text, after.layout, None, None, alignment)
    planned = plan(Texts(corrected, {before.id: before}), [annotation])
    revision = db.session.get_one(Revision, after.id)
    record(annotation.project_id, _carry(planned, revision, after), actor=actor)


def carry_again(
    annotation: Annotation, before: RevisionText, after: RevisionText, *, actor: Actor
) -> None:
    """Look anew for a mark that waits, whose author gave it other words where it waits.

    Does nothing for one that does not wait, or whose words are those that were looked for.
    """
    row = open_carry(annotation.id, after.id)
    found = fragments_json(fragments_of(annotation))
    if row is None or orjson.loads(row.fragments_before) == found:
        return
    alignment = Alignment(before.text, after.text)
    corrected = Comparison(before, after.text, after.layout, None, None, alignment)
    planned = plan(Texts(corrected, {before.id: before}), [annotation])
    was, fresh = snapshot(row), _row(planned[0], db.session.get_one(Revision, after.id))
    for key in _LOOKED_FOR:
        setattr(row, key, getattr(fresh, key))
    moved = _move(planned, after)
    changed = change_of(Action.CARRY_REPORTED, row, before=was, article_id=annotation.article_id)
    record(annotation.project_id, [*moved, changed], actor=actor)


def fragments_json(pieces: Sequence[FragmentDraft]) -> list[Row]:
    """Pieces as they stand in a report."""
    return [
        {"part": piece.part.value, "start": piece.start, "end": piece.end, "exact": piece.exact}
        for piece in pieces
    ]


def text_changed(annotation: Annotation, before: Sequence[str], *, sentence: bool) -> bool:
    """Whether what a verdict rests on reads differently: the words, or their sentence."""
    return sentence or list(before) != [piece.exact for piece in annotation.fragments]


def _meanwhile() -> Conflict:
    return Conflict(
        "Somebody corrected this article meanwhile. Your text is kept below; compare it with "
        "the newest one, and correct that."
    )


def _texts(corrected: Comparison, annotations: Sequence[Annotation]) -> Texts:
    found = {annotation.revision_id for annotation in annotations}
    return Texts(corrected, {one: revision_text(one) for one in sorted(found)})


def _revision(article: Article, corrected: Comparison) -> Revision:
    text = corrected.text
    return Revision(
        id=str(uuid4()),
        project_id=article.project_id,
        article_id=article.id,
        number=corrected.before.number + 1,
        canonical=CANONICAL_VERSION,
        text=text,
        text_sha256=text_sha256(text),
        layout=layout_json(corrected.layout),
        length=len(text),
        words=count_words(text),
        source_sha256=corrected.source_sha256,
        created_at=now(),
    )


def _as_text(revision: Revision, corrected: Comparison) -> RevisionText:
    return RevisionText(
        revision.id,
        revision.number,
        revision.text,
        revision.text_sha256,
        corrected.layout,
        corrected.before.language,
    )


def _renamed(article: Article, title: str) -> list[Change]:
    if title == article.title:
        return []
    before = snapshot(article)
    article.title, article.title_key = title, title_key(title)
    db.session.flush()
    return [change_of(Action.ARTICLE_RENAMED, article, before=before, article_id=article.id)]


def _overtake(article_id: str) -> list[Change]:
    """What earlier corrections left open is looked for again now."""
    changes = []
    for carry in open_carries(article_id):
        before = snapshot(carry)
        carry.settled, carry.settled_at = Settled.OVERTAKEN, now()
        changes.append(change_of(Action.CARRY_SETTLED, carry, before=before, article_id=article_id))
    db.session.flush()
    return changes


def _carry(planned: Sequence[Planned], revision: Revision, text: RevisionText) -> list[Change]:
    rows = [_row(one, revision) for one in planned]
    moved = _move(planned, text)
    db.session.add_all(rows)
    db.session.flush()
    reported = [
        change_of(Action.CARRY_REPORTED, row, article_id=revision.article_id) for row in rows
    ]
    return [*moved, *reported]


def _move(planned: Sequence[Planned], text: RevisionText) -> list[Change]:
    """Take every mark that has a place in the text there."""
    judged = judged_among([one.annotation.id for one in planned])
    placed = [(one, after) for one in planned if (after := one.after) is not None]
    before = [snapshot(one.annotation) for one, _ in placed]
    for one, after in placed:
        place_annotation(one.annotation, text, after)
        words = [piece.exact for piece in one.before]
        changed = text_changed(one.annotation, words, sentence=one.sentence_changed)
        if changed and one.annotation.id in judged:
            mark_stale(one.annotation, StaleReason.REVISION)
        touch(one.annotation)
    db.session.flush()
    return [
        change_of(
            Action.ANNOTATION_MOVED,
            one.annotation,
            before=was,
            article_id=one.annotation.article_id,
        )
        for (one, _), was in zip(placed, before, strict=True)
    ]


def _row(one: Planned, revision: Revision) -> Carry:
    after = None if one.after is None else fragments_json(one.after)
    return Carry(
        id=str(uuid4()),
        project_id=revision.project_id,
        article_id=revision.article_id,
        annotation_id=one.annotation.id,
        from_id=one.annotation.revision_id,
        to_id=revision.id,
        outcome=one.outcome,
        version=one.annotation.version,
        fragments_before=orjson.dumps(fragments_json(one.before)).decode(),
        fragments_after=None if after is None else orjson.dumps(after).decode(),
        candidates=orjson.dumps([fragments_json(each) for each in one.candidates]).decode(),
        sentence_changed=one.sentence_changed,
        settled=None,
        settled_by=None,
        settled_at=None,
    )
