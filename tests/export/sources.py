"""Sources made row by row for tests of what goes out."""

from __future__ import annotations

from annotator.annotations.models import Annotation
from annotator.db import db
from annotator.sources.models import AnswerType, Source, Stance
from tests.export.ids import START, later, uuid


def source(claim: Annotation, adder: int, url: str | None, **fields: object) -> Source:
    """A source link of a claim."""
    position = fields.pop("position", 1)
    values = {"stance": Stance.REFUTES, "is_article": False, **fields}
    found = Source(
        id=uuid(),
        project_id=claim.project_id,
        annotation_id=claim.id,
        position=position,
        url=url,
        added_by=adder,
        added_at=later(4),
        **values,
    )
    db.session.add(found)
    db.session.flush()
    return found


def whole_source(claim: Annotation, adder: int) -> None:
    """A source of which everything is said, with a question beside it that found no answer."""
    origin = source(
        claim,
        adder,
        "https://agency.example.org/7",
        position=5,
        publisher="The Agency",
        published_on=START.date(),
        retrieved_on=START.date(),
        archive_url="https://web.archive.org/web/2025/https://agency.example.org/7",
        archived_on=START.date(),
        medium="web_table",
        excerpt="91 percent",
        location="Table 3",
        question="How many were on time?",
        answer="91 percent.",
        answer_type=AnswerType.BOOLEAN,
        boolean_explanation="Table 3 says so.",
        set_number=2,
        is_primary=True,
        flags='["biased","dead"]',
        expert="Ann Lee",
        affiliation="The operator",
        interest="Sells tickets",
    )
    source(
        claim,
        adder,
        "https://paper.example.org/7",
        position=4,
        same_origin_as=origin.id,
        is_primary=False,
        affiliation="A paper",
    )
    source(
        claim,
        adder,
        None,
        position=6,
        stance=None,
        question="Who counted?",
        answer="No answer could be found.",
        answer_type=AnswerType.UNANSWERABLE,
    )
