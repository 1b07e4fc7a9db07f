"""The ratings that a project may start with, in the reader's language.

A project's scale is kept and exported in the words that it was made with. A page says the words of
the catalogue for a label that is one of a preset's, and any other label as it is.
"""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from annotator.projects.definition import Choice, Definition
from annotator.projects.scheme import Scheme

#: The labels of the presets, each in the reader's language when it is shown.
PRESET_WORDS = {
    "Supported": _l("Supported"),
    "Refuted": _l("Refuted"),
    "Not Enough Evidence": _l("Not Enough Evidence"),
    "Conflicting Evidence/Cherrypicking": _l("Conflicting Evidence/Cherrypicking"),
    "Uncheckable": _l("Uncheckable"),
    "True": _l("True"),
    "Mostly True": _l("Mostly True"),
    "Half True": _l("Half True"),
    "Mostly False": _l("Mostly False"),
    "False": _l("False"),
    "Pants on Fire": _l("Pants on Fire"),
    "Mostly true": _l("Mostly true"),
    "Half true": _l("Half true"),
    "Mostly false": _l("Mostly false"),
}

#: The labels of the media and flags that a project starts with, likewise.
EVIDENCE_WORDS = {
    "Web text": _l("Web text"),
    "Web table": _l("Web table"),
    "PDF": _l("PDF"),
    "Image/graphic": _l("Image/graphic"),
    "Video": _l("Video"),
    "Audio": _l("Audio"),
    "Metadata": _l("Metadata"),
    "Other": _l("Other"),
    "Biased": _l("Biased"),
    "Known for misinformation": _l("Known for misinformation"),
    "Satire": _l("Satire"),
    "Dead link": _l("Dead link"),
    "Another fact-check": _l("Another fact-check"),
}


def rating_words(label: str) -> str:
    """What a page calls a rating that is stored with this label."""
    return str(PRESET_WORDS.get(label, label))


def in_words(scheme: Scheme) -> Scheme:
    """The scale with its labels as a page says them; never to be stored."""
    ratings = {
        key: replace(rating, label=rating_words(rating.label))
        for key, rating in scheme.ratings.items()
    }
    earlier = {key: in_words(version) for key, version in scheme.earlier.items()}
    definition = _definition_in_words(scheme.definition)
    return replace(scheme, ratings=ratings, earlier=earlier, definition=definition)


def _definition_in_words(definition: Definition) -> Definition:
    return replace(
        definition,
        media=_choices_in_words(definition.media),
        flags=_choices_in_words(definition.flags),
    )


def _choices_in_words(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return tuple(
        replace(one, label=str(EVIDENCE_WORDS.get(one.label, one.label))) for one in choices
    )
