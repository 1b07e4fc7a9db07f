"""Proof of every row on its way out: the words must stand where the row says they stand."""

from __future__ import annotations

import hashlib
from typing import Any

from annotator.errors import Refused
from annotator.export.reading.rows import FragmentRow, PieceRow
from annotator.text.offsets import Utf16Index
from annotator.text.spans import CONTEXT_WIDTH

_SHOWN = 80


class Unproved(Refused):
    """A row that is not true to its text: nothing more is written."""


class ProvedText:
    """One article's text, proved against its hash, from which fragments are cut."""

    __slots__ = ("_article", "_index", "_text", "_units", "utf16")

    def __init__(self, article_id: str, title: str, text: str, text_sha256: str) -> None:
        self._article = (article_id, title)
        self._text = text
        if hashlib.sha256(text.encode()).hexdigest() != text_sha256:
            raise Unproved(
                "Article %(article)s (“%(title)s”) has another text than the one that was "
                "imported: its SHA-256 does not match. The export stopped there.",
                article=article_id,
                title=title[:_SHOWN],
            )
        units = text.encode("utf-16-le")
        # As many units as characters: none is beyond U+FFFF, and both offsets are the same.
        self._units = None if len(units) == 2 * len(text) else units
        self._index = None if self._units is None else Utf16Index(text)

    def fragment(self, row: FragmentRow | PieceRow) -> dict[str, Any]:
        """The fragment as JSON; raises `Unproved` unless both slices of the text are `exact`."""
        text, part, start, end, exact = self._text, row.part, row.start, row.end, row.exact
        if start is None or not 0 <= start < end or text[start:end] != exact:
            raise self._unproved(row)
        first, last = start, end
        if self._index is not None and self._units is not None:
            first = self._index.to_utf16(start)
            units = exact.encode("utf-16-le")
            last = first + len(units) // 2
            if self._units[2 * first : 2 * last] != units:
                raise self._unproved(row)
        return {
            "part": part,
            "start": start,
            "end": end,
            "start_utf16": first,
            "end_utf16": last,
            "exact": exact,
            "prefix": text[start - CONTEXT_WIDTH if start > CONTEXT_WIDTH else 0 : start],
            "suffix": text[end : end + CONTEXT_WIDTH],
        }

    def _unproved(self, row: FragmentRow | PieceRow) -> Unproved:
        article_id, title = self._article
        annotation_id, start, end, exact = row.id, row.start, row.end, row.exact
        if start is None:
            return Unproved(
                "In article %(article)s (“%(title)s”) the annotation %(annotation)s marks no "
                "words at all. The export stopped there.",
                article=article_id,
                title=title[:_SHOWN],
                annotation=annotation_id,
            )
        return Unproved(
            "In article %(article)s (“%(title)s”) the annotation %(annotation)s says “%(exact)s” "
            "stands at %(start)s to %(end)s, and the text says “%(found)s”. The export stopped "
            "there.",
            article=article_id,
            title=title[:_SHOWN],
            annotation=annotation_id,
            exact=exact[:_SHOWN],
            start=start,
            end=end,
            found=self._text[max(start, 0) : max(end, 0)][:_SHOWN],
        )
