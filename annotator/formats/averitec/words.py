"""AVeriTeC's words, and what each is called here; its dates, which have no leading zeros."""

from __future__ import annotations

import re
from datetime import date

from annotator.errors import Invalid
from annotator.projects.definition import AVERITEC_TYPES, MEDIA
from annotator.sources.models import AnswerType

LABELS = ("Supported", "Refuted", "Not Enough Evidence", "Conflicting Evidence/Cherrypicking")
#: By the id of a type of claim or of a medium, its name there.
TYPES = {one.id: one.label for one in AVERITEC_TYPES}
MEDIUMS = {one.id: one.label for one in MEDIA}
ANSWERS = {
    AnswerType.EXTRACTIVE.value: "Extractive",
    AnswerType.ABSTRACTIVE.value: "Abstractive",
    AnswerType.BOOLEAN.value: "Boolean",
    AnswerType.UNANSWERABLE.value: "Unanswerable",
}
#: What stands in place of an answer where there is none.
NO_ANSWER = "No answer could be found."

TYPE_IDS = {label: key for key, label in TYPES.items()}
MEDIUM_IDS = {label: key for key, label in MEDIUMS.items()}
ANSWER_IDS = {label: key for key, label in ANSWERS.items()}

_DATE = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_day(text: str, field: str) -> str:
    """A date written D-M-YYYY as YYYY-MM-DD; raises `Invalid` for a day that there never was."""
    found = _DATE.fullmatch(text)
    try:
        if found is not None:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        pass
    raise Invalid("“%(date)s” is no date written D-M-YYYY", field, date=text[:40])


def written_day(day: str | None) -> str | None:
    """A date written YYYY-MM-DD as D-M-YYYY, without leading zeros."""
    if day is None:
        return None
    year, month, number = day.split("-")
    return f"{int(number)}-{int(month)}-{year}"


def is_country(place: str) -> bool:
    """Whether a place is written as ISO 3166 writes a country, in two capital letters."""
    return _COUNTRY.fullmatch(place) is not None
