"""CSV: a row an article, a span or a claim, for spreadsheets and whatever reads tables.

After RFC 4180: commas, CRLF, a head. UTF-8 with a byte order mark: without one Excel reads the
bytes as those of an old code page and spoils every letter beyond ASCII, while pandas, DuckDB, R and
Python's `utf-8-sig` pass over it. Null is an empty cell, which no text is here; what is a list
or has parts is JSON. How cells are kept from being reckoned, and how to read them back to the
letter, is in `annotator/spreadsheets.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

import orjson

from annotator.errors import Remark, Words
from annotator.export.formats.interface import Export, ExportFormat
from annotator.export.options import Unit
from annotator.export.records.lines import line_groups
from annotator.export.tables.columns import columns_of
from annotator.formats.interface import Feature
from annotator.spreadsheets import defused

#: Excel cuts what is longer than this.
EXCEL_HOLDS = 32_767


class CsvExport(ExportFormat):
    """One table."""

    name = "csv"
    title = Words("CSV: a table for spreadsheets")
    about = Words(
        "The keys of JSON Lines are its columns; what is a list or has parts is JSON in its cell. "
        "A cell that a spreadsheet would take for a formula has an apostrophe before it."
    )
    suffix = ".csv"
    mimetype = "text/csv"
    units = (Unit.ARTICLE, Unit.SPAN, Unit.CLAIM)
    carries = frozenset(Feature) - {Feature.COMMENTS}
    counts = ("row", "rows")

    def pieces(self, export: Export) -> Iterator[bytes]:
        """The head, then the rows by the article."""
        names, too_long = [column.name for column in columns_of(export.options.unit)], 0
        yield b"\xef\xbb\xbf" + _rows([names])
        for lines in line_groups(export.snapshot, export.slug, export.options):
            records = [orjson.loads(line) for line in lines]
            rows = [[_cell(record.get(name)) for name in names] for record in records]
            too_long += sum(len(cell) > EXCEL_HOLDS for row in rows for cell in row)
            export.written += len(rows)
            export.articles += 1
            yield _rows(rows)
        if too_long:
            export.remarks.append(
                Remark(
                    "Cells of more than 32,767 characters, which are whole in the file and which "
                    "Excel cuts: %(count)s.",
                    count=too_long,
                )
            )


def _rows(rows: Iterable[list[str]]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return defused(value) if isinstance(value, str) else orjson.dumps(value).decode()
