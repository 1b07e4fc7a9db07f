"""The rules of source links: real links, in order, never deleted; a verdict feels each change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.accounts.person import Person
from annotator.annotations.drafts import KEEP, Keep
from annotator.annotations.models import Annotation
from annotator.annotations.service import claim_of
from annotator.audit.models import Action
from annotator.audit.service import Change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid
from annotator.sources.models import Source, Stance
from annotator.sources.queries import next_position, source
from annotator.sources.urls import is_same_page, normalise_url

MAX_SOURCES = 100


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A link as it should be; a new one needs at least its address."""

    id: str
    url: str | Keep = KEEP
    title: str | None | Keep = KEEP
    stance: Stance | None | Keep = KEEP
    removed: bool | Keep = KEEP


def save_sources(
    annotation: Annotation,
    drafts: Sequence[SourceDraft],
    *,
    article_url: str | None,
    adder: Person,
) -> list[Change]:
    """Add, change, remove or bring back links; gives the changes for the audit trail."""
    if not drafts:
        return []
    claim_of(annotation)
    if len(drafts) > MAX_SOURCES:
        raise Invalid("At most %(most)s sources at a time.", "sources", most=MAX_SOURCES)
    changes = []
    for index, draft in enumerate(drafts):
        field = f"sources-{index}"
        try:
            change = _save_source(annotation, draft, article_url=article_url, adder=adder)
        except Invalid as error:
            raise Invalid(error.sentence, f"{field}-{error.field}", **error.values) from None
        if change is not None:
            changes.append(change)
    return changes


def _save_source(
    annotation: Annotation, draft: SourceDraft, *, article_url: str | None, adder: Person
) -> Change | None:
    existing = source(draft.id)
    if existing is None:
        return _add_source(annotation, draft, article_url=article_url, adder=adder)
    if existing.annotation_id != annotation.id:
        raise Conflict("This source's identifier belongs to another mark.")
    before = snapshot(existing)
    _apply(existing, draft, article_url)
    after = snapshot(existing)
    if before == after:
        return None
    removed = existing.removed_at is not None and before["removed_at"] is None
    action = Action.SOURCE_REMOVED if removed else Action.SOURCE_REVISED
    return _change(action, annotation, existing, before)


def _add_source(
    annotation: Annotation, draft: SourceDraft, *, article_url: str | None, adder: Person
) -> Change:
    if isinstance(draft.url, Keep):
        raise Invalid("A source needs a link.", "url")
    added = Source(
        id=draft.id,
        project_id=annotation.project_id,
        annotation_id=annotation.id,
        position=next_position(annotation.id),
        added_by=adder.id,
        added_at=now(),
        title=None,
        publisher=None,
        published_on=None,
        stance=None,
        excerpt=None,
        removed_at=None,
    )
    _apply(added, draft, article_url)
    db.session.add(added)
    db.session.flush()
    return _change(Action.SOURCE_ADDED, annotation, added, None)


def _apply(target: Source, draft: SourceDraft, article_url: str | None) -> None:
    if not isinstance(draft.url, Keep):
        target.url = normalise_url(draft.url)
        target.is_article = is_same_page(target.url, article_url)
    if not isinstance(draft.title, Keep):
        target.title = draft.title or None
    if not isinstance(draft.stance, Keep):
        target.stance = draft.stance
    if not isinstance(draft.removed, Keep) and draft.removed != (target.removed_at is not None):
        target.removed_at = now() if draft.removed else None


def _change(
    action: Action, annotation: Annotation, changed: Source, before: dict[str, object] | None
) -> Change:
    return Change(
        action,
        "source",
        changed.id,
        before,
        snapshot(changed),
        article_id=annotation.article_id,
    )
