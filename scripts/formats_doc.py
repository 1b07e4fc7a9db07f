"""Write what the code says of its formats into docs/formats.md; `--check` only looks.

What stands between two marks is made here: the ways in from `annotator/formats/registry.py`, the
ways out from `annotator/export/formats/registry.py`.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from annotator.export.formats.interface import ExportFormat
from annotator.export.formats.registry import FORMATS as WAYS_OUT
from annotator.formats.archive import ZipFormat
from annotator.formats.interface import Feature, Format
from annotator.formats.registry import FORMATS

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"
BEGIN = "<!-- made by scripts/formats_doc.py: begin -->"
END = "<!-- made by scripts/formats_doc.py: end -->"
BEGIN_OUT = "<!-- made by scripts/formats_doc.py: begin the ways out -->"
END_OUT = "<!-- made by scripts/formats_doc.py: end the ways out -->"


def made() -> str:
    """The part of the page that the code makes."""
    blocks = [_table(), "### What each can carry\n\n" + _features()]
    blocks += [f"### {known.about}: `{known.name}`\n\n{_notes(known)}" for known in FORMATS]
    return "\n\n".join(blocks)


def made_out() -> str:
    """The part on the ways out."""
    names = ["`--format`", "file", "one record is", "lines of code", "what it is"]
    rows = [_row(names), _row(["---"] * len(names))]
    rows += [_row(_cells(known)) for known in WAYS_OUT]
    notes = "\n".join(f"- `{known.name}`: {known.about}" for known in WAYS_OUT)
    return "\n".join(rows) + "\n\n" + _carried() + "\n\n" + notes


def renewed(page: str) -> str:
    """The page with both parts as they should be."""
    page = _between(page, BEGIN, END, made())
    return _between(page, BEGIN_OUT, END_OUT, made_out())


def _between(page: str, begin: str, end: str, part: str) -> str:
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n\n{part}\n\n{end}{after}"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(known: ExportFormat) -> list[str]:
    lines = len(inspect.getsource(inspect.getmodule(type(known)) or type(known)).splitlines())
    units = "claim" if known.of_claims else ", ".join(unit.value for unit in known.units)
    return [known.name, f"`{known.suffix}`", units, str(lines), known.title]


def _carried() -> str:
    rows = [_row(["carries", *(known.name for known in WAYS_OUT)])]
    rows.append("|---|" + ":-:|" * len(WAYS_OUT))
    for feature in Feature:
        cells = ("yes" if feature in known.carries else "–" for known in WAYS_OUT)
        rows.append(_row([feature.value, *cells]))
    return "\n".join(rows)


def _table() -> str:
    rows = ["| `--format` | what it is | known by | one article is |", "|---|---|---|---|"]
    for known in FORMATS:
        endings = ", ".join(f"`{suffix}`" for suffix in known.suffixes) or "see below"
        rows.append(f"| {known.name} | {known.about} | {endings} | {known.one_article} |")
    return "\n".join(rows)


def _features() -> str:
    formats = [known for known in FORMATS if not isinstance(known, ZipFormat)]
    rows = [
        "| | " + " | ".join(known.name for known in formats) + " |",
        "|---|" + ":-:|" * len(formats),
    ]
    for feature in Feature:
        cells = ("yes" if feature in known.carries else "–" for known in formats)
        rows.append(f"| {feature.value} | " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n\nAn archive (`zip`) carries what the files in it carry."


def _notes(known: Format) -> str:
    lacks = [feature.value for feature in Feature if feature not in known.carries]
    notes = [*known.notes]
    if lacks:
        notes.append(f"It cannot carry: {'; '.join(lacks)}.")
    return "\n".join(f"- {note}" for note in notes)


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is as it should be."""
    page = PAGE.read_text(encoding="utf-8")
    new = renewed(page)
    if arguments == ["--check"]:
        if new != page:
            print("docs/formats.md is not what the code says: run `make formats`.", file=sys.stderr)
        return int(new != page)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
