"""Write what the code says of its formats into docs/formats.md; `--check` only looks.

What stands between the two marks is made here, from `annotator/formats/registry.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from annotator.formats.archive import ZipFormat
from annotator.formats.interface import Feature, Format
from annotator.formats.registry import FORMATS

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"
BEGIN = "<!-- made by scripts/formats_doc.py: begin -->"
END = "<!-- made by scripts/formats_doc.py: end -->"


def made() -> str:
    """The part of the page that the code makes."""
    blocks = [_table(), "### What each can carry\n\n" + _features()]
    blocks += [f"### {known.about}: `{known.name}`\n\n{_notes(known)}" for known in FORMATS]
    return "\n\n".join(blocks)


def renewed(page: str) -> str:
    """The page with that part as it should be."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{made()}\n\n{END}{after}"


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
