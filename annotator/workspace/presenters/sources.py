"""A claim's sources and what is doubtful about them, as the scripts see them."""

from __future__ import annotations

from datetime import date

from annotator.clock import iso
from annotator.sources.models import Source
from annotator.sources.rules import flags_of
from annotator.sources.urls import host_of
from annotator.sources.warnings import EvidenceWarning
from annotator.workspace.presenters.shape import Shape, filled

#: Columns that few sources have, and that the scripts see as they are.
_RARE = (
    "publisher", "excerpt", "archive_url", "medium", "location", "question", "answer",
    "boolean_explanation", "same_origin_as", "expert", "affiliation", "interest",
)  # fmt: skip
_PRIMARY = {True: "yes", False: "no", None: None}


def source_json(source: Source) -> Shape:
    """One source."""
    return {
        "id": source.id,
        "url": source.url,
        "host": None if source.url is None else host_of(source.url),
        "title": source.title,
        "stance": source.stance.value if source.stance else None,
        "is_article": source.is_article,
        "added_at": iso(source.added_at),
        **filled({name: getattr(source, name) for name in _RARE}),
        **filled(
            {
                "published_on": _day(source.published_on),
                "retrieved_on": _day(source.retrieved_on),
                "archived_on": _day(source.archived_on),
                "answer_type": source.answer_type.value if source.answer_type else None,
                "set": source.set_number,
                "primary": _PRIMARY[source.is_primary],
                "flags": flags_of(source),
            }
        ),
    }


def warning_json(warning: EvidenceWarning) -> Shape:
    """One doubt; without `source` it is about all of them."""
    return filled(
        {
            "doubt": warning.doubt.value,
            "source": warning.source,
            "found": warning.found,
            "wanted": warning.wanted,
            "field": warning.field,
        }
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
