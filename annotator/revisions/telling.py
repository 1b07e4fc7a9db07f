"""Telling whoever gave a verdict that a correction made it stale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from annotator.annotations.models import Annotation
from annotator.articles.models import Article
from annotator.audit.models import Actor
from annotator.notifications.models import Kind
from annotator.notifications.service import Notice, notify


def not_stale(annotations: Sequence[Annotation]) -> list[Annotation]:
    """Those whose verdict, where there is one, nobody doubts yet."""
    return [one for one in annotations if one.claim is not None and one.claim.stale_reason is None]


def tell_stale(article: Article, fresh: Sequence[Annotation], *, actor: Actor) -> None:
    """Of the marks that were `not_stale` before, tell the authors of those that are stale now.

    One notification for each of them: a correction may touch every claim of an article.
    """
    stale: dict[int, list[Annotation]] = defaultdict(list)
    for one in fresh:
        if one.claim is not None and one.claim.stale_reason is not None:
            stale[one.author_id].append(one)
    notify(
        (
            Notice(
                Kind.STALE,
                author,
                article.project_id,
                article.id,
                marks[0].id if len(marks) == 1 else None,
                len(marks),
            )
            for author, marks in stale.items()
        ),
        actor=actor,
    )
