"""Records of AVeriTeC made by hand, brought in and taken out again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from annotator.db import db
from annotator.errors import Invalid
from annotator.export.formats.averitec import AveritecRecords
from annotator.export.formats.interface import Export
from annotator.export.options import Options as ExportOptions
from annotator.export.reading.snapshot import Snapshot
from annotator.formats.averitec.format import AveritecFormat
from annotator.formats.interface import Item, Options, Source
from annotator.projects.models import Project
from tests.imports.arriving import bring, source

Record = dict[str, Any]

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "averitec_sample.json"

#: For tests of the real records, which are not in this repository.
needs_sample = pytest.mark.skipif(not SAMPLE.exists(), reason="the real records are not here")


def sample() -> list[Record]:
    """The real records."""
    found: list[Record] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return found


def answer(text: str, kind: str = "Abstractive", **other: Any) -> Record:
    """One answer with a page of its own."""
    return {
        "answer": text,
        "answer_type": kind,
        "source_url": f"https://news.example/{len(text)}",
        "source_medium": "Web text",
        **other,
    }


def record(**other: Any) -> Record:
    """A record with every quirk of the real ones: words that only AVeriTeC has, an answer
    without a page, two answers to one question, and one question that found none.
    """
    return {
        "claim": "Nine of ten trains were on time in May.",
        "required_reannotation": True,
        "label": "Refuted",
        "justification": "The railway counts seven of ten.",
        "claim_date": "1-6-2021",
        "speaker": "Ada Moreau",
        "original_claim_url": "https://blog.example/trains",
        "fact_checking_article": "https://checks.example/trains",
        "reporting_source": "",
        "location_ISO_code": "FR",
        "claim_types": ["Position Statement", "Numerical Claim"],
        "fact_checking_strategies": ["Numerical Comparison"],
        "questions": [
            {
                "question": "How many trains were on time?",
                "answers": [
                    answer("Seven of ten.", cached_source_url="https://web.archive.org/x"),
                    answer("Yes", "Boolean", boolean_explanation="Its table says seven."),
                ],
            },
            {"question": "When was it said?", "answers": [_no_page()]},
            {"question": "Who counts them?", "answers": [_unanswered()]},
        ],
        "cached_original_claim_url": None,
        **other,
    }


def _no_page() -> Record:
    return answer("In June.", "Extractive", source_url="Metadata", source_medium="Metadata")


def _unanswered() -> Record:
    return {
        "answer": "No answer could be found.",
        "answer_type": "Unanswerable",
        "source_url": "",
        "source_medium": "",
    }


def file(records: Sequence[object], name: str = "in.json") -> Source:
    """A file of these records."""
    return source(json.dumps(list(records)).encode(), name)


def read(data: bytes | Sequence[object], options: Options | None = None) -> list[Item]:
    """What comes out of the bytes, or of a file of the records."""
    given = source(data, "in.json") if isinstance(data, bytes) else file(data)
    return list(AveritecFormat().read(given, options or Options(project="trains")))


def refusals(data: bytes | Sequence[object]) -> list[str]:
    """What is wrong with them, as sentences."""
    try:
        return [str(item) for item in read(data) if isinstance(item, Invalid)]
    except Invalid as error:
        return [str(error)]


def bring_in(slug: str, records: Sequence[object]) -> int:
    """Import the records into a project that stands already."""
    return bring(slug, file(records))


def taken_out(slug: str, **asked: Any) -> tuple[list[Record], dict[str, int]]:
    """The records that an export writes, and how many things it could not."""
    project_id = db.session.scalars(select(Project.id).where(Project.slug == slug)).one()
    with Snapshot(project_id) as snapshot:
        export = Export(snapshot, slug, ExportOptions(**asked))
        made = AveritecRecords(export)
        records: list[Record] = json.loads(b"".join(made.pieces()))
    assert len(records) == export.written
    return records, {kind.value: count for kind, count in made.lost.items() if count}


def alike(value: Any, key: str = "") -> Any:
    """The value up to the form of its dates and to null in place of an empty string, and to
    nothing else: a key that is absent, or true in place of 1, is not alike.
    """
    if isinstance(value, dict):
        return {name: alike(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [alike(one) for one in value]
    if value is None or value == "":
        return None
    if key == "claim_date":
        return tuple(int(part) for part in value.split("-"))
    return (type(value).__name__, value)
