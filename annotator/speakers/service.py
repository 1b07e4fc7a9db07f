"""The rules of speakers: each is one person to the project, and merging them loses no mark."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import orjson
from sqlalchemy import select

from annotator.audit.models import Action, Actor, Event
from annotator.audit.service import Change, Row, lock_chain, record, snapshot
from annotator.clock import now
from annotator.db import db, insert_rows
from annotator.errors import Conflict, Invalid, Stale, Words
from annotator.speakers.drafts import SINGLE, MergeDraft, SpeakerDraft, aliases_json
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
    made = made_speaker(project_id, checked, by=actor.id)
    # At once and not by the session, which would write what else is half changed.
    insert_rows([made])
    record(project_id, [added_change(made)], actor=actor)


def made_speaker(project_id: int, draft: SpeakerDraft, *, by: int | None) -> Speaker:
    """The row of a new speaker, as a checked draft says it; it is not stored yet."""
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
        created_by=by,
        created_at=moment,
        updated_at=moment,
    )


def bring_speakers(project_id: int, drafts: Sequence[SpeakerDraft], *, actor: Actor) -> None:
    """Store those that are new; raises what `add_speaker` raises."""
    for draft in drafts:
        add_speaker(project_id, draft, actor=actor)


def added_change(speaker: Speaker, action: Action = Action.SPEAKER_ADDED) -> Change:
    """What the trail says of a speaker that came."""
    return Change(action, "speaker", speaker.id, None, snapshot(speaker), speaker.version)


def revise_speaker(speaker: Speaker, version: int, draft: SpeakerDraft, *, actor: Actor) -> None:
    """Change what a speaker is called and known by; raises `Invalid` or `Stale`."""
    _read_again(speaker)
    _refuse_stale(speaker, version)
    checked, before = draft.checked(), snapshot(speaker)
    _say(speaker, checked)
    if snapshot(speaker) != before:
        _changed([(speaker, before)], Action.SPEAKER_REVISED, actor)


def merge_speakers(speaker: Speaker, into: Speaker, draft: MergeDraft, *, actor: Actor) -> None:
    """Say that two speakers are one; every mark of the first reads as the second from now on.

    Those that were merged into the first go on to the second, so that nobody has to follow
    more than one step. Raises `Invalid` or `Stale`.
    """
    _read_again(speaker, into)
    _refuse_stale(speaker, draft.version)
    _refuse_stale(into, draft.into_version)
    if speaker.project_id != into.project_id or speaker.id == into.id:
        raise Invalid("Choose another speaker of this project to merge with.", "into")
    if speaker.merged_into is not None:
        raise Invalid("This speaker is merged already; take that back first.", "into")
    if into.merged_into is not None:
        raise Invalid("The speaker to merge with is merged into another; choose that one.", "into")
    moved = [speaker, *merged_with(speaker.id)]
    befores = [(one, snapshot(one)) for one in moved]
    # Right before the event of the merge: there `unmerge_speaker` looks for it.
    _take_over(into, speaker, draft.wins, actor)
    for one in moved:
        one.merged_into = into.id
    _changed(befores, Action.SPEAKER_MERGED, actor)


def unmerge_speaker(speaker: Speaker, version: int, *, actor: Actor) -> None:
    """Take a merge back, as the trail tells it: also for those that had come with the speaker.

    What the other one took over goes back too, where nobody has changed it since.
    """
    _read_again(speaker)
    _refuse_stale(speaker, version)
    if speaker.merged_into is None:
        raise Invalid("This speaker is not merged into another.")
    into = db.session.get_one(Speaker, speaker.merged_into)
    came_along = [one for one in merged_with(into.id) if _came_from(one) == speaker.id]
    befores = [(one, snapshot(one)) for one in (speaker, *came_along)]
    _give_back(into, speaker, actor)
    speaker.merged_into = None
    for one in came_along:
        one.merged_into = speaker.id
    _changed(befores, Action.SPEAKER_UNMERGED, actor)


def _take_over(into: Speaker, speaker: Speaker, wins: Collection[str], actor: Actor) -> None:
    before, said = snapshot(into), draft_of(into)
    won = {name: getattr(speaker, name) for name in SINGLE if name in wins}
    # A name that loses is still one that the speaker goes by.
    checked = replace(said, **won, aliases=(*said.aliases, said.name)).checked()
    if won:
        _say(into, checked)
    if snapshot(into) != before:
        _changed([(into, before)], Action.SPEAKER_TOOK_OVER, actor)


def _give_back(into: Speaker, speaker: Speaker, actor: Actor) -> None:
    taken = _taken_over(into, speaker)
    if taken is None:
        return
    was, became = taken
    before, said = snapshot(into), draft_of(into)
    back = {
        name: was[name]
        for name in SINGLE
        if was[name] != became[name] and getattr(into, name) == became[name]
    }
    added = set(orjson.loads(became["aliases"])) - set(orjson.loads(was["aliases"]))
    kept = tuple(alias for alias in said.aliases if alias not in added)
    _say(into, replace(said, **back, aliases=kept).checked())
    if snapshot(into) != before:
        _changed([(into, before)], Action.SPEAKER_REVISED, actor)


def _taken_over(into: Speaker, speaker: Speaker) -> tuple[Row, Row] | None:
    """What the speaker that stayed was before the merge and became by it, if it changed."""
    merge = _newest_merge(speaker)
    if merge is None:
        return None
    before_it = db.session.get(Event, (speaker.project_id, merge.seq - 1))
    if before_it is None or before_it.action != Action.SPEAKER_TOOK_OVER:
        return None
    if before_it.target_id != into.id:
        return None
    return orjson.loads(before_it.before or "{}"), orjson.loads(before_it.after or "{}")


def draft_of(speaker: Speaker) -> SpeakerDraft:
    """What a speaker is now, as somebody would ask for it."""
    return SpeakerDraft(
        speaker.id,
        speaker.name,
        tuple(orjson.loads(speaker.aliases)),
        speaker.role,
        speaker.wikidata,
        speaker.homepage,
    )


def _say(speaker: Speaker, checked: SpeakerDraft) -> None:
    speaker.name, speaker.role = checked.name, checked.role
    speaker.aliases = aliases_json(checked.aliases)
    speaker.wikidata, speaker.homepage = checked.wikidata, checked.homepage


def _came_from(speaker: Speaker) -> str | None:
    """Whom a merged speaker was merged into before that one was merged in its turn."""
    newest = _newest_merge(speaker)
    if newest is None or newest.before is None:
        return None
    before: str | None = orjson.loads(newest.before)["merged_into"]
    return before


def _newest_merge(speaker: Speaker) -> Event | None:
    """The last time that the speaker was merged, or came along, or was taken apart again."""
    return db.session.scalars(
        select(Event)
        .where(
            Event.project_id == speaker.project_id,
            Event.target == "speaker",
            Event.target_id == speaker.id,
            Event.action.in_([Action.SPEAKER_MERGED, Action.SPEAKER_UNMERGED]),
        )
        .order_by(Event.seq.desc())
        .limit(1)
    ).one_or_none()


def _read_again(*speakers: Speaker) -> None:
    """What they are now that nobody else can change who is merged into whom."""
    lock_chain(speakers[0].project_id)
    for one in speakers:
        db.session.refresh(one)


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
