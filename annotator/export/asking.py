"""From what somebody says of a project's words to a selection, checked against the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from annotator.annotations.choosing import ClaimChoice
from annotator.annotations.models import Label
from annotator.assignments.models import State
from annotator.errors import Invalid
from annotator.export.selection import NONE, Selection
from annotator.projects.models import Project
from annotator.projects.queries import current_scheme, pseudonyms, scheme_of
from annotator.speakers.queries import is_speaker

_Kind = TypeVar("_Kind", bound=StrEnum)
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 30)


def selection_of(project: Project, said: Mapping[str, Any]) -> Selection:
    """Selection of `label`, `rating`, `state`, `person`, `language` (each a list of words),
    `published_from`, `published_until`, `marked_from`, `marked_until` (`YYYY-MM-DD`),
    `claim_type` and `speaker`; what is missing or empty asks for nothing.

    Persons are named by pseudonym. Raises `Invalid` for what the project does not know, with the
    name of the field.
    """
    scheme = scheme_of(current_scheme(project.id))
    versions = (*scheme.earlier.values(), scheme)
    ratings = dict.fromkeys(key for each in versions for key in each.ratings)
    numbers = {name: key for key, name in pseudonyms(project.id).items()}
    persons = _known("person", _all(said, "person"), numbers)
    return Selection(
        labels=_of_kind("label", said, Label),
        ratings=_known("rating", _all(said, "rating"), [*ratings, NONE]),
        states=_of_kind("state", said, State),
        persons=tuple(numbers[one] for one in persons),
        languages=tuple(dict.fromkeys(_all(said, "language"))),
        published=_days(said, "published"),
        marked=_days(said, "marked"),
        claims=_claims(project, said, scheme.definition.known("claim_types")),
    )


def _claims(project: Project, said: Mapping[str, Any], types: Iterable[str]) -> ClaimChoice:
    found = _known("claim_type", [said.get("claim_type") or ""], ["", *types])
    speaker = said.get("speaker") or None
    if speaker is not None and not is_speaker(project.id, speaker):
        raise Invalid(
            "%(slug)s has no speaker %(speaker)s: annotator project speakers list %(slug)s "
            "lists them.",
            "speaker",
            slug=project.slug,
            speaker=speaker,
        )
    return ClaimChoice(found[0] or None, speaker)


def _all(said: Mapping[str, Any], name: str) -> Sequence[str]:
    return [one for one in said.get(name) or () if one]


def _of_kind(name: str, said: Mapping[str, Any], kind: type[_Kind]) -> tuple[_Kind, ...]:
    return tuple(map(kind, _known(name, _all(said, name), [one.value for one in kind])))


def _known(name: str, asked: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """Those that were asked for, each once and in the order of those that are known."""
    offered = list(known)
    for one in asked:
        if one not in offered:
            raise Invalid(
                "There is no %(kind)s “%(said)s” here: choose from %(known)s.",
                name,
                kind=name.replace("_", " "),
                said=one[:60],
                known=", ".join(filter(None, offered)),
            )
    return tuple(one for one in offered if one in asked)


def _days(said: Mapping[str, Any], name: str) -> tuple[date | None, date | None]:
    first, last = f"{name}_from", f"{name}_until"
    return day_of(said.get(first) or "", first), day_of(said.get(last) or "", last)


def day_of(text: str, name: str) -> date | None:
    """The day that a field of this name says; None where it says nothing.

    Raises `Invalid` for what is no day.
    """
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = _FIRST
    if not _FIRST < found <= _LAST:
        raise Invalid("“%(said)s” is no day: write it as 2026-11-23.", name, said=text[:40])
    return found
