"""The rules of a scale: what a version of it may say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from annotator.accounts.names import checked_name
from annotator.errors import Invalid, Words
from annotator.projects.definition import LISTS, Choice, Definition, Thresholds
from annotator.projects.presets import PRESETS
from annotator.projects.scheme import Rating
from annotator.text.visible import said

MOST_RATINGS = 30
MOST_ENTRIES = 60
LONGEST_LABEL = 80
LONGEST_DESCRIPTION = 300
LONGEST_REASON = 500
#: The ratings after these have no key in the workspace.
MOST_KEYS = 9

TONES = ("supported", "refuted", "conflicting", "unknown")
#: Of the sprite, those that say something of a claim and nothing else elsewhere.
ICONS = (
    "circle-check", "check", "check-check", "badge-check", "thumbs-up", "contrast", "split",
    "scale", "circle-help", "circle-alert", "triangle-alert", "circle-x", "x", "ban", "flag",
    "minus", "hourglass",
)  # fmt: skip
AVERITEC = ("Supported", "Refuted", "Not Enough Evidence", "Conflicting Evidence/Cherrypicking")
FEVER = ("SUPPORTS", "REFUTES", "NOT ENOUGH INFO")
HIGHEST_NUMBER = 5
HIGHEST_PLACE = 99
#: Of each threshold, the smallest and the largest number that makes sense.
BOUNDS = {"independent_sources": (1, 20), "short_form": (20, 300)}

#: What a list of the definition is called in a refusal.
_LIST_WORDS = {
    "ratings": Words("ratings"),
    "claim_types": Words("claim types"),
    "context_roles": Words("context roles"),
    "media": Words("media"),
    "flags": Words("flags"),
}

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
#: What nobody sees, and not every database holds.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
Entry = TypeVar("Entry", Rating, Choice)


def checked_ratings(ratings: Sequence[Rating]) -> tuple[Rating, ...]:
    """The ratings, each with its id; raises `Invalid` at `ratings-<place>-<key>`."""
    if not ratings:
        raise Invalid("A scale needs at least one rating.", "ratings")
    found = _identified("ratings", ratings, MOST_RATINGS)
    taken: dict[int, str] = {}
    for place, rating in enumerate(found):
        _check_meaning(rating, f"ratings-{place}-")
        if rating.order is None:
            continue
        if rating.order in taken:
            raise Invalid(
                "“%(first)s” and “%(second)s” have the same place between false and true.",
                f"ratings-{place}-order",
                first=taken[rating.order],
                second=rating.label,
            )
        taken[rating.order] = rating.label
    return found


def checked_definition(definition: Definition) -> Definition:
    """The lists with their ids, and thresholds within their bounds; raises `Invalid`."""
    if definition.preset not in PRESETS:
        raise Invalid(
            "There is no preset “%(preset)s”; there are: %(known)s.",
            "preset",
            preset=definition.preset,
            known=", ".join(PRESETS),
        )
    _check_thresholds(definition.thresholds)
    lists = {name: _identified(name, definition.offered(name), MOST_ENTRIES) for name in LISTS}
    return definition.with_lists(lists)


def checked_reason(reason: str) -> str:
    """Why the version was made, in one line; raises `Invalid`."""
    text = " ".join(said(reason).split())
    if not text:
        raise Invalid(
            "Say in a few words why the scale changes: it stands with the version.", "reason"
        )
    if len(text) > LONGEST_REASON:
        raise Invalid(
            "The reason can be %(limit)s characters long; this one has %(length)s.",
            "reason",
            limit=LONGEST_REASON,
            length=len(text),
        )
    _refuse_controls(text, "reason")
    return text


def _refuse_controls(text: str, field: str) -> None:
    if _CONTROLS.search(text):
        raise Invalid("It holds a line break or a control character.", field)


def _identified(name: str, entries: Sequence[Entry], most: int) -> tuple[Entry, ...]:
    if len(entries) > most:
        raise Invalid(
            "There can be %(most)s %(list)s; these are %(count)s.",
            name,
            most=most,
            list=_LIST_WORDS[name],
            count=len(entries),
        )
    labelled = [_labelled(name, place, entry) for place, entry in enumerate(entries)]
    _refuse_twice(name, labelled)
    taken = {entry.id for entry in labelled if entry.id}
    found = []
    for entry in labelled:
        key = entry.id or _new_id(entry.label, taken)
        taken.add(key)
        found.append(replace(entry, id=key))
    return tuple(found)


def _labelled(name: str, place: int, entry: Entry) -> Entry:
    where = f"{name}-{place}-"
    if not entry.label.strip():
        raise Invalid(
            "Number %(place)s of the %(list)s has no label: give it one or take it out.",
            where + "label",
            place=place + 1,
            list=_LIST_WORDS[name],
        )
    label = checked_name(entry.label, where + "label")
    if len(label) > LONGEST_LABEL:
        raise Invalid(
            "A label can be %(limit)s characters long.", where + "label", limit=LONGEST_LABEL
        )
    if entry.id and not _ID.fullmatch(entry.id):
        raise Invalid(
            "“%(id)s” cannot be an id: it takes small letters, digits and underscores, begins with "
            "a letter and has at most 40 characters.",
            where + "id",
            id=entry.id,
        )
    if isinstance(entry, Choice):
        entry = replace(entry, description=_described(entry, where))
    return replace(entry, label=label)


def _described(entry: Choice, where: str) -> str:
    text = " ".join(entry.description.split())
    if len(text) > LONGEST_DESCRIPTION:
        raise Invalid(
            "A description can be %(limit)s characters long.",
            where + "description",
            limit=LONGEST_DESCRIPTION,
        )
    _refuse_controls(text, where + "description")
    return text


def _refuse_twice(name: str, entries: Sequence[Entry]) -> None:
    labels: set[str] = set()
    ids: set[str] = set()
    for place, entry in enumerate(entries):
        folded = entry.label.casefold()
        if folded in labels:
            raise Invalid(
                "“%(label)s” stands twice among the %(list)s: give one of them another label.",
                f"{name}-{place}-label",
                label=entry.label,
                list=_LIST_WORDS[name],
            )
        if entry.id and entry.id in ids:
            raise Invalid(
                "The id “%(id)s” stands twice among the %(list)s; “%(label)s” needs another one.",
                f"{name}-{place}-id",
                id=entry.id,
                label=entry.label,
                list=_LIST_WORDS[name],
            )
        labels.add(folded)
        ids.add(entry.id)


def _new_id(label: str, taken: set[str]) -> str:
    """Made of the label's letters; of a label in another script, a number."""
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    begun = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:36].rstrip("_")
    if not begun[:1].isalpha():
        begun = f"entry_{begun}".rstrip("_")[:36]
    number, key = 1, begun
    while key in taken:
        number += 1
        key = f"{begun}_{number}"
    return key


