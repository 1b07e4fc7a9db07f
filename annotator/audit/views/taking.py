"""A sample of events as a file: how it was drawn, then an event a line with what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import orjson
from flask import Response
from flask.typing import ResponseReturnValue

from annotator.audit.heads import head_line
from annotator.audit.models import EventFinding, EventSample
from annotator.audit.sampled import Sample
from annotator.audit.views.blueprint import SAMPLE, bp
from annotator.audit.views.download import recorded, with_names
from annotator.audit.views.found import sample_at
from annotator.audit.writing import OTHERS, events_told
from annotator.clock import iso
from annotator.errors import Conflict, NotAllowed
from annotator.permissions import Permission
from annotator.projects.queries import names, pseudonyms
from annotator.web.confirming import confirmed
from annotator.web.guards import allows, current_project, requires
from annotator.web.sight import current_sight


@bp.post(f"{SAMPLE}/download", endpoint="sample_file")
@requires(Permission.READ_AUDIT, prepares=True, goes_on=True)
@confirmed(with_names, file_of="audit.sample")
def download(slug: str, sample_id: UUID) -> ResponseReturnValue:
    """The sample as JSON Lines; the trail says who took it."""
    if not current_sight().is_whole:
        raise Conflict("This project is reviewed blind: say first that you only supervise it.")
    is_named = with_names()
    if is_named and not allows(Permission.EXPORT_NAMES):
        raise NotAllowed("There is no such page.")
    found, hidden = sample_at(sample_id), None if is_named else pseudonyms(current_project().id)
    body = b"".join(_lines(found, hidden))
    made = {"format": "audit sample", "unit": "event", "names": is_named}
    head = recorded({**made, "sample": str(sample_id)})
    response = Response(body, mimetype="application/jsonl")
    name = f"{slug}-sample-{str(sample_id)[:8]}.jsonl"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Annotator-Head"] = head_line(slug, head)
    return response


def _lines(found: Sample, hidden: Mapping[int, str] | None) -> Iterator[bytes]:
    project_id, entries = current_project().id, found.entries
    called = names(project_id) if hidden is None else hidden
    events = events_told(project_id, [one.item.seq for one in entries if one.event], hidden)
    yield _line(_told(found.sample, called))
    for one in entries:
        findings = [_found(said, called) for said in one.findings]
        event = events.get(one.item.seq)
        yield _line({"position": one.item.position, "event": event, "findings": findings})


def _told(sample: EventSample, called: Mapping[int, str]) -> dict[str, Any]:
    """How it was drawn."""
    person = None if sample.actor_id is None else called.get(sample.actor_id, OTHERS)
    asked = {**orjson.loads(sample.asked)["wanted"], "person": person}
    return {
        "sample": sample.id,
        "filter": asked,
        "size": sample.size,
        "seed": sample.seed,
        "head": {"seq": sample.head_seq, "hash": sample.head_hash},
        "pool": sample.pool,
        "pool_sha256": sample.pool_sha256,
        "drawn_by": called.get(sample.drawn_by, OTHERS),
        "drawn_at": iso(sample.drawn_at),
    }


def _found(said: EventFinding, called: Mapping[int, str]) -> dict[str, Any]:
    return {
        "outcome": said.finding.value,
        "note": said.note,
        "by": called.get(said.found_by, OTHERS),
        "at": iso(said.found_at),
    }


def _line(row: dict[str, Any]) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
