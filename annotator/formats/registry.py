"""Every format there is: one line here makes a new one known to command, page and handbook."""

from __future__ import annotations

from pathlib import PurePosixPath

from annotator.errors import Invalid
from annotator.formats.archive import ZipFormat
from annotator.formats.averitec.format import AveritecFormat
from annotator.formats.brat.format import BratFormat
from annotator.formats.docx.format import DocxFormat
from annotator.formats.html import HtmlFormat
from annotator.formats.interface import Format, Source
from annotator.formats.jsonl import JsonlFormat
from annotator.formats.native.format import NativeFormat
from annotator.formats.pdf.format import PdfFormat
from annotator.formats.spans import SpansFormat
from annotator.formats.table import CsvFormat
from annotator.formats.text import TextFormat

#: The first that claims a file reads it.
FORMATS: tuple[Format, ...] = (
    BratFormat(),
    TextFormat(),
    JsonlFormat(),
    NativeFormat(),
    SpansFormat(),
    AveritecFormat(),
    HtmlFormat(),
    DocxFormat(),
    CsvFormat(),
    PdfFormat(),
    ZipFormat(lambda: FORMATS),
)

NAMES = tuple(known.name for known in FORMATS)
SUFFIXES = tuple(suffix for known in FORMATS for suffix in known.suffixes)


def format_named(name: str) -> Format:
    """The format that `--format` calls so; raises `Invalid`."""
    for known in FORMATS:
        if known.name == name:
            return known
    raise Invalid("There is no format “%(name)s”.", "format", name=name[:40])


def format_of(source: Source) -> Format:
    """The format that claims the file; raises `Invalid` for a name that promises none."""
    for known in FORMATS:
        if known.claims(source):
            return known
    raise Invalid(
        "“%(name)s” has none of the endings %(known)s: save it as one of these, or name its"
        " format (--format).",
        "file",
        name=PurePosixPath(source.name).name[:100],
        known=", ".join(SUFFIXES),
    )
