"""The rules of source links: real links, in order, never deleted; a verdict feels each change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.accounts.person import Person
from annotator.annotations.drafts import KEEP, Keep
from annotator.annotations.models import Annotation
from annotator.annotations.service import claim_of
from annotator.audit.models import Action
from annotator.audit.service import Change, change_of, snapshot
from annotator.clock import now
from annotator.errors import Invalid
from annotator.sources.models import Source, Stance
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
    #: Its place among the links in force, from 1; those between make room.
    place: int | Keep = KEEP


def save_sources(
    annotation: Annotation,
    sources: list[Source],
    drafts: Sequence[SourceDraft],
    *,
    article_url: str | None,
    adder: Person,
) -> list[Change]:
    """Add, change, remove or bring back links; gives the changes for the audit trail.

    `sources` are all the claim has, removed ones too; new ones are appended to it, for the
    caller to insert.
    """
    if not drafts:
        return []
    claim_of(annotation)
    if len(sources) + len(drafts) > MAX_SOURCES:
        raise Invalid("A claim has at most %(most)s sources.", "sources", most=MAX_SOURCES)
    changes = []
    for index, draft in enumerate(drafts):
        try:
            changes += _saved(annotation, sources, draft, article_url, adder)
        except Invalid as error:
            field = f"sources-{index}-{error.field}"
            raise Invalid(error.sentence, field, **error.values) from None
    return changes


def in_force(sources: Sequence[Source]) -> list[Source]:
    """The links that are not removed, in their order."""
    live = [source for source in sources if source.removed_at is None]
    return sorted(live, key=lambda source: source.position)


def has_evidence(sources: Sequence[Source]) -> bool:
    """Whether one of the links counts: it is in force, and is not the article itself."""
    return any(source.removed_at is None and not source.is_article for source in sources)


def _saved(
    annotation: Annotation,
    sources: list[Source],
    draft: SourceDraft,
    article_url: str | None,
    adder: Person,
) -> list[Change]:
    found = next((source for source in sources if source.id == draft.id), None)
    if found is None:
        last = max((source.position for source in sources), default=0)
        found = _added(annotation, draft, last + 1, article_url, adder)
        sources.append(found)
        changes = [_change(Action.SOURCE_ADDED, annotation, found, None)]
    else:
        changes = _revised(annotation, found, draft, article_url)
    if isinstance(draft.place, Keep):
        return changes
    return [*changes, *_moved(annotation, sources, found, draft.place)]


def _moved(
    annotation: Annotation, sources: Sequence[Source], moving: Source, place: int
) -> list[Change]:
    live = in_force(sources)
    if moving not in live:
        raise Invalid("A source that is removed has no place among the others.", "position")
    # The positions stay those that there were, so that removed links keep theirs.
    positions = [source.position for source in live]
    live.remove(moving)
    live.insert(place - 1, moving)
    changes = []
    for source, position in zip(live, positions, strict=True):
        if source.position == position:
            continue
        before = snapshot(source)
        source.position = position
        changes.append(_change(Action.SOURCE_REVISED, annotation, source, before))
    return changes


def _added(
    annotation: Annotation,
    draft: SourceDraft,
    position: int,
    article_url: str | None,
    adder: Person,
) -> Source:
    if isinstance(draft.url, Keep):
        raise Invalid("A source needs a link.", "url")
    added = Source(
        id=draft.id,
        project_id=annotation.project_id,
        annotation_id=annotation.id,
        position=position,
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
    return added


def _revised(
    annotation: Annotation, existing: Source, draft: SourceDraft, article_url: str | None
) -> list[Change]:
    before = snapshot(existing)
    _apply(existing, draft, article_url)
    if snapshot(existing) == before:
        return []
    removed = existing.removed_at is not None and before["removed_at"] is None
    action = Action.SOURCE_REMOVED if removed else Action.SOURCE_REVISED
    return [_change(action, annotation, existing, before)]


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
    return change_of(action, changed, before=before, article_id=annotation.article_id)
