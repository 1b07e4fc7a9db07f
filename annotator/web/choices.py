"""Lists to choose claims by, wherever a form asks which claims are meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from annotator.projects.definition import Definition
from annotator.projects.scheme import Scheme
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


def language_choices(languages: Sequence[str]) -> list[SelectChoice]:
    """Languages by their codes."""
    return with_any(_l("Any language"), [(code, language_name(code)) for code in languages])


def language_name(code: str) -> str:
    """What the reader's language calls a language; its code where it has no word for it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(get_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code


def rating_choices(scheme: Scheme) -> list[tuple[str, str]]:
    """The ratings of the newest version of the scale, and those that only earlier ones have."""
    found = {key: one.label for key, one in scheme.ratings.items()}
    for earlier in scheme.earlier.values():
        found |= {key: one.label for key, one in earlier.ratings.items() if key not in found}
    return list(found.items())
