"""JSON Lines of texts with spans, as spaCy's users and Prodigy keep them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from annotator.annotations.models import Part
from annotator.errors import Words
from annotator.export.formats.interface import Export, ExportFormat
from annotator.export.formats.unheld import Count, Unheld
from annotator.export.records.lines import line_groups, line_of
from annotator.formats.interface import Feature

Row = dict[str, Any]

#: What `meta` says of an article.
_META = (
    "id", "external_id", "project", "title", "url", "publisher", "byline", "published_on",
    "language", "revision", "text_sha256",
)  # fmt: skip


class SpacyExport(ExportFormat):
    """One article a line: its text, and a span for each piece of each mark."""

    name = "spacy"
    title = Words("spaCy: JSON Lines of texts with spans, as Prodigy has them too")
    about = Words(
        "Each piece of a mark is a span, in code points; pieces of one mark share its id. It has "
        "no place for wording, verdicts, sources, notes and history."
    )
    suffix = ".jsonl"
    mimetype = "application/x-ndjson"
    carries = frozenset(
        {
            Feature.MANY_ARTICLES,
            Feature.TEXT,
            Feature.TITLE,
            Feature.DETAILS,
            Feature.EXTERNAL_ID,
            Feature.MARKS,
            Feature.PARTS,
            Feature.PEOPLE,
        }
    )
    counts = ("line", "lines")

    def pieces(self, export: Export) -> Iterator[bytes]:
        """A line an article."""
        unheld = Count(
            Unheld.WORDINGS, Unheld.VERDICTS, Unheld.WAITING, Unheld.SOURCES, Unheld.NOTES,
            Unheld.DETAILS, Unheld.LINKS, Unheld.REVIEWS,
        )  # fmt: skip
        for lines in line_groups(export.snapshot, export.slug, export.options):
            article = orjson.loads(lines[0])
            unheld.add(article)
            export.written += 1
            export.articles += 1
            yield line_of(_record(article))
        export.remarks.extend(unheld.remarks())


def _record(article: Row) -> Row:
    spans = [span for mark in article["annotations"] for span in _spans(mark)]
    spans.sort(key=lambda span: (span["start"], -span["end"], span["id"], span["label"]))
    meta = {key: article[key] for key in _META}
    return {"text": article["text"], "spans": spans, "meta": meta}


def _spans(mark: Row) -> Iterator[Row]:
    for piece in mark["fragments"]:
        yield {
            "start": piece["start"],
            "end": piece["end"],
            "label": _label(mark["label"], piece["part"]),
            "text": piece["exact"],
            "id": mark["id"],
            "layer": mark["layer"],
            "annotator": mark["author"],
        }


def _label(label: str, part: str) -> str:
    """A mark's own label for its content; cue and speaker of a quote have their own."""
    return label if part == Part.CONTENT.value else f"{label}_{part}"
