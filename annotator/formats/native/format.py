"""The native format among the others: its lines are rows already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from annotator.articles.json_lines import JsonLines
from annotator.formats.interface import Feature, Format, Item, Options, Source


class NativeFormat(Format):
    """An export of this tool, unit article, as it comes back."""

    name = "native"
    about = "Native JSON Lines, `annotator/article/1`"
    one_article = "a line of an export, with all that was done to it"
    carries = frozenset(Feature)
    notes = (
        "Known by its first line; it has the endings of JSON Lines.",
        "It comes into an empty project, and exporting again gives the same bytes.",
    )

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """The rows as they stand; the native importer proves them."""
        with closing(source.open()) as stream:
            lines = JsonLines(stream, source.name)
            for entry in lines.entries():
                source.taken = lines.read_bytes
                yield entry
