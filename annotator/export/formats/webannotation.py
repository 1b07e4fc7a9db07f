"""Marks as the W3C's Web Annotation Data Model has them (Recommendation of 23 February 2017)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

from annotator.errors import Words
from annotator.export.formats.interface import Export, ExportFormat
from annotator.export.formats.unheld import Count, Unheld
from annotator.export.records.lines import line_groups
from annotator.formats.interface import Feature

Row = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


class WebAnnotationExport(ExportFormat):
    """One collection of one page, an annotation a mark."""

    name = "webannotation"
    title = Words("W3C Web Annotation: a collection of marks as linked data (JSON-LD)")
    about = Words(
        "Each mark is an annotation with its label, note, wording, newest verdict and linked "
        "sources, on its words in the article; the article’s text itself is not in the file."
    )
    suffix = ".jsonld"
    mimetype = "application/ld+json"
    carries = frozenset({Feature.MANY_ARTICLES, Feature.MARKS, Feature.PARTS, Feature.VERDICTS})
    carries |= {Feature.PEOPLE}
    counts = ("annotation", "annotations")

    def pieces(self, export: Export) -> Iterator[bytes]:
        """The document by the article; the number of annotations stands behind them."""
        unheld = Count(
            Unheld.EARLIER, Unheld.WAITING, Unheld.UNLINKED, Unheld.DETAILS, Unheld.LINKS,
            Unheld.REVIEWS,
        )  # fmt: skip
        before = _head(export.slug)
        for lines in line_groups(export.snapshot, export.slug, export.options):
            article, found = orjson.loads(lines[0]), []
            unheld.add(article)
            for mark in article["annotations"]:
                found += [before, orjson.dumps(_annotation(article, mark, export.options.names))]
                before = b",\n"
                export.written += 1
            export.articles += 1
            yield b"".join(found)
        yield (b"" if export.written else before) + b'\n]},"total":%d}\n' % export.written
        export.remarks.extend(unheld.remarks())


def _head(slug: str) -> bytes:
    """The collection up to its first annotation; a project's has the same id in every file."""
    whole, page = (uuid5(NAMESPACE_URL, f"annotator:{slug}:{part}").urn for part in ("all", "page"))
    first = {"id": page, "type": "AnnotationPage", "startIndex": 0, "items": []}
    collection = {"@context": CONTEXT, "id": whole, "type": "AnnotationCollection", "label": slug}
    return orjson.dumps({**collection, "first": first}).removesuffix(b"]}}") + b"\n"


def _annotation(article: Row, mark: Row, names: bool) -> Row:
    return {
        "id": f"urn:uuid:{mark['id']}",
        "type": "Annotation",
        "motivation": "classifying",
        "creator": _person(mark["author"], names),
        "created": mark["created_at"],
        "modified": mark["updated_at"],
        "body": list(_bodies(mark, names)),
        "target": [_target(article, piece) for piece in mark["fragments"]],
    }


def _bodies(mark: Row, names: bool) -> Iterator[Row]:
    yield _text("classifying", mark["label"])
    if mark["note"]:
        yield _text("commenting", mark["note"])
    claim = mark["claim"] or {}
    if claim.get("wording"):
        yield _text("describing", claim["wording"])
    verdict = claim.get("verdict")
    if verdict:
        who = {"creator": _person(verdict["decided_by"], names), "created": verdict["decided_at"]}
        yield {**_text("assessing", verdict["label"]), **who}
        if verdict["rationale"]:
            yield {**_text("assessing", verdict["rationale"]), **who}
    for source in claim.get("sources", ()):
        if source["url"]:
            yield _source(source)


def _source(source: Row) -> Row:
    """A source: its page, the words of it that were taken, and the copy that was kept."""
    found = {"type": "SpecificResource", "purpose": "linking", "source": source["url"]}
    if source["excerpt"]:
        found["selector"] = {"type": "TextQuoteSelector", "exact": source["excerpt"]}
    if source["archive_url"]:
        found["state"] = {"type": "TimeState", "cached": source["archive_url"]}
    return found


def _target(article: Row, piece: Row) -> Row:
    """One piece of a mark; both selectors say the same place, in code points of the text."""
    position = {"type": "TextPositionSelector", "start": piece["start"], "end": piece["end"]}
    words = {key: piece[key] for key in ("exact", "prefix", "suffix")}
    return {
        "type": "SpecificResource",
        "source": article["url"] or f"urn:uuid:{article['id']}",
        "selector": [position, {"type": "TextQuoteSelector", **words}],
        "styleClass": piece["part"],
    }


def _text(purpose: str, value: str) -> Row:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _person(called: str, names: bool) -> Row:
    return {"type": "Person", "name" if names else "nickname": called}
