"""What one page calls a part of itself, no other page that has the same styles calls another."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

_STYLES = Path(__file__).parents[2] / "static" / "css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA = re.compile(r"@\w[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SELECTORS = re.compile(r"([^{}]+)\{")


def _classes(sheet: Path) -> set[str]:
    """The classes that a stylesheet lays out wherever they are, however wide the window."""
    text = _MEDIA.sub("", _COMMENT.sub("", sheet.read_text(encoding="utf-8")))
    each = (one.strip() for found in _SELECTORS.findall(text) for one in found.split(","))
    return {one for one in each if re.fullmatch(r"\.[\w-]+", one)}


def test_no_two_pages_lay_out_one_class() -> None:
    names = re.findall(r'"(pages/[\w-]+\.css)"', (_STYLES / "pages.css").read_text("utf-8"))
    sheets_of: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for found in _classes(_STYLES / name):
            sheets_of[found].append(name)

    assert len(names) > 4
    assert {name: sheets for name, sheets in sheets_of.items() if len(sheets) > 1} == {}
