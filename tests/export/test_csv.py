"""CSV read back: the same cells, none of which a spreadsheet reckons."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest

from annotator.annotations.models import Label
from annotator.db import db, writing
from annotator.export.formats.csv import EXCEL_HOLDS
from annotator.export.options import Unit
from annotator.export.tables.columns import Column, Plain, columns_of
from annotator.spreadsheets import restored
from tests.databases import ON_BOTH
from tests.export.tables import bare, exported, native
from tests.export.test_readers import Ids
from tests.export.work import article, mark
from tests.personas import World

FORMULAS = ('=HYPERLINK("https://evil.example")', "+1", "-1", "@SUM(1)", "\t=1", "'=1")


def cells(data: bytes) -> list[list[str]]:
    """The head and the rows, as the csv module reads them."""
    csv.field_size_limit(1 << 30)
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def back(data: bytes, unit: Unit) -> list[Any]:
    """The records."""
    _head, *found = cells(data)
    columns = columns_of(unit)
    return [
        bare({one.name: value(one, cell) for one, cell in zip(columns, row, strict=True)})
        for row in found
    ]


def value(column: Column, cell: str) -> Any:
    if not cell:
        return None
    is_text = column.kind in {Plain.TEXT, Plain.DAY, Plain.TIME}
    return restored(cell) if is_text else json.loads(cell)


@ON_BOTH
@pytest.mark.parametrize("unit", list(Unit))
def test_every_row_is_the_record_of_json_lines(world: World, busy: Ids, unit: Unit) -> None:
    data, export = exported(world, "csv", unit)
    assert back(data, unit) == native(world, unit)
    assert export.written == len(native(world, unit))
    assert data == exported(world, "csv", unit)[0]


@pytest.mark.parametrize("unit", list(Unit))
def test_it_begins_with_a_byte_order_mark_and_a_head_that_is_always_the_same(
    world: World, unit: Unit
) -> None:
    data, _export = exported(world, "csv", unit)
    head = ",".join(f'"{column.name}"' for column in columns_of(unit))
    assert data == b"\xef\xbb\xbf" + head.encode() + b"\r\n"


def test_no_cell_of_a_file_is_a_formula_and_each_comes_back(world: World) -> None:
    with writing():
        project = db.session.merge(world.project)
        for number, words in enumerate(FORMULAS):
            made = article(
                project, f"{words} Text {number}.", title=f"=T{number}", byline=words.strip()
            )
            mark(project, made, world.rosa.id, f"Text {number}", label=Label.CONTEXT, note=words)
    for unit in (Unit.ARTICLE, Unit.SPAN):
        data, _export = exported(world, "csv", unit)
        assert all(not cell.startswith(tuple("=+-@\t\r\n")) for row in cells(data) for cell in row)
        assert all(line.endswith('"') for line in data.decode().split("\r\n")[:-1])
        assert back(data, unit) == native(world, unit)


def test_what_excel_would_cut_is_counted_and_whole_in_the_file(world: World) -> None:
    text = "Word. " * (EXCEL_HOLDS // 6 + 1)
    with writing():
        article(db.session.merge(world.project), text)
    data, export = exported(world, "csv", Unit.ARTICLE)
    assert [str(remark) for remark in export.remarks] == [
        "Cells of more than 32,767 characters, which are whole in the file and which Excel cuts: 1."
    ]
    assert back(data, Unit.ARTICLE)[0]["text"] == text
