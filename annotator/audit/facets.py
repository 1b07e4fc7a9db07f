"""What a timeline is filtered by: made from each event, beside it, when it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from annotator.audit.models import Action, Event, EventFacet, Way
from annotator.db import Lookup, reader

Row = Mapping[str, Any]

#: The fields that a timeline knows. A field's place is its bit in stored rows: new ones go last.
FIELDS = (
    "wording", "fragments", "rating", "rationale", "decisive", "pending_rating", "stale_reason",
    "confidence", "public_state", "correction_note", "effective_on", "note", "speaker_id",
    "said_at", "made_on", "types", "checkworthy", "context_role", "is_article", "nothing_to_mark",
    "url", "title", "excerpt", "stance", "location", "archive_url", "question", "answer", "flags",
    "state", "reviewer_id", "return_reason", "due_on", "priority", "wanted", "blind", "role",
    "text", "text_sha256", "reason", "outcome", "name", "kind", "aliases", "affiliation",
    "merged_into", "removed_at", "definition",
)  # fmt: skip
#: What a row that hangs on another calls as that one, or its pieces, call something else.
WITHIN = {("claim", "place"): "said_at", ("context", "role"): "context_role"}
_BITS = {name: 1 << place for place, name in enumerate(FIELDS)}
_HANGS_ON = "annotation_id"
_MARK = "annotation"

_LABELS = Lookup(
    select(Event.seq, Event.target_id, EventFacet.label).where(
        Event.project_id == bindparam("project"),
        EventFacet.project_id == Event.project_id,
        EventFacet.seq == Event.seq,
        EventFacet.label.is_not(None),
    ),
    Event.target_id,
)


def bit_of(field: str) -> int:
    """The bit of one of `FIELDS`."""
    return _BITS[field]


def way_of(action: str, via: str) -> str:
    """By which way an event came about."""
    noun, _, verb = action.partition(".")
    brought = verb == "imported" or noun in {"import", "row"}
    known = action in set(Action) and brought
    return Way.IMPORT.value if known else via


def fields_of(before: Row | None, after: Row | None) -> int:
    """The bits of the fields in which the row before and the row after differ."""
    old, new = before or {}, after or {}
    return _differing(old, new, "")


def facets_of(
    project_id: int, events: Sequence[Row], rows: Sequence[tuple[Row | None, Row | None]]
) -> list[dict[str, Any]]:
    """The facets of events given by column; `rows` are what each was, and became, as values."""
    labels = _earlier_labels(project_id, events, rows)
    found = []
    for event, (before, after) in zip(events, rows, strict=True):
        # In their order: a mark may come to be of another kind.
        labels.update(label_in(event, after or before or {}))
        found.append(facet_of(event, before, after, labels))
    return found


def facet_of(
    event: Row, before: Row | None, after: Row | None, labels: Mapping[str, str]
) -> dict[str, Any]:
    """The facet of one event; `labels` are the kinds of marks by their id."""
    row = after or before or {}
    mark_id = event["target_id"] if event["target"] == _MARK else row.get(_HANGS_ON)
    return {
        "project_id": event["project_id"],
        "seq": event["seq"],
        "at": event["at"],
        "actor_id": event["actor_id"],
        "way": way_of(event["action"], event["via"]),
        "action": event["action"],
        "label": row.get("label") if event["target"] == _MARK else labels.get(mark_id or ""),
        "fields": fields_of(before, after),
    }


def label_in(event: Row, row: Row) -> Iterator[tuple[str, str]]:
    """The id and the kind of the mark that the event is about, if it is about one."""
    if event["target"] == _MARK and row.get("label"):
        yield event["target_id"], row["label"]


def _earlier_labels(
    project_id: int, events: Sequence[Row], rows: Sequence[tuple[Row | None, Row | None]]
) -> dict[str, str]:
    """The kinds, before these events, of the marks on which their rows hang."""
    told: set[str] = set()
    asked: set[str] = set()
    for event, (before, after) in zip(events, rows, strict=True):
        row = after or before or {}
        told.update(key for key, _label in label_in(event, row))
        mark_id = row.get(_HANGS_ON)
        if mark_id and mark_id not in told:
            asked.add(mark_id)
    if not asked:
        return {}
    found = sorted(_LABELS.all(reader(), asked, project=project_id))
    return {mark_id: label for _seq, mark_id, label in found}


def _differing(old: Row, new: Row, within: str) -> int:
    found = 0
    for key in old.keys() | new.keys():
        was, is_now = old.get(key), new.get(key)
        if was == is_now:
            continue
        if isinstance(was or is_now, dict):
            found |= _differing(was or {}, is_now or {}, key)
        else:
            found |= _BITS.get(WITHIN.get((within, key), key), 0)
    return found