def _check_meaning(rating: Rating, where: str) -> None:
    for key, value, known in (
        ("averitec", rating.averitec, AVERITEC),
        ("fever", rating.fever, FEVER),
        ("tone", rating.tone, TONES),
        ("icon", rating.icon, ICONS),
    ):
        if value not in known and (value is not None or key in {"tone", "icon"}):
            raise Invalid(
                "“%(value)s” is none of: %(known)s.",
                where + key,
                value=value,
                known=", ".join(known),
            )
    _check_number(rating.claimreview, HIGHEST_NUMBER, rating, where + "claimreview")
    _check_number(rating.order, HIGHEST_PLACE, rating, where + "order")


def _check_number(value: int | None, highest: int, rating: Rating, where: str) -> None:
    if value is not None and not 1 <= value <= highest:
        raise Invalid(
            "“%(label)s” has the number %(value)s; it takes one from 1 to %(highest)s, or none.",
            where,
            label=rating.label,
            value=value,
            highest=highest,
        )


def _check_thresholds(thresholds: Thresholds) -> None:
    for name, (least, most) in BOUNDS.items():
        value = getattr(thresholds, name)
        if not least <= value <= most:
            raise Invalid(
                "A warning begins between %(least)s and %(most)s here; %(value)s is outside.",
                f"thresholds-{name}",
                least=least,
                most=most,
                value=value,
            )
