"""brat stand-off: a text and its annotations a file, into a folder or an archive."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from annotator.errors import Remark, Words
from annotator.export.formats.interface import Export, FolderFormat
from annotator.export.formats.unheld import Count, Unheld
from annotator.export.options import Layers
from annotator.export.packing import Put
from annotator.export.records.lines import line_groups
from annotator.formats.brat.files import DocumentNames, files_of
from annotator.formats.brat.format import BratFormat


class BratExport(FolderFormat):
    """What `annotator import` reads as brat, written back."""

    name = "brat"
    title = Words(
        "brat stand-off: a ZIP with each text, and beside it a file of marks for each person"
    )
    about = Words(
        "What was kept of a brat file and no longer fits a corrected text is left out. For the "
        "whole project, take JSON Lines by the article."
    )
    carries = BratFormat.carries

    def files(self, export: Export, put: Put) -> Iterator[None]:
        """A text an article, and a file of marks for each person who reviewed it."""
        names, kept = DocumentNames(), 0
        unheld = Count(Unheld.WORDINGS, Unheld.VERDICTS, Unheld.SOURCES)
        for lines in line_groups(export.snapshot, export.slug, export.options):
            article = orjson.loads(lines[0])
            if export.options.layer is Layers.GOLD:
                # An empty file of a reviewer would say that there was nothing to mark.
                article["reviews"] = []
            for name, text, gone in files_of(article, names):
                put(name, text.encode())
                export.written += 1
                kept += gone
            unheld.add(article)
            export.articles += 1
            yield
        export.remarks.extend(unheld.remarks())
        if kept:
            export.remarks.append(
                Remark(
                    "Records that were kept and no longer fit the text, left out: %(count)s.",
                    count=kept,
                )
            )
