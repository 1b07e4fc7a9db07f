"""What a stored row would be with what an earlier one says, field by field.

Only what a person fills in goes back. Keys, versions, who made it and when, and what the server
keeps for itself stay what they are now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from annotator.audit.service import Row
from annotator.projects.drafts import WorkflowDraft

SOURCE = (
    *("url", "title", "publisher", "published_on", "stance", "excerpt", "retrieved_on"),
    *("archive_url", "archived_on", "medium", "location", "question", "answer", "answer_type"),
    *("boolean_explanation", "set_number", "is_primary", "flags", "expert", "affiliation"),
    "interest",
)
VERDICT = (
    *("rating", "rationale", "confidence", "effective_on", "correction_note", "public_state"),
)
SPEAKER = ("name", "aliases", "role", "wikidata", "homepage")
PLAN = ("priority", "due_on")
WORKFLOW = tuple(field.name for field in fields(WorkflowDraft))
#: What hangs on a mark by its label.
PARTS: Mapping[str, Sequence[str]] = {
    "claim": (
        *("wording", "short", "types", "voice", "speaker_id", "place", "made_on"),
        *("made_on_basis", "checkworthy", "checkworthy_reason"),
    ),
    "quote": ("kind", "speaker_id", "addressee", "language", "original_words"),
    "context": ("role",),
}


def with_fields(now: Row, then: Row, names: Sequence[str]) -> Row:
    """The row of now with these fields as they were; a column that came since was empty."""
    return {**now, **{name: then.get(name) for name in names}}


def alike(one: Row, other: Row) -> bool:
    """Whether two rows say the same; a column that one of them does not know yet is empty."""
    return all(
        alike(one.get(key) or {}, other.get(key) or {})
        if isinstance(one.get(key) or other.get(key), dict)
        else one.get(key) == other.get(key)
        for key in {**one, **other}
    )


def mark_then(now: Row, then: Row) -> Row:
    """A mark that is there, with the label, the words and the particulars that it had.

    Where the article was corrected since, it stays on the words on which it stands now.
    """
    label = then["label"]
    row = {**with_fields(now, then, ("label", "note")), "removed_at": None}
    if now["revision_id"] == then["revision_id"]:
        row["fragments"] = then["fragments"]
    if now.get(label) or then.get(label):
        held = now.get(label) or then[label]
        row[label] = with_fields(held, then.get(label) or {}, PARTS[label])
    return row


def source_then(now: Row, then: Row) -> Row:
    """A source in force with what it said; its place among the others stays."""
    return {**with_fields(now, then, SOURCE), "removed_at": None}
