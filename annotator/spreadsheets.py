"""Cells that a spreadsheet shows and does not reckon, for every table that leaves as CSV.

A cell that begins with =, +, -, @, a tab or a line break may be taken for a formula (OWASP, "CSV
Injection"), in full width too. Such a cell gets an apostrophe before it, which a spreadsheet takes
for "this is text". So does one that has such a sign behind apostrophes of its own: the apostrophe
that was put there can then be told from one that was there, and taken away again.

Tables are written with every cell quoted: where a spreadsheet takes the semicolon for the
separator, what stands behind one within a cell would else begin a cell of its own.
"""

from __future__ import annotations

import re

_SIGNS = r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(rf"'*{_SIGNS}")
_DEFUSED = re.compile(rf"'+{_SIGNS}")


def defused(cell: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might reckon it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """What `defused` was given."""
    return cell[1:] if _DEFUSED.match(cell) else cell
