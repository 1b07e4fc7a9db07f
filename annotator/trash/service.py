"""Moving articles to the trash and taking them back; nothing of them is lost on the way."""

from __future__ import annotations

from sqlalchemy import func, select

from annotator.annotations.models import Annotation
from annotator.articles.models import Article
from annotator.articles.training import is_training
from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.claimreview.standing import TOLD
from annotator.clock import now
from annotator.db import db
from annotator.errors import Count, Invalid
from annotator.text.visible import said
from annotator.verdicts.models import Verdict

#: Characters of a reason.
MAX_REASON = 1_000


def move_to_trash(article: Article, reason: str, *, actor: Actor) -> None:
    """Take an article out of sight with all that belongs to it: nobody works on it meanwhile.

    Raises `Invalid` without a reason, for an article of the training, and for one whose checks
    readers outside were told of: what was told stays told.
    """
    lock_chain(article.project_id)
    db.session.refresh(article)
    if article.trashed_at is not None:
        return
    reason = _reason(reason)
    _refuse_in_use(article)
    before = snapshot(article)
    article.trashed_at, article.trash_reason = now(), reason
    record_change(
        Action.ARTICLE_TRASHED, article, before=before, actor=actor, article_id=article.id
    )


def take_back(article: Article, *, actor: Actor) -> None:
    """Put it back where it was: its place in the queue, its work and its marks are as before."""
    lock_chain(article.project_id)
    db.session.refresh(article)
    if article.trashed_at is None:
        return
    before = snapshot(article)
    article.trashed_at = article.trash_reason = None
    record_change(
        Action.ARTICLE_RESTORED, article, before=before, actor=actor, article_id=article.id
    )


def _reason(given: str) -> str:
    reason = said(given)
    if not reason:
        raise Invalid("Say why it goes to the trash: whoever looks for it reads that.", "reason")
    if len(reason) > MAX_REASON:
        raise Invalid("A reason has %(most)s characters at most.", "reason", most=Count(MAX_REASON))
    return reason


def _refuse_in_use(article: Article) -> None:
    if is_training(article.id):
        raise Invalid(
            "This article is one for training: make it an ordinary one first, under “Training”.",
            "reason",
        )
    if _told_of(article.id):
        raise Invalid(
            "Checks of this article were published, and what readers were told stays told: it"
            " cannot go to the trash. Withdraw the checks instead.",
            "reason",
        )


def _told_of(article_id: str) -> bool:
    query = select(func.count(Verdict.id)).join(Annotation, Annotation.id == Verdict.annotation_id)
    found = Annotation.article_id == article_id, Verdict.public_state.in_(TOLD)
    return bool(db.session.scalar(query.where(*found)))
