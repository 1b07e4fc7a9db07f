"""The page about sources tells the settings as the program does."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from annotator.config import Config
from tests.site.source import ROOT

HANDBOOK = ROOT / "docs" / "sources.md"


@pytest.mark.parametrize("name", ["fetch", "archive", "archive_key"])
def test_a_setting_stands_in_the_table_with_its_default_and_meaning(name: str) -> None:
    (found,) = (one for one in fields(Config) if one.name == name)
    assert found.default is not MISSING
    shown = {None: "none", False: "`0`"}.get(found.default, f"`{found.default}`")
    row = f"| `{found.metadata['variable']}` | {shown} | {found.metadata['meaning']} |"
    assert row in HANDBOOK.read_text(encoding="utf-8")
