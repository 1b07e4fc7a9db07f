"""Every way out there is: one line here makes a new one known to command, page and handbook."""

from __future__ import annotations

from annotator.export.formats.averitec import AveritecExport
from annotator.export.formats.brat import BratExport
from annotator.export.formats.claimreview import ClaimReviewExport
from annotator.export.formats.csv import CsvExport
from annotator.export.formats.fever import FeverExport
from annotator.export.formats.huggingface import HuggingFaceExport
from annotator.export.formats.interface import ExportFormat
from annotator.export.formats.jsonl import LinesExport
from annotator.export.formats.parquet import ParquetExport
from annotator.export.formats.spacy import SpacyExport
from annotator.export.formats.webannotation import WebAnnotationExport
from annotator.export.options import Options

#: In the order of the page.
FORMATS: tuple[ExportFormat, ...] = (
    LinesExport(),
    CsvExport(),
    ParquetExport(),
    HuggingFaceExport(),
    BratExport(),
    AveritecExport(),
    FeverExport(),
    SpacyExport(),
    WebAnnotationExport(),
    ClaimReviewExport(),
)
BY_NAME = {known.name: known for known in FORMATS}


def format_of(options: Options) -> ExportFormat:
    """The format that the options name."""
    return BY_NAME[options.kind]
