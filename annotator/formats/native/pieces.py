"""Pieces of marks, each proved against the text that its offsets refer to."""

from __future__ import annotations

from annotator.annotations.models import Fragment, Part
from annotator.articles.models import Revision
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.rows import one_of
from annotator.formats.native.target import Target
from annotator.text.offsets import Utf16Index
from annotator.text.spans import check_fragment, context


class PieceReader:
    """Reads the pieces that stand in one text."""

    def __init__(self, target: Target, revision: Revision) -> None:
        self._project_id = target.project_id
        self._text = revision.text
        self._utf16 = Utf16Index(revision.text)

    def read(self, annotation_id: str, position: int, value: object, where: str) -> Fragment:
        """One piece as a row; raises `Invalid` where text and file differ about it."""
        row = shape.check_shape(value, shape.FRAGMENT, where)
        start, end = row["start"], row["end"]
        check_fragment(self._text, start, end, row["exact"], where.rstrip("."))
        in_units = (row["start_utf16"], row["end_utf16"])
        expected = (self._utf16.to_utf16(start), self._utf16.to_utf16(end))
        if in_units != expected:
            raise _differing("start_utf16", where, in_units, expected)
        around = (row["prefix"], row["suffix"])
        expected_around = context(self._text, start, end)
        if around != expected_around:
            raise _differing("prefix", where, around, expected_around)
        return Fragment(
            annotation_id=annotation_id,
            position=position,
            project_id=self._project_id,
            part=one_of(Part, row["part"], where + "part"),
            start=start,
            end=end,
            exact=row["exact"],
        )


def _differing(field: str, where: str, given: object, expected: object) -> Invalid:
    return Invalid(
        "the file says %(given)s, and the text says %(expected)s",
        where + field,
        given=given,
        expected=expected,
    )
