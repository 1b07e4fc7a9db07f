"""Native JSON Lines: an article, a span or a claim a line."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.errors import Invalid, Words
from annotator.export.compressing import compressed
from annotator.export.formats.interface import Export, ExportFormat
from annotator.export.options import Options, Revisions, Unit
from annotator.export.records.lines import line_groups
from annotator.formats.interface import Feature


class LinesExport(ExportFormat):
    """Everything there is, lossless by the article."""

    name = "jsonl"
    title = Words("JSON Lines: a file for programs")
    about = Words("By the article it carries everything, and comes back as it was.")
    suffix = ".jsonl"
    mimetype = "application/jsonl"
    units = (Unit.ARTICLE, Unit.SPAN, Unit.CLAIM)
    carries = frozenset(Feature)
    counts = ("line", "lines")
    compresses = True

    def pieces(self, export: Export) -> Iterator[bytes]:
        """All lines of an article at once."""
        found = self._lines(export)
        return compressed(found) if export.options.compressed else found

    def _lines(self, export: Export) -> Iterator[bytes]:
        for lines in line_groups(export.snapshot, export.slug, export.options):
            export.written += len(lines)
            export.articles += 1
            yield b"".join(lines)

    def stem(self, options: Options) -> str:
        """The unit alone: the ending says that it is lines."""
        return options.unit.value

    def check_whole(self, options: Options) -> None:
        """Lossless articles hold comments and earlier texts, though not both at once."""
        if options.unit is not Unit.ARTICLE:
            super().check_whole(options)
        if options.comments and options.revisions is Revisions.ALL:
            raise Invalid(
                "Comments are written beside the newest texts only; leave them out, or the earlier "
                "texts.",
                "comments",
            )
