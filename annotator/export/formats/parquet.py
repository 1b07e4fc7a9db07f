"""Parquet: typed columns, a row an article, a span or a claim."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from annotator.errors import Words
from annotator.export.formats.interface import Export, ExportFormat, Needed
from annotator.export.options import Unit
from annotator.export.packing import Line
from annotator.export.records.lines import line_groups
from annotator.export.tables.arrow import ParquetTable
from annotator.formats.interface import Feature

#: What writes Parquet, and the extra that brings it.
PYARROW = Needed("pyarrow", "parquet")


class ParquetExport(ExportFormat):
    """One file for DuckDB, pandas, Polars and Spark, written a group of rows at a time."""

    name = "parquet"
    title = Words("Parquet: a table with types, for DuckDB, pandas, Polars and Spark")
    about = Words(
        "The keys of JSON Lines are its columns. Fragments, sources and the like are lists within "
        "a row, days and times are of such types, and origin is JSON."
    )
    suffix = ".parquet"
    mimetype = "application/vnd.apache.parquet"
    units = (Unit.ARTICLE, Unit.SPAN, Unit.CLAIM)
    carries = frozenset(Feature) - {Feature.COMMENTS}
    counts = ("row", "rows")
    needs = PYARROW

    def pieces(self, export: Export) -> Iterator[bytes]:
        """The file; a piece is empty until a group of rows is full."""
        line = Line()
        with ParquetTable(line, export.options.unit) as table:
            for lines in line_groups(export.snapshot, export.slug, export.options):
                table.add([orjson.loads(one) for one in lines], sum(map(len, lines)))
                export.written += len(lines)
                export.articles += 1
                yield line.taken()
        yield line.taken()
