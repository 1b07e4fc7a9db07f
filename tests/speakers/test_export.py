"""Speakers in what is exported: who they are now, and once a merge is taken back, as before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import orjson

from annotator.db import db, writing
from annotator.export.options import Options
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import lines
from annotator.speakers.drafts import MergeDraft, SpeakerDraft
from annotator.speakers.models import Speaker
from annotator.speakers.service import add_speaker, merge_speakers, unmerge_speaker
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World
from tests.workspace.marks import TEXT, Hand


def _speakers_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every speaker that a record holds, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("speaker"), dict):
            yield value["speaker"]
        for inner in value.values():
            yield from _speakers_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _speakers_in(inner)


def exported(world: World) -> list[tuple[str, str]]:
    """Id and name of each speaker in the export, in its order."""
    db.session.remove()
    with Snapshot(world.project_id) as snapshot:
        data = b"".join(lines(snapshot, world.slug, Options()))
    records = [orjson.loads(line) for line in data.splitlines()]
    return [(one["id"], one["name"]) for one in _speakers_in(records)]


@ON_BOTH
def test_a_merged_speaker_is_exported_as_the_one_it_became_and_unmerged_as_before(
    world: World, visit: Visit
) -> None:
    first, second = str(uuid4()), str(uuid4())
    with writing():
        for key, name in ((first, "Mayor Ruiz"), (second, "Ana Ruiz")):
            add_speaker(world.project_id, SpeakerDraft(key, name), actor=world.lead.actor)
    article = make_article(world.project, TEXT)
    hand = Hand(visit(world.reviewer), world.slug, article.id, TEXT)
    hand.mark("The dam holds", **{"claim-voice": "speaker", "claim-speaker": first})
    hand.mark("We built it", label="quote", **{"quote-speaker": first})
    hand.mark("Nobody asked", **{"claim-voice": "speaker", "claim-speaker": second})
    before = exported(world)
    assert before == [(first, "Mayor Ruiz"), (first, "Mayor Ruiz"), (second, "Ana Ruiz")]

    with writing():
        one, into = (db.session.get_one(Speaker, key) for key in (first, second))
        merge_speakers(one, into, MergeDraft(1, 1), actor=world.lead.actor)
    assert exported(world) == [(second, "Ana Ruiz")] * 3

    with writing():
        one = db.session.get_one(Speaker, first)
        unmerge_speaker(one, one.version, actor=world.lead.actor)
    assert exported(world) == before
