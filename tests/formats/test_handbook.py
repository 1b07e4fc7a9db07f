"""docs/formats.md says of each format what the code says of it."""

from __future__ import annotations

from annotator.export.formats.registry import FORMATS as WAYS_OUT
from annotator.formats.registry import FORMATS
from scripts.formats_doc import PAGE, renewed


def test_the_page_is_what_the_code_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert renewed(page) == page, "run `make formats`"
    assert all(f": `{known.name}`" in page for known in FORMATS)
    assert all(f"| {known.name} | `{known.suffix}` |" in page for known in WAYS_OUT)
