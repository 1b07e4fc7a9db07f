"""The shape of native JSON Lines: which keys there are, and what each may hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotator.errors import Invalid
from annotator.formats.native.values import (
    WORDS,
    Check,
    is_bool,
    is_count,
    is_date,
    is_list,
    is_long_text,
    is_object,
    is_offset,
    is_string,
    is_text,
    is_texts,
    is_time,
    is_uuid,
)

SCHEMA = "annotator/article/1"
CORRECTIONS_SCHEMA = "annotator/corrections/1"

#: Each key with what it holds; True after it where null will do too.
Shape = Mapping[str, tuple[Check, bool]]

_TEXT, _TEXT_OR_NULL = (is_text, False), (is_text, True)
_LIST, _OBJECT_OR_NULL = (is_list, False), (is_object, True)
_TEXTS = (is_texts, False)
_UUID, _COUNT, _OFFSET = (is_uuid, False), (is_count, False), (is_offset, False)
_TIME_GIVEN, _DATE_OR_NULL, _BOOL = (is_time, False), (is_date, True), (is_bool, False)

_NONE: Shape = MappingProxyType({})

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
    "scheme_version": (is_count, True),
    "guideline_version": (is_count, True),
    "revision": _COUNT,
    "canonical": _TEXT,
    "text": (is_long_text, False),
    "text_sha256": _TEXT,
    "layout": (is_object, False),
    "reviews": _LIST,
    "annotations": _LIST,
    "links": _LIST,
    "origin": _OBJECT_OR_NULL,
}
#: The key of an article that is only there where adjudication decided anything on it.
SETTLED = "adjudication"
#: The key of an article that is only there where comments were asked for.
THREADS = "threads"
REVIEW: Shape = {
    "reviewer": _TEXT,
    "state": _TEXT,
    "submitted_at": (is_time, True),
    "nothing_to_mark": (is_bool, True),
}
#: Of a review, what is only there where it is known.
REVIEW_KNOWN: Shape = {"guideline_version": (is_count, False)}
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
    "context": _OBJECT_OR_NULL,
    "adjudication": _OBJECT_OR_NULL,
    "origin": _OBJECT_OR_NULL,
}
ADJUDICATION: Shape = {
    "from": _TEXTS,
    "decision": _TEXT,
    "category": _TEXT_OR_NULL,
    "reason": _TEXT_OR_NULL,
    "decided_by": _TEXT,
    "decided_at": _TIME_GIVEN,
}
SETTLING: Shape = {
    "finished_by": _TEXT_OR_NULL,
    "finished_at": (is_time, True),
    "decisions": _LIST,
}
DECISION: Shape = {
    "id": _UUID,
    "from": _TEXTS,
    "decision": _TEXT,
    "category": _TEXT_OR_NULL,
    "reason": _TEXT_OR_NULL,
    "links": _TEXT_OR_NULL,
    "decided_by": _TEXT,
    "decided_at": _TIME_GIVEN,
    "reopened_by": _TEXT_OR_NULL,
    "reopened_at": (is_time, True),
}
FRAGMENT: Shape = {
    "part": _TEXT,
    "start": _OFFSET,
    "end": _OFFSET,
    "start_utf16": _OFFSET,
    "end_utf16": _OFFSET,
    "exact": (is_long_text, False),
    "prefix": (is_string, False),
    "suffix": (is_string, False),
}
CLAIM: Shape = {
    "wording": _TEXT_OR_NULL,
    "short": _TEXT_OR_NULL,
    "types": _TEXTS,
    "voice": _TEXT_OR_NULL,
    "speaker": _OBJECT_OR_NULL,
    "place": _TEXT_OR_NULL,
    "made_on": _DATE_OR_NULL,
    "made_on_basis": _TEXT_OR_NULL,
    "checkworthy": (is_bool, True),
    "checkworthy_reason": _TEXT_OR_NULL,
    "pending_choice": _TEXT_OR_NULL,
    "verdict": _OBJECT_OR_NULL,
    "verdicts": _LIST,
    "sources": _LIST,
    "pending_rationale": _TEXT_OR_NULL,
    "pending_confidence": _TEXT_OR_NULL,
    "pending_effective_on": _DATE_OR_NULL,
    "pending_correction_note": _TEXT_OR_NULL,
    "pending_public_state": _TEXT_OR_NULL,
}
QUOTE: Shape = {
    "kind": _TEXT_OR_NULL,
    "speaker": _OBJECT_OR_NULL,
    "addressee": _TEXT_OR_NULL,
    "language": _TEXT_OR_NULL,
    "original_words": _TEXT_OR_NULL,
}
CONTEXT: Shape = {"role": _TEXT}
SPEAKER: Shape = {
    "id": _UUID,
    "name": _TEXT,
    "aliases": _TEXTS,
    "role": _TEXT_OR_NULL,
    "wikidata": _TEXT_OR_NULL,
    "homepage": _TEXT_OR_NULL,
}
LINK: Shape = {
    "id": _UUID,
    "from": _UUID,
    "to": _UUID,
    "kind": _TEXT,
    "layer": _TEXT,
    "author": _TEXT,
}
THREAD: Shape = {
    "annotation": _UUID,
    "resolved_by": _TEXT_OR_NULL,
    "resolved_at": (is_time, True),
    "comments": _LIST,
}
COMMENT: Shape = {
    "id": _UUID,
    "author": _TEXT,
    "text": _TEXT,
    "mentions": _TEXTS,
    "created_at": _TIME_GIVEN,
    "edited_at": (is_time, True),
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
    "scheme_version": _COUNT,
    "guideline_version": (is_count, True),
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
    "set": (is_count, True),
    "same_origin_as": (is_uuid, True),
    "primary": (is_bool, True),
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
    "after": (is_list, True),
    "candidates": _LIST,
    "sentence_changed": _BOOL,
    "settled": _TEXT_OR_NULL,
    "settled_by": _TEXT_OR_NULL,
    "settled_at": (is_time, True),
}


def check_shape(
    value: object, shape: Shape, where: str = "", *, now_and_then: Shape = _NONE
) -> dict[str, Any]:
    """The value as an object with exactly these keys; `where` begins the names of fields.

    Those of `now_and_then` may be there, and are None where they are not.
    """
    if not isinstance(value, dict):
        raise Invalid("it must be an object", where.rstrip(".") or None)
    for key in shape:
        if key not in value:
            raise Invalid("the key is missing", where + key)
    known = {**shape, **now_and_then}
    for key, held in value.items():
        if key not in known:
            raise Invalid("there is no such key", where + key[:60])
        check, null_will_do = known[key]
        if not (check(held) or (null_will_do and held is None)):
            raise _misfit(check, null_will_do, where + key)
    return {**dict.fromkeys(now_and_then), **value} if now_and_then else value


def _misfit(check: Check, null_will_do: bool, field: str) -> Invalid:
    if null_will_do:
        return Invalid("it must be %(what)s, or null", field, what=WORDS[check])
    return Invalid("it must be %(what)s", field, what=WORDS[check])
