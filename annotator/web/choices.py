"""Lists to choose claims by, wherever a form asks which claims are meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from annotator.projects.definition import Definition
from annotator.speakers.queries import KnownSpeaker


def with_any(words: Any, choices: Sequence[tuple[str, Any]]) -> list[SelectChoice]:
    """The choices behind one that asks for nothing."""
    return [SelectChoice("", words), *(SelectChoice(value, text) for value, text in choices)]


def type_choices(definition: Definition) -> list[SelectChoice]:
    """The types of claims, those that are retired behind the others."""
    known = definition.known("claim_types").values()
    return with_any(_l("Any type"), [(one.id, one.label) for one in known])


def speaker_choices(speakers: Sequence[KnownSpeaker]) -> list[SelectChoice]:
    """The speakers; two of the same name are told apart by what they are."""
    named = [(one.id, f"{one.name}, {one.role}" if one.role else one.name) for one in speakers]
    return with_any(_l("Anybody"), named)
