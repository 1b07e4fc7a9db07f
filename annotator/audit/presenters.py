"""From an event to what a person reads: what it was about, and which fields it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

from annotator.audit.differences import Piece, difference
from annotator.audit.facets import WITHIN
from annotator.audit.models import Event
from annotator.clock import from_iso

Row = Mapping[str, Any]
#: Two rows of which the second came in the place of the first, if there was one.
Compared = tuple[Row | None, Row | None]
Value = str | int | bool | datetime | None

#: What only the machine needs: keys, counters, hashes, and moments that the event itself has.
_MACHINERY = frozenset(
    {
        "id", "project_id", "article_id", "annotation_id", "revision_id", "scheme_version_id",
        "pending_verdict_id", "version", "updated_at", "created_at", "added_at", "decided_at",
        "title_key", "canonical", "origin", "text_sha256", "layout_sha256",
        "source_sha256", "from_id", "to_id",
        "made_at", "settled_at", "fragments_before", "fragments_after", "candidates",
        "sentence_changed", "same_origin_as", "source_id", "fetched_at", "edited_at", "mentions",
        "resolved_at", "answers_id", "mark_id", "marks", "overlapping", "labelled",
        "judged", "agreeing", "talked_at", "verdict_id", "assignment_id", "asked", "items",
        "head_hash", "pool_sha256", "drawn_at", "found_at", "sample_id", "actor_id",
    }
)  # fmt: skip
_PERSONS = frozenset(
    {
        *("author_id", "reviewer_id", "user_id", "decided_by", "added_by", "created_by"),
        *("made_by", "settled_by", "resolved_by", "passed_by", "talked_by", "removed_by"),
        *("drawn_by", "found_by"),
    }
)
_LISTS = frozenset({"aliases", "types"})
_SPEAKERS = frozenset({"speaker_id", "merged_into"})
_RATINGS = frozenset({"rating", "pending_rating"})
#: Tables whose rows say in one field what they are.
_SUBJECTS = {
    "article": "title",
    "project": "name",
    "publisher": "name",
    "export": "format",
    "release": "name",
    "source": "url",
    "capture": "url",
    "comment": "text",
    "guideline_version": "number",
    "link": "kind",
    "correction": "reason",
    "carry": "outcome",
    "scheme_version": "number",
    "import": "name",
    "speaker": "name",
    "training_answers": "number",
    "training_explanation": "text",
}

#: The lists of a definition, in the order in which pages show them.
LISTS = ("claim_types", "context_roles", "media", "flags")
_PLACE = ("position", None)
_MOST_SUBJECT = 90


@dataclass(frozen=True, slots=True)
class Names:
    """What a page calls what rows hold by an identifier or a code.

    Persons are by account id, ratings by their id, links and outcomes by their code, and `labels`
    are ratings by the label that is stored. `then` has, by the id of a version of the scale, the
    ratings that are called otherwise in it. `speakers` are by id, and `choices` are the labels of
    what a scheme offers, such as a type of claim, by their id.
    """

    persons: Mapping[int, str]
    ratings: Mapping[str, str]
    links: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    then: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    speakers: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)

    def of_version(self, scheme_id: int | None) -> Names:
        """The same names, with the ratings as this version of the scale calls them."""
        then = self.then.get(scheme_id or 0)
        return replace(self, ratings={**self.ratings, **then}) if then else self


@dataclass(frozen=True, slots=True)
class Field:
    """One field that an event changed.

    `number` tells the fragments of a mark apart, from 1. `pieces` is the difference word by
    word where both values are texts with something in common, else None.
    """

    name: str
    number: int | None
    before: Value
    after: Value
    pieces: tuple[Piece, ...] | None


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a line of the log. `before` and `after` are indented JSON.

    Where it is not `numbered`, its number is nobody's business.
    """

    seq: int
    at: datetime
    actor: str
    is_person: bool
    via: str
    action: str
    label: str | None
    subject: str | None
    article_id: str | None
    reviewer_id: int | None
    fields: tuple[Field, ...]
    before: str | None
    after: str | None
    numbered: bool = True
    #: The row that it is about, and the event's hash.
    target: str = ""
    target_id: str = ""
    hash: str = ""

    @property
    def key(self) -> str:
        """The key of the row that it is about, without the project in front."""
        return self.target_id.rpartition("/")[2]


