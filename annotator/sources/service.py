"""The rules of sources: real links, in order, never deleted; a verdict feels each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from annotator.accounts.person import Person
from annotator.annotations.drafts import KEEP, Keep
from annotator.annotations.models import Annotation
from annotator.annotations.service import claim_of
from annotator.audit.models import Action
from annotator.audit.service import Change, Row, change_of, snapshot
from annotator.clock import now
from annotator.errors import Invalid
from annotator.projects.definition import Definition
from annotator.sources.archive_links import shows_page
from annotator.sources.drafts import SourceDraft
from annotator.sources.models import Source
from annotator.sources.origins import keep_together, origin_in_force
from annotator.sources.rules import (
    BEARING,
    check_medium,
    check_origin,
    check_whole,
    flags_of,
    flags_to_json,
    is_evidence,
)
from annotator.sources.urls import archive_address, normalise_url, page_hash

MAX_SOURCES = 100

#: Fields of a draft that become a column without more ado; an empty text is none.
_PLAIN = tuple(
    field.name
    for field in fields(SourceDraft)
    if field.name not in {"id", "url", "removed", "place", "archive_url", "medium", "flags"}
)
_NO_SOURCE = dict.fromkeys(Source.__table__.columns.keys())


def save_sources(
    annotation: Annotation,
    sources: list[Source],
    drafts: Sequence[SourceDraft],
    *,
    article_url: str | None,
    adder: Person,
    definition: Definition,
) -> list[Change]:
    """Add, change, remove or bring back sources; gives the changes for the audit trail.

    `sources` are all the claim has, removed ones too; new ones are appended to it, for the
    caller to insert.
    """
    if not drafts:
        return []
    claim_of(annotation)
    if len(sources) + len(drafts) > MAX_SOURCES:
        raise Invalid("A claim has at most %(most)s sources.", "sources", most=MAX_SOURCES)
    saving = _Saving(annotation, sources, article_url, adder, definition)
    return _each(drafts, saving.save) + _each(drafts, saving.checked)


def in_force(sources: Sequence[Source]) -> list[Source]:
    """The sources that are not removed, in their order."""
    live = [source for source in sources if source.removed_at is None]
    return sorted(live, key=lambda source: source.position)


def has_evidence(sources: Sequence[Source]) -> bool:
    """Whether one of the sources counts as evidence."""
    return any(is_evidence(source) for source in sources)


def bears_on_verdict(change: Change) -> bool:
    """Whether a verdict feels this change to a source: it came, went, or says something else."""
    if change.before is None or change.after is None:
        return True
    before, after = change.before, change.after
    # An event from before a column was there has no word about it.
    return any(bool(before.get(key) != after.get(key)) for key in BEARING)


def _each(
    drafts: Sequence[SourceDraft], step: Callable[[SourceDraft], list[Change]]
) -> list[Change]:
    """What the step gives for all of them; what it refuses is told of the one it was."""
    changes = []
    for index, draft in enumerate(drafts):
        try:
            changes += step(draft)
        except Invalid as error:
            field = f"sources-{index}-{error.field}"
            raise Invalid(error.sentence, field, **error.values) from None
    return changes


@dataclass(frozen=True, slots=True)
class _Saving:
    """One save of a claim's sources."""

    annotation: Annotation
    sources: list[Source]
    article_url: str | None
    adder: Person
    definition: Definition

    def save(self, draft: SourceDraft) -> list[Change]:
        """Do what one draft says."""
        target = next((source for source in self.sources if source.id == draft.id), None)
        if target is None:
            target = self._added(draft)
            self.sources.append(target)
            changes = [self._change(Action.SOURCE_ADDED, target, None)]
        else:
            changes = self._revised(target, draft)
        if isinstance(draft.place, Keep):
            return changes
        return [*changes, *self._moved(target, draft.place)]

    def checked(self, draft: SourceDraft) -> list[Change]:
        """No change, once all are saved: what one draft says of the others must hold."""
        check_origin(next(one for one in self.sources if one.id == draft.id), self.sources)
        return []

    def _added(self, draft: SourceDraft) -> Source:
        given = {
            "id": draft.id,
            "project_id": self.annotation.project_id,
            "annotation_id": self.annotation.id,
            "position": max((source.position for source in self.sources), default=0) + 1,
            "is_article": False,
            "added_by": self.adder.id,
            "added_at": now(),
        }
        added = Source(**{**_NO_SOURCE, **given})
        self._apply(added, draft)
        return added

    def _revised(self, target: Source, draft: SourceDraft) -> list[Change]:
        before = snapshot(target)
        self._apply(target, draft)
        was_removed, is_removed = before["removed_at"] is not None, target.removed_at is not None
        changes = []
        if is_removed and not was_removed:
            changes = self._name_origins(keep_together(self.sources, target), besides=target)
        elif was_removed and not is_removed and isinstance(draft.same_origin_as, Keep):
            target.same_origin_as = origin_in_force(self.sources, target)
        if snapshot(target) == before:
            return changes
        gone = is_removed and not was_removed
        action = Action.SOURCE_REMOVED if gone else Action.SOURCE_REVISED
        return [self._change(action, target, before), *changes]

    def _apply(self, target: Source, draft: SourceDraft) -> None:
        for name in _PLAIN:
            value = getattr(draft, name)
            if value is not KEEP:
                setattr(target, name, None if value == "" else value)
        if draft.url is not KEEP:
            self._link(target, draft.url or None)
        if draft.archive_url is not KEEP:
            target.archive_url = _archive(draft.archive_url)
        if draft.medium is not KEEP and (draft.medium or None) != target.medium:
            check_medium(draft.medium or None, self.definition)
            target.medium = draft.medium or None
        if draft.flags is not KEEP and list(draft.flags) != flags_of(target):
            target.flags = flags_to_json(draft.flags, self.definition)
        if draft.removed is not KEEP and draft.removed != (target.removed_at is not None):
            target.removed_at = now() if draft.removed else None
        check_whole(target)

    def _link(self, target: Source, url: str | None) -> None:
        target.url = None if url is None else normalise_url(url)
        target.page_key = page_hash(target.url)
        target.is_article = target.url is not None and shows_page(target.url, self.article_url)

    def _name_origins(self, named: dict[str, str | None], besides: Source) -> list[Change]:
        changes = []
        for source in self.sources:
            if source.id not in named or source.same_origin_as == named[source.id]:
                continue
            before = snapshot(source)
            source.same_origin_as = named[source.id]
            if source is not besides:
                changes.append(self._change(Action.SOURCE_REVISED, source, before))
        return changes

    def _moved(self, moving: Source, place: int) -> list[Change]:
        live = in_force(self.sources)
        if moving not in live:
            raise Invalid("A source that is removed has no place among the others.", "position")
        # The positions stay those that there were, so that removed sources keep theirs.
        positions = [source.position for source in live]
        live.remove(moving)
        live.insert(place - 1, moving)
        changes = []
        for source, position in zip(live, positions, strict=True):
            if source.position == position:
                continue
            before = snapshot(source)
            source.position = position
            changes.append(self._change(Action.SOURCE_REVISED, source, before))
        return changes

    def _change(self, action: Action, changed: Source, before: Row | None) -> Change:
        article_id = self.annotation.article_id
        return change_of(action, changed, before=before, article_id=article_id)


def _archive(url: str | None) -> str | None:
    if not url:
        return None
    try:
        return archive_address(url)
    except Invalid as error:
        raise Invalid(error.sentence, "archive_url", **error.values) from None
