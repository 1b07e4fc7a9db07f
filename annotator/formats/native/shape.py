"""The shape of native JSON Lines: which keys there are, and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from annotator.clock import from_iso, iso
from annotator.errors import Invalid, Words

SCHEMA = "annotator/article/1"
CORRECTIONS_SCHEMA = "annotator/corrections/1"

#: Of every string but the article's text and the marked words.
MOST_CHARACTERS = 10_000

#: Of every whole number. A database holds little more than twice as much, and what counts
#: upwards needs room to go on.
GREATEST = 1_000_000_000

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")

Check = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= MOST_CHARACTERS


def _is_long_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_time(value: Any) -> bool:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        return iso(from_iso(value)) == value
    except ValueError:
        return False


def _is_offset(value: Any) -> bool:
    return type(value) is int and 0 <= value <= GREATEST


def _is_count(value: Any) -> bool:
    return type(value) is int and 1 <= value <= GREATEST


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_string(value: Any) -> bool:
    return isinstance(value, str)


def _is_empty(value: Any) -> bool:
    return value is None or value == []


#: What each check asks for.
_WORDS: dict[Check, Words] = {
    _is_text: Words("a string of 1 to 10,000 characters"),
    _is_long_text: Words("a string that is not empty"),
    _is_uuid: Words("a UUID in small letters"),
    _is_date: Words("a date written YYYY-MM-DD"),
    _is_time: Words("a time in UTC written YYYY-MM-DDTHH:MM:SS.mmmZ"),
    _is_offset: Words("a whole number from 0 to 1,000,000,000"),
    _is_count: Words("a whole number from 1 to 1,000,000,000"),
    _is_bool: Words("true or false"),
    _is_list: Words("a list"),
    _is_object: Words("an object"),
    _is_string: Words("a string"),
}

#: Each key with what it holds; True after it where null will do too.
Shape = Mapping[str, tuple[Check, bool]]

_TEXT, _TEXT_OR_NULL = (_is_text, False), (_is_text, True)
_LIST, _OBJECT_OR_NULL = (_is_list, False), (_is_object, True)
_UUID, _COUNT, _OFFSET = (_is_uuid, False), (_is_count, False), (_is_offset, False)
_TIME_GIVEN, _DATE_OR_NULL, _BOOL = (_is_time, False), (_is_date, True), (_is_bool, False)
#: Keys whose meaning this version does not store: what they held would be lost in silence.
_NOT_YET = (_is_empty, True)

ARTICLE: Shape = {
    "schema": _TEXT,
    "id": _UUID,
    "external_id": _TEXT_OR_NULL,
    "project": _TEXT,
    "url": _TEXT_OR_NULL,
    "title": _TEXT_OR_NULL,
    "byline": _TEXT_OR_NULL,
    "publisher": _TEXT_OR_NULL,
    "published_on": _DATE_OR_NULL,
    "language": _TEXT_OR_NULL,
    "scheme_version": (_is_count, True),
    "guideline_version": (_is_count, True),
    "revision": _COUNT,
    "canonical": _TEXT,
    "text": (_is_long_text, False),
    "text_sha256": _TEXT,
    "layout": (_is_object, False),
    "reviews": _LIST,
    "annotations": _LIST,
    "links": _LIST,
    "origin": _OBJECT_OR_NULL,
}
REVIEW: Shape = {
    "reviewer": _TEXT,
    "state": _TEXT,
    "submitted_at": (_is_time, True),
    "nothing_to_mark": (_is_bool, True),
}
ANNOTATION: Shape = {
    "id": _UUID,
    "version": _COUNT,
    "layer": _TEXT,
    "author": _TEXT,
    "created_at": _TIME_GIVEN,
    "updated_at": _TIME_GIVEN,
    "label": _TEXT,
    "fragments": _LIST,
    "note": _TEXT_OR_NULL,
    "claim": _OBJECT_OR_NULL,
    "quote": _OBJECT_OR_NULL,
    "context": _NOT_YET,
    "adjudication": _NOT_YET,
    "origin": _OBJECT_OR_NULL,
}
FRAGMENT: Shape = {
    "part": _TEXT,
    "start": _OFFSET,
    "end": _OFFSET,
    "start_utf16": _OFFSET,
    "end_utf16": _OFFSET,
    "exact": (_is_long_text, False),
    "prefix": (_is_string, False),
    "suffix": (_is_string, False),
}
CLAIM: Shape = {
    "wording": _TEXT_OR_NULL,
    "short": _NOT_YET,
    "types": _NOT_YET,
    "voice": _NOT_YET,
    "speaker": _NOT_YET,
    "place": _NOT_YET,
    "made_on": _NOT_YET,
    "made_on_basis": _NOT_YET,
    "checkworthy": _NOT_YET,
    "checkworthy_reason": _NOT_YET,
    "pending_choice": _TEXT_OR_NULL,
    "verdict": _OBJECT_OR_NULL,
    "verdicts": _LIST,
    "sources": _LIST,
}
QUOTE: Shape = {
    "kind": _TEXT,
    "speaker": _NOT_YET,
    "addressee": _NOT_YET,
    "language": _NOT_YET,
    "original_words": _NOT_YET,
}
LINK: Shape = {
    "id": _UUID,
    "from": _UUID,
    "to": _UUID,
    "kind": _TEXT,
    "layer": _TEXT,
    "author": _TEXT,
}
VERDICT: Shape = {
    "id": _UUID,
    "rating": _TEXT,
    "label": _TEXT,
    "decisive": _BOOL,
    "rationale": _TEXT_OR_NULL,
    "confidence": _TEXT_OR_NULL,
    "effective_on": _DATE_OR_NULL,
    "decided_by": _TEXT,
    "decided_at": _TIME_GIVEN,
    "correction_note": _TEXT_OR_NULL,
    "public_state": _TEXT_OR_NULL,
    "stale": _BOOL,
    "stale_reason": _TEXT_OR_NULL,
}
SOURCE: Shape = {
    "id": _UUID,
    "order": _COUNT,
    "url": _TEXT_OR_NULL,
    "title": _TEXT_OR_NULL,
    "publisher": _TEXT_OR_NULL,
    "published_on": _DATE_OR_NULL,
    "retrieved_on": _DATE_OR_NULL,
    "archive_url": _TEXT_OR_NULL,
    "archived_on": _DATE_OR_NULL,
    "medium": _TEXT_OR_NULL,
    "stance": _TEXT_OR_NULL,
    "excerpt": _TEXT_OR_NULL,
    "location": _TEXT_OR_NULL,
    "question": _TEXT_OR_NULL,
    "answer": _TEXT_OR_NULL,
    "answer_type": _TEXT_OR_NULL,
    "set": (_is_count, True),
    "same_origin_as": (_is_uuid, True),
    "primary": (_is_bool, True),
    "flags": _LIST,
    "added_by": _TEXT,
    "added_at": _TIME_GIVEN,
    "boolean_explanation": _TEXT_OR_NULL,
    "expert": _OBJECT_OR_NULL,
}
EXPERT: Shape = {
    "name": _TEXT_OR_NULL,
    "affiliation": _TEXT_OR_NULL,
    "interest": _TEXT_OR_NULL,
}
CORRECTIONS: Shape = {
    "schema": _TEXT,
    "article": _UUID,
    "external_id": _TEXT_OR_NULL,
    "project": _TEXT,
    "revisions": _LIST,
    "corrections": _LIST,
}
CORRECTION: Shape = {
    "revision": _COUNT,
    "reason": _TEXT,
    "made_by": _TEXT_OR_NULL,
    "made_at": _TIME_GIVEN,
    "marks": _LIST,
}
CARRIED: Shape = {
    "id": _UUID,
    "annotation": _UUID,
    "version": _COUNT,
    "outcome": _TEXT,
    "from_revision": _COUNT,
    "before": _LIST,
    "after": (_is_list, True),
    "candidates": _LIST,
    "sentence_changed": _BOOL,
    "settled": _TEXT_OR_NULL,
    "settled_by": _TEXT_OR_NULL,
    "settled_at": (_is_time, True),
}


def check_shape(value: object, shape: Shape, where: str = "") -> dict[str, Any]:
    """The value as an object with exactly these keys; `where` begins the names of fields."""
    if not isinstance(value, dict):
        raise Invalid("it must be an object", where.rstrip(".") or None)
    for key in shape:
        if key not in value:
            raise Invalid("the key is missing", where + key)
    for key, held in value.items():
        if key not in shape:
            raise Invalid("there is no such key", where + key[:60])
        check, null_will_do = shape[key]
        if not (check(held) or (null_will_do and held is None)):
            raise _misfit(check, null_will_do, where + key)
    return value


def _misfit(check: Check, null_will_do: bool, field: str) -> Invalid:
    if check is _is_empty:
        return Invalid("this version of Annotator has no place for it yet", field)
    if null_will_do:
        return Invalid("it must be %(what)s, or null", field, what=_WORDS[check])
    return Invalid("it must be %(what)s", field, what=_WORDS[check])
