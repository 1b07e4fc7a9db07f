"""The ratings that every project starts with, in the reader's language.

A project's scale is kept and exported in the words that it was made with. A page says the words of
the catalogue for a label that is one of the default scale, and any other label as it is.
"""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from annotator.projects.scheme import Scheme

_WORDS = {
    "Supported": _l("Supported"),
    "Refuted": _l("Refuted"),
    "Not Enough Evidence": _l("Not Enough Evidence"),
    "Conflicting Evidence/Cherrypicking": _l("Conflicting Evidence/Cherrypicking"),
    "Uncheckable": _l("Uncheckable"),
}


def rating_words(label: str) -> str:
    """What a page calls a rating that is stored with this label."""
    return str(_WORDS.get(label, label))


def in_words(scheme: Scheme) -> Scheme:
    """The scale with its labels as a page says them; never to be stored."""
    ratings = {
        key: replace(rating, label=rating_words(rating.label))
        for key, rating in scheme.ratings.items()
    }
    return replace(scheme, ratings=ratings)