def line_of(
    event: Event,
    names: Names,
    instead_of: Row | None = None,
    compared: Compared | None = None,
) -> Line:
    """The event in a form that a template can print.

    `instead_of` is the row whose place a new one took: what changed is told against it. Of rows
    that are `compared`, the fields of these two are told instead.
    """
    before, after = _parsed(event.before), _parsed(event.after)
    row = after or before or {}
    names = names.of_version(row.get("scheme_version_id"))
    return Line(
        seq=event.seq,
        at=event.at,
        actor=event.actor_name,
        is_person=event.actor_id is not None,
        via=event.via,
        action=event.action,
        label=row.get("label"),
        subject=_subject(event.target, row, names, event.actor_id),
        article_id=event.article_id,
        # An adjudicated mark is in no reviewer's layer.
        reviewer_id=None
        if row.get("layer") == "gold"
        else row.get("author_id") or row.get("reviewer_id"),
        fields=tuple(changed_fields(*(compared or (before or instead_of, after)), names)),
        before=_indented(before),
        after=_indented(after),
        target=event.target,
        target_id=event.target_id,
        hash=event.hash,
    )


def changed_fields(before: Row | None, after: Row | None, names: Names) -> Iterator[Field]:
    """What a person would call the changes; rows that hang on the row are laid out flat."""
    old, new = dict(_flat(before or {}, names)), dict(_flat(after or {}, names))
    if None in (old.get(_PLACE), new.get(_PLACE)):
        # Where a row stands is worth a word only when it moves.
        old.pop(_PLACE, None)
        new.pop(_PLACE, None)
    for name, number in {**old, **new}:
        was, is_now = old.get((name, number)), new.get((name, number))
        if was != is_now:
            yield Field(name, number, was, is_now, difference(was, is_now))


def _flat(row: Row, names: Names) -> Iterator[tuple[tuple[str, int | None], Value]]:
    for key, value in row.items():
        if key in _MACHINERY:
            continue
        if key == "fragments":
            yield from _fragments(value or [])
        elif key == "ratings" and isinstance(value, str):
            labels = [item["label"] for item in orjson.loads(value)]
            yield (key, None), ", ".join(names.labels.get(label, label) for label in labels)
        elif key == "definition" and isinstance(value, str):
            yield from _definition(orjson.loads(value))
        elif isinstance(value, dict):
            for (name, number), held in _flat(value, names):
                said = names.choices.get(str(held), held) if key == "context" else held
                yield (WITHIN.get((key, name), name), number), said
        else:
            yield (key, None), _readable(key, value, names)


def _definition(definition: Row) -> Iterator[tuple[tuple[str, int | None], Value]]:
    """The lists of a version of the scale by their labels; its page has the rest."""
    for key in LISTS:
        yield (key, None), ", ".join(entry["label"] for entry in definition[key])


def _fragments(fragments: list[Row]) -> Iterator[tuple[tuple[str, int | None], Value]]:
    for place, fragment in enumerate(fragments, start=1):
        number = place if len(fragments) > 1 else None
        yield ("exact", number), fragment["exact"]
        yield ("place", number), f"{fragment['start']}–{fragment['end']}"
        if fragment["part"] != "content":
            yield ("part", number), fragment["part"]


def _readable(key: str, value: Any, names: Names) -> Value:
    if value is None or isinstance(value, bool):
        return value
    if key in _LISTS:
        return ", ".join(names.choices.get(one, one) for one in orjson.loads(value)) or None
    if key == "kind":
        return names.links.get(value, str(value).replace("_", " "))
    if key.endswith("_at"):
        return from_iso(value)
    return _named(key, value, names)


def _named(key: str, value: Any, names: Names) -> Value:
    """A value that stands for something which has a name."""
    if key in _PERSONS:
        return names.persons.get(value, f"#{value}")
    if key in _RATINGS:
        return names.ratings.get(value, str(value))
    if key in _SPEAKERS:
        return names.speakers.get(value, str(value))
    if key == "outcome":
        return names.outcomes.get(value, str(value))
    return value if isinstance(value, (str, int)) else orjson.dumps(value).decode()


def _subject(target: str, row: Row, names: Names, actor_id: int | None) -> str | None:
    """What the event is about, in a few words of the row itself."""
    said: Value
    if target == "annotation":
        said = " … ".join(fragment["exact"] for fragment in row.get("fragments") or [])
    elif target in {"membership", "assignment"}:
        person_id = row.get("user_id") or row.get("reviewer_id")
        # Who acts is named already.
        said = None if person_id == actor_id else _readable("user_id", person_id, names)
    elif target == "verdict":
        said = _readable("rating", row.get("rating"), names)
    else:
        key = _SUBJECTS.get(target, "")
        said = _readable(key, row.get(key), names)
    return _shortened(str(said)) if said else None


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SUBJECT else line[: _MOST_SUBJECT - 1].rstrip() + "…"


def _parsed(stored: str | None) -> dict[str, Any] | None:
    return None if stored is None else orjson.loads(stored)


def _indented(row: Row | None) -> str | None:
    return None if row is None else orjson.dumps(row, option=orjson.OPT_INDENT_2).decode()
