"""The pages mirror: styles speak of start and end, never of left and right."""

from __future__ import annotations

import re
from pathlib import Path

STYLES = sorted((Path(__file__).parents[2] / "static" / "css").rglob("*.css"))
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIDED = re.compile(
    r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)"
    r"|(?:^|[{;\s])(?:left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
#: Places in the window that a script computes from the pointer, whatever the language.
ALLOWED: dict[str, int] = {}


def test_no_style_names_a_side_of_the_page() -> None:
    found: dict[str, int] = {}
    for path in STYLES:
        sides = _SIDED.findall(_COMMENT.sub("", path.read_text(encoding="utf-8")))
        if sides:
            found[path.name] = len(sides)
    assert found == ALLOWED


def test_icons_that_point_along_the_line_turn_with_it() -> None:
    turning = re.compile(
        r"""icon\(\s*["'](chevron-(?:left|right)|arrow-(?:left|right))["'](?P<rest>[^)]*)\)"""
    )
    root = Path(__file__).parents[2]
    files = [*(root / "templates").rglob("*.html"), *(root / "static" / "js").rglob("*.js")]
    for path in files:
        for match in turning.finditer(path.read_text(encoding="utf-8")):
            assert "icon--turns" in match["rest"], f"{path.name}: {match[0]}"
