"""The rules of speakers: each is one person to the project, and merging them loses no mark."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from sqlalchemy import select

from annotator.audit.models import Action, Actor, Event
from annotator.audit.service import Change, record, snapshot
from annotator.clock import now
from annotator.db import db, insert_rows
from annotator.errors import Conflict, Invalid, Stale, Words
from annotator.speakers.drafts import SpeakerDraft, aliases_json
from annotator.speakers.models import Speaker
from annotator.speakers.queries import merged_with, project_of

STALE = Words("This speaker was changed meanwhile; look at what it is now, and change it again.")


def add_speaker(project_id: int, draft: SpeakerDraft, *, actor: Actor) -> None:
    """Store a new speaker.

    The same id may come again, with every mark that was given the speaker before it was stored:
    then nothing is done. Raises `Invalid`, or `Conflict` where the id stands for another's.
    """
    checked = draft.checked()
    home = project_of(checked.id)
    if home is not None:
        if home != project_id:
            raise Conflict("The identifier of this speaker is taken.")
        return
    made = _made(project_id, checked, actor)
    # At once and not by the session, which would write what else is half changed.
    insert_rows([made])
    record(project_id, [added_change(made)], actor=actor)


def bring_speakers(project_id: int, drafts: Sequence[SpeakerDraft], *, actor: Actor) -> None:
    """Store those that are new; raises what `add_speaker` raises."""
    for draft in drafts:
        add_speaker(project_id, draft, actor=actor)


def added_change(speaker: Speaker, action: Action = Action.SPEAKER_ADDED) -> Change:
    """What the trail says of a speaker that came."""
    return Change(action, "speaker", speaker.id, None, snapshot(speaker), speaker.version)


def revise_speaker(speaker: Speaker, version: int, draft: SpeakerDraft, *, actor: Actor) -> None:
    """Change what a speaker is called and known by; raises `Invalid` or `Stale`."""
    _refuse_stale(speaker, version)
    checked, before = draft.checked(), snapshot(speaker)
    speaker.name, speaker.role = checked.name, checked.role
    speaker.aliases = aliases_json(checked.aliases)
    speaker.wikidata, speaker.homepage = checked.wikidata, checked.homepage
    if snapshot(speaker) != before:
        _changed([(speaker, before)], Action.SPEAKER_REVISED, actor)


def merge_speakers(speaker: Speaker, into: Speaker, version: int, *, actor: Actor) -> None:
    """Say that two speakers are one; every mark of the first reads as the second from now on.

    Those that were merged into the first go on to the second, so that nobody has to follow
    more than one step. Raises `Invalid` or `Stale`.
    """
    _refuse_stale(speaker, version)
    if speaker.project_id != into.project_id or speaker.id == into.id:
        raise Invalid("Choose another speaker of this project to merge with.", "into")
    if speaker.merged_into is not None:
        raise Invalid("This speaker is merged already; take that back first.", "into")
    if into.merged_into is not None:
        raise Invalid("The speaker to merge with is merged into another; choose that one.", "into")
    moved = [speaker, *merged_with(speaker.id)]
    befores = [(one, snapshot(one)) for one in moved]
    for one in moved:
        one.merged_into = into.id
    _changed(befores, Action.SPEAKER_MERGED, actor)


def unmerge_speaker(speaker: Speaker, version: int, *, actor: Actor) -> None:
    """Take a merge back, as the trail tells it: also for those that had come with the speaker."""
    _refuse_stale(speaker, version)
    if speaker.merged_into is None:
        raise Invalid("This speaker is not merged into another.")
    came_along = [one for one in merged_with(speaker.merged_into) if _came_from(one) == speaker.id]
    befores = [(one, snapshot(one)) for one in (speaker, *came_along)]
    speaker.merged_into = None
    for one in came_along:
        one.merged_into = speaker.id
    _changed(befores, Action.SPEAKER_UNMERGED, actor)


def _made(project_id: int, draft: SpeakerDraft, actor: Actor) -> Speaker:
    moment = now()
    return Speaker(
        id=draft.id,
        project_id=project_id,
        name=draft.name,
        aliases=aliases_json(draft.aliases),
        role=draft.role,
        wikidata=draft.wikidata,
        homepage=draft.homepage,
        merged_into=None,
        version=1,
        created_by=actor.id,
        created_at=moment,
        updated_at=moment,
    )


def _came_from(speaker: Speaker) -> str | None:
    """Whom a merged speaker was merged into before that one was merged in its turn."""
    newest = db.session.scalars(
        select(Event.before)
        .where(
            Event.project_id == speaker.project_id,
            Event.target == "speaker",
            Event.target_id == speaker.id,
            Event.action.in_([Action.SPEAKER_MERGED, Action.SPEAKER_UNMERGED]),
        )
        .order_by(Event.seq.desc())
        .limit(1)
    ).one_or_none()
    before: str | None = None if newest is None else orjson.loads(newest)["merged_into"]
    return before


def _refuse_stale(speaker: Speaker, version: int) -> None:
    if speaker.version != version:
        raise Stale(STALE, speaker)


def _changed(
    befores: Sequence[tuple[Speaker, dict[str, object]]], action: Action, actor: Actor
) -> None:
    moment = now()
    for speaker, _before in befores:
        speaker.version += 1
        speaker.updated_at = max(moment, speaker.created_at)
    db.session.flush()
    changes = [
        Change(action, "speaker", speaker.id, before, snapshot(speaker), speaker.version)
        for speaker, before in befores
    ]
    record(befores[0][0].project_id, changes, actor=actor)
