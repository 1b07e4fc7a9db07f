"""The ratings that a project may start with, in the reader's language.

A project's scale is kept and exported in the words that it was made with. A page says the words of
the catalogue for a label that is one of a preset's, and any other label as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from annotator.projects.definition import Choice, Definition
from annotator.projects.scheme import Rating, Scheme

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

#: The labels of the types of claims and the roles of context in the presets, likewise.
CLAIM_WORDS = {
    "Event/Property Claim": _l("Event/Property Claim"),
    "Numerical Claim": _l("Numerical Claim"),
    "Quote Verification": _l("Quote Verification"),
    "Causal Claim": _l("Causal Claim"),
    "Position Statement": _l("Position Statement"),
    "Speculative": _l("Speculative"),
    "Opinion": _l("Opinion"),
    "Media Publishing": _l("Media Publishing"),
    "Media Analysis": _l("Media Analysis"),
    "Personal experience": _l("Personal experience"),
    "Quantity in the past or present": _l("Quantity in the past or present"),
    "Correlation or causation": _l("Correlation or causation"),
    "Current laws or rules of operation": _l("Current laws or rules of operation"),
    "Prediction": _l("Prediction"),
    "Other type of claim": _l("Other type of claim"),
    "Not a claim": _l("Not a claim"),
    "Background": _l("Background"),
    "Time": _l("Time"),
    "Place": _l("Place"),
    "Definition": _l("Definition"),
    "Prior event": _l("Prior event"),
    "Qualification": _l("Qualification"),
}
_CHOICES = {**EVIDENCE_WORDS, **CLAIM_WORDS}
#: What the presets say of them, likewise.
DESCRIPTION_WORDS = {
    "Something happened, or has a property.": _l("Something happened, or has a property."),
    "A number, an amount, a comparison or a ranking.": _l(
        "A number, an amount, a comparison or a ranking."
    ),
    "Somebody said or wrote something.": _l("Somebody said or wrote something."),
    "One thing brought about another.": _l("One thing brought about another."),
    "What somebody holds or stands for.": _l("What somebody holds or stands for."),
    "What may happen, or may have happened.": _l("What may happen, or may have happened."),
    "A view that evidence cannot settle.": _l("A view that evidence cannot settle."),
    "Where a picture or a recording comes from.": _l("Where a picture or a recording comes from."),
    "What a picture or a recording shows.": _l("What a picture or a recording shows."),
    "What nobody else can check.": _l("What nobody else can check."),
    "A value, how it changed, a comparison or a ranking.": _l(
        "A value, how it changed, a comparison or a ranking."
    ),
    "That things go together, that one brings about another, or that neither is so.": _l(
        "That things go together, that one brings about another, or that neither is so."
    ),
    "What the rules are, and how they change.": _l("What the rules are, and how they change."),
    "What will be, or would be.": _l("What will be, or would be."),
    "A voting record, public opinion, support for a policy, a quote, a definition.": _l(
        "A voting record, public opinion, support for a policy, a quote, a definition."
    ),
    "What a reader has to know first.": _l("What a reader has to know first."),
    "When it was.": _l("When it was."),
    "Where it was.": _l("Where it was."),
    "What a word means here.": _l("What a word means here."),
    "What came before.": _l("What came before."),
    "What limits a claim or a quote.": _l("What limits a claim or a quote."),
}

_Kept = TypeVar("_Kept", Definition, Mapping[str, Rating])

_lock = Lock()
#: What was said already, by language and by the very object, which is kept with it.
_said: LRUCache[tuple[str, int], tuple[object, Any]] = LRUCache(512)


def rating_words(label: str) -> str:
    """What a page calls a rating that is stored with this label."""
    return str(PRESET_WORDS.get(label, label))


def in_words(scheme: Scheme) -> Scheme:
    """The scale with its labels as a page says them; never to be stored."""
    return _in_words(scheme, str(get_locale()))


def _in_words(scheme: Scheme, language: str) -> Scheme:
    return replace(
        scheme,
        ratings=_once(language, scheme.ratings, _ratings_in_words),
        earlier={key: _in_words(version, language) for key, version in scheme.earlier.items()},
        definition=_once(language, scheme.definition, _definition_in_words),
    )


def _once(language: str, kept: _Kept, worded: Callable[[_Kept], _Kept]) -> _Kept:
    # Versions never change, and every save asks: to look up each word anew took a tenth of it.
    key = (language, id(kept))
    with _lock:
        known = _said.get(key)
        if known is None or known[0] is not kept:
            known = _said[key] = (kept, worded(kept))
    found: _Kept = known[1]
    return found


def _ratings_in_words(ratings: Mapping[str, Rating]) -> Mapping[str, Rating]:
    return {
        key: replace(rating, label=rating_words(rating.label)) for key, rating in ratings.items()
    }


def _definition_in_words(definition: Definition) -> Definition:
    return replace(
        definition,
        claim_types=_choices_in_words(definition.claim_types),
        context_roles=_choices_in_words(definition.context_roles),
        media=_choices_in_words(definition.media),
        flags=_choices_in_words(definition.flags),
        retired={name: _choices_in_words(gone) for name, gone in definition.retired.items()},
    )


def _choices_in_words(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return tuple(
        replace(
            one,
            label=str(_CHOICES.get(one.label, one.label)),
            description=str(DESCRIPTION_WORDS.get(one.description, one.description)),
        )
        for one in choices
    )
