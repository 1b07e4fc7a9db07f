"""A version of the scale as a JSON document, in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import orjson

from annotator.errors import Invalid, Words
from annotator.projects.definition import (
    DEFAULT_DEFINITION,
    EVIDENCE_FIELDS,
    LISTS,
    Choice,
    Definition,
    FieldUse,
    Thresholds,
    definition_from_json,
)
from annotator.projects.models import SchemeVersion
from annotator.projects.scheme import Rating, ratings_from_json
from annotator.schemes.drafts import SchemeDraft

SCHEMA = "annotator/scheme/1"

_TEXT, _MAYBE_TEXT = (str,), (str, type(None))
_MAYBE_NUMBER = (int, type(None))
_RATING = {
    "id": _TEXT, "label": _TEXT, "decisive": (bool,), "order": _MAYBE_NUMBER,
    "averitec": _MAYBE_TEXT, "fever": _MAYBE_TEXT, "claimreview": _MAYBE_NUMBER,
    "tone": _TEXT, "icon": _TEXT,
}  # fmt: skip
_CHOICE = {"id": _TEXT, "label": _TEXT, "description": _TEXT}
#: What may be left out, and what it is then.
_USUAL: Mapping[str, Any] = {
    "id": "", "order": None, "averitec": None, "fever": None, "claimreview": None,
    "tone": "unknown", "icon": "circle-help", "description": "",
}  # fmt: skip
_KEYS = {
    "schema": _TEXT, "version": (int,), "reason": _MAYBE_TEXT, "preset": _TEXT, "ratings": (list,),
    **dict.fromkeys(LISTS, (list,)), "evidence_fields": (dict,), "thresholds": (dict,),
}  # fmt: skip
_NAMES = {
    str: Words("a text"), bool: Words("true or false"), int: Words("a number"),
    list: Words("a list"), dict: Words("an object"),
}  # fmt: skip


def scheme_json(version: SchemeVersion) -> dict[str, Any]:
    """The version in the form that `read_draft` takes."""
    definition = definition_from_json(version.definition)
    return {
        "schema": SCHEMA,
        "version": version.number,
        "reason": version.reason,
        "preset": definition.preset,
        "ratings": [asdict(rating) for rating in ratings_from_json(version.ratings).values()],
        **{name: [asdict(one) for one in definition.offered(name)] for name in LISTS},
        "evidence_fields": dict(definition.evidence_fields),
        "thresholds": asdict(definition.thresholds),
    }


def read_documents(data: bytes) -> list[dict[str, Any]]:
    """The version, or the list of them, that a file holds; raises `Invalid`."""
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Invalid("The file is not JSON: %(why)s.", "file", why=error) from None
    documents = found if isinstance(found, list) else [found]
    if not documents or not all(isinstance(one, dict) for one in documents):
        raise Invalid("The file must hold an object with “ratings”, or a list of them.", "file")
    return documents


def read_draft(document: Mapping[str, Any], *, reason: str | None, base: int | None) -> SchemeDraft:
    """What a document asks for; a list that it does not name is the default one.

    `reason` goes before that of the document. Raises `Invalid` for a key that is not known or a
    value of another kind; the rules of a scale are the service's.
    """
    _check(document, _KEYS, "")
    if document.get("schema", SCHEMA) != SCHEMA:
        raise Invalid("“schema” must be %(schema)s.", "schema", schema=SCHEMA)
    if "ratings" not in document:
        raise Invalid("“ratings” is missing.", "ratings")
    return SchemeDraft(
        tuple(Rating(**one) for one in _entries(document, "ratings", _RATING)),
        _definition(document),
        reason or document.get("reason") or "",
        base,
    )


def _definition(document: Mapping[str, Any]) -> Definition:
    lists = {
        name: tuple(Choice(**one) for one in _entries(document, name, _CHOICE))
        if name in document
        else DEFAULT_DEFINITION.offered(name)
        for name in LISTS
    }
    thresholds = asdict(Thresholds())
    wanted = document.get("thresholds", {})
    _check(wanted, dict.fromkeys(thresholds, (int,)), "thresholds: ")
    return replace(
        DEFAULT_DEFINITION,
        preset=document.get("preset", DEFAULT_DEFINITION.preset),
        evidence_fields=_evidence_fields(document.get("evidence_fields", {})),
        thresholds=Thresholds(**{**thresholds, **wanted}),
    ).with_lists(lists)


def _evidence_fields(wanted: Mapping[str, Any]) -> dict[str, FieldUse]:
    _check(wanted, dict.fromkeys(EVIDENCE_FIELDS, _TEXT), "evidence_fields: ")
    for key, value in wanted.items():
        if value not in list(FieldUse):
            raise Invalid(
                "“%(key)s” must be one of: %(known)s.",
                "evidence_fields",
                key=key,
                known=", ".join(FieldUse),
            )
    return {key: FieldUse(wanted.get(key, use)) for key, use in EVIDENCE_FIELDS.items()}


def _entries(
    document: Mapping[str, Any], name: str, keys: Mapping[str, tuple[type, ...]]
) -> Sequence[dict[str, Any]]:
    found = []
    for place, entry in enumerate(document[name], start=1):
        where = f"{name} {place}: "
        if not isinstance(entry, dict):
            raise Invalid("“%(where)s” must be an object.", name, where=f"{name} {place}")
        _check(entry, keys, where)
        for key in ("label", *(("decisive",) if "decisive" in keys else ())):
            if key not in entry:
                raise Invalid("“%(where)s%(key)s” is missing.", name, where=where, key=key)
        found.append({**{key: _USUAL[key] for key in keys if key in _USUAL}, **entry})
    return found


def _check(found: Mapping[str, Any], keys: Mapping[str, tuple[type, ...]], where: str) -> None:
    for key, value in found.items():
        if key not in keys:
            raise Invalid("“%(where)s%(key)s” is not known.", key, where=where, key=key)
        # True is a number to Python, and to nobody else.
        if type(value) not in keys[key]:
            kind = _NAMES[keys[key][0]]
            raise Invalid(
                "“%(where)s%(key)s” must be %(kind)s.", key, where=where, key=key, kind=kind
            )
