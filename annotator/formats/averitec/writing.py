"""From a claim of an article to a record of AVeriTeC, and what such a record has no place for."""

from __future__ import annotations

from collections import Counter

from annotator.annotations.models import Part
from annotator.formats.averitec.keeping import Row, came_as, restored
from annotator.formats.averitec.loss import PLACE, Loss, lost_with_claim, lost_with_source
from annotator.formats.averitec.questions import joined
from annotator.formats.averitec.words import (
    ANSWERS,
    MEDIUMS,
    NO_ANSWER,
    TYPES,
    is_country,
    written_day,
)
from annotator.sources.models import AnswerType

#: Where the origin of a mark keeps what a record said beside its rows.
ORIGIN = "averitec"
_GAP = " … "
_UNANSWERABLE = AnswerType.UNANSWERABLE.value


def record_of(article: Row, mark: Row, label: str | None, lost: Counter[Loss]) -> Row:
    """The record of a claim whose verdict means `label`; what it cannot hold is counted.

    One that came with a label and waits for evidence has no verdict, and goes as it came.
    """
    held = held_of(mark)
    sources = mark["claim"]["sources"]
    answers = [(source, answer_of(source)) for source in sources]
    plain = plain_record(article, mark, label, came_from=held.get(PLACE))
    plain["questions"] = joined(answers, held)
    lost.update(lost_with_claim(mark, held))
    for source in sources:
        lost.update(lost_with_source(source))
    return restored(plain, held)


def held_of(mark: Row) -> Row:
    """What the origin of a mark keeps of the record that it came from."""
    held = (mark["origin"] or {}).get(ORIGIN)
    return held if isinstance(held, dict) else {}


def waits_as(mark: Row) -> object:
    """The label that a claim came with, where it still lacks what a verdict needs."""
    return came_as(held_of(mark), "label")


def plain_record(article: Row, mark: Row, label: str | None, *, came_from: object = None) -> Row:
    """The record without its questions, as the rows alone have it.

    A place is written where it is a country, or where the record itself `came_from` it.
    """
    claim = mark["claim"]
    verdict, speaker, place = claim["verdict"], claim["speaker"], claim["place"]
    return {
        "claim": claim["wording"] or surface(mark),
        "required_reannotation": False,
        "label": label,
        "justification": (verdict or {}).get("rationale") or "",
        "claim_date": written_day(claim["made_on"]),
        "speaker": None if speaker is None else speaker["name"],
        "original_claim_url": article["url"],
        "cached_original_claim_url": None,
        "fact_checking_article": None,
        "reporting_source": None,
        "location_ISO_code": place if place and (is_country(place) or place == came_from) else None,
        "claim_types": [TYPES[one] for one in claim["types"] if one in TYPES],
        "fact_checking_strategies": [],
        "questions": [],
    }


def surface(mark: Row) -> str:
    """The marked words of a claim, its pieces joined."""
    return _GAP.join(
        piece["exact"] for piece in mark["fragments"] if piece["part"] == Part.CONTENT.value
    )


def answer_of(source: Row) -> Row:
    """A source as an answer.

    One without an answer of its own answers with its excerpt, in the words of the source; and
    one of which nobody said how the answer was got is taken for AVeriTeC's free kind.
    """
    kind, answer = source["answer_type"], source["answer"]
    if kind is None:
        quoted = answer is None and source["excerpt"] is not None
        kind = (AnswerType.EXTRACTIVE if quoted else AnswerType.ABSTRACTIVE).value
    if kind == _UNANSWERABLE:
        answer = answer or NO_ANSWER
    found = {
        "answer": answer or source["excerpt"] or "",
        "answer_type": ANSWERS[kind],
        "source_url": source["url"] or "",
        "source_medium": MEDIUMS.get(source["medium"] or "", ""),
    }
    if kind == AnswerType.BOOLEAN.value or source["boolean_explanation"]:
        found["boolean_explanation"] = source["boolean_explanation"] or ""
    if source["archive_url"] is not None:
        found["cached_source_url"] = source["archive_url"]
    return found
