"""Cells that a spreadsheet must not reckon."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.spreadsheets import defused, restored

#: Each with what must be in the file: after OWASP's page on CSV injection, and what it names.
CELLS = {
    "=1+1": "'=1+1",
    '=HYPERLINK("https://evil.example","Sum")': '\'=HYPERLINK("https://evil.example","Sum")',
    "+SUM(1)": "'+SUM(1)",
    "-2+3+cmd|' /C calc'!A0": "'-2+3+cmd|' /C calc'!A0",
    "@SUM(1)": "'@SUM(1)",
    "\t=1": "'\t=1",
    "\r=1": "'\r=1",
    "\n=1": "'\n=1",
    "\uff1d1": "'\uff1d1",
    "'=1": "''=1",
    "''=1": "'''=1",
    "'tis so": "'tis so",
    "'": "'",
    "a=1": "a=1",
    "": "",
}
near_formulas = st.lists(st.sampled_from([*"'=+-@\t\r\n;,\" a", "\uff0b"])).map("".join)


@pytest.mark.parametrize("cell", CELLS)
def test_what_a_spreadsheet_might_reckon_begins_with_an_apostrophe(cell: str) -> None:
    assert defused(cell) == CELLS[cell]
    assert restored(CELLS[cell]) == cell


@given(st.lists(st.text(st.characters(exclude_characters="\0")) | near_formulas, min_size=1))
def test_every_cell_comes_back_to_the_letter(cells: list[str]) -> None:
    out = StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([defused(cell) for cell in cells])
    [row] = csv.reader(StringIO(out.getvalue(), newline=""))
    assert [restored(cell) for cell in row] == cells


@given(st.text() | near_formulas)
def test_no_cell_begins_with_a_sign(cell: str) -> None:
    assert not defused(cell).startswith((*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20"))
