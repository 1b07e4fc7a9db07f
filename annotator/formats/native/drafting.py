"""Rows of the native format for what another format holds, with every key that must be there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from annotator.annotations.models import Label, Layer, Part
from annotator.assignments.models import State
from annotator.clock import iso, now
from annotator.formats.native import shape
from annotator.text.canonical import CANONICAL_VERSION, text_sha256
from annotator.text.layout import plain_layout
from annotator.text.offsets import Utf16Index
from annotator.text.spans import context

Row = dict[str, Any]

#: A part of a mark, and where it stands, in code points of the article's text.
Place = tuple[Part, int, int]


class ArticleRows:
    """The rows of one article. `text` must be canonical; every mark is of this moment."""

    def __init__(self, text: str, project: str) -> None:
        self.text = text
        self._project = project
        self._utf16 = Utf16Index(text)
        self._moment = iso(now())

    def article(
        self,
        reviews: Sequence[Row],
        annotations: Sequence[Row],
        links: Sequence[Row] = (),
        **described: Any,
    ) -> Row:
        """The article; `described` are its fields, such as `external_id`, and its `origin`."""
        return {
            **dict.fromkeys(shape.ARTICLE),
            "schema": shape.SCHEMA,
            "id": str(uuid4()),
            "project": self._project,
            "revision": 1,
            "canonical": CANONICAL_VERSION,
            "text": self.text,
            "text_sha256": text_sha256(self.text),
            "layout": plain_layout(self.text).to_json(),
            "reviews": list(reviews),
            "annotations": list(annotations),
            "links": list(links),
            **described,
        }

    def review(self, reviewer: str, state: State, *, nothing_to_mark: bool | None = None) -> Row:
        """One person's work on the article."""
        submitted = state is State.SUBMITTED
        return {
            "reviewer": reviewer,
            "state": state.value,
            "submitted_at": self._moment if submitted else None,
            "nothing_to_mark": nothing_to_mark if submitted else None,
        }

    def annotation(
        self, author: str, label: Label, places: Sequence[Place], origin: Row | None
    ) -> Row:
        """A mark; a claim is given without wording, verdict and sources."""
        return {
            **dict.fromkeys(shape.ANNOTATION),
            "id": str(uuid4()),
            "version": 1,
            "layer": Layer.REVIEWER.value,
            "author": author,
            "created_at": self._moment,
            "updated_at": self._moment,
            "label": label.value,
            "fragments": [self._fragment(*place) for place in places],
            "claim": _claim() if label is Label.CLAIM else None,
            "origin": origin,
        }

    def link(self, first: Row, second: Row, kind: str) -> Row:
        """An arrow from one of the annotations to another of the same author."""
        return {
            "id": str(uuid4()),
            "from": first["id"],
            "to": second["id"],
            "kind": kind,
            "layer": first["layer"],
            "author": first["author"],
        }

    def _fragment(self, part: Part, start: int, end: int) -> Row:
        prefix, suffix = context(self.text, start, end)
        return {
            "part": part.value,
            "start": start,
            "end": end,
            "start_utf16": self._utf16.to_utf16(start),
            "end_utf16": self._utf16.to_utf16(end),
            "exact": self.text[start:end],
            "prefix": prefix,
            "suffix": suffix,
        }


def quote_row(kind: str) -> Row:
    """What a quote has beside its words."""
    return {**dict.fromkeys(shape.QUOTE), "kind": kind}


def _claim() -> Row:
    return {**dict.fromkeys(shape.CLAIM), "types": [], "verdicts": [], "sources": []}
