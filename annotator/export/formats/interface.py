"""What a way out is: a small class that writes a project's records as bytes, and says what for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import ClassVar, NamedTuple

from annotator.errors import Invalid, Remark, Words
from annotator.export.options import Options, Revisions, Unit
from annotator.export.packing import Put, zipped
from annotator.export.reading.snapshot import Snapshot
from annotator.formats.interface import Feature


@dataclass(slots=True)
class Export:
    """One export on its way: where it is read, what was asked, and what has been counted so far.

    `written` counts what the format counts: lines, records, checks or files. `remarks` say what the
    format could not hold, and `details` name single things that were left out; both are whole once
    the last piece was taken.
    """

    snapshot: Snapshot
    slug: str
    options: Options
    written: int = 0
    articles: int = 0
    remarks: list[Remark] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    #: The split of each article by its id, for formats that keep splits apart; what is in none is
    #: left out. None: all of it is one split.
    splits: Mapping[str, str] | None = None


class Needed(NamedTuple):
    """A library that only some formats need, and the extra of Annotator that brings it."""

    library: str
    extra: str


class ExportFormat(ABC):
    """One file as a stream of bytes. Register an instance in `registry.py`, and it is known to the
    command, the page and the handbook.
    """

    #: What `--format` calls it.
    name: ClassVar[str]
    #: What the page calls it, and whom it is for.
    title: ClassVar[Words]
    #: The sentence on what it can carry and what it cannot.
    about: ClassVar[Words]
    suffix: ClassVar[str]
    mimetype: ClassVar[str]
    #: What one record may be; the first where nobody says.
    units: ClassVar[tuple[Unit, ...]] = (Unit.ARTICLE,)
    carries: ClassVar[frozenset[Feature]]
    #: What `Export.written` counts, in English: one, and many.
    counts: ClassVar[tuple[str, str]] = ("record", "records")
    #: Whether each record is a claim, whatever the unit.
    of_claims: ClassVar[bool] = False
    #: Whether anything but a type of claim and a speaker can be asked for.
    chooses: ClassVar[bool] = True
    #: Whether the file can be had compressed.
    compresses: ClassVar[bool] = False
    #: What has to be installed beside Annotator itself.
    needs: ClassVar[Needed | None] = None

    @abstractmethod
    def pieces(self, export: Export) -> Iterator[bytes]:
        """The file, one piece an article or so; raises `Unproved` at the first untrue row."""

    def by_the_claim(self, options: Options) -> bool:
        """Whether each record of such an export is a claim."""
        return self.of_claims or options.unit is Unit.CLAIM

    def stem(self, options: Options) -> str:
        """What a file is called between the project and the day."""
        return self.name if len(self.units) == 1 else f"{self.name}-{options.unit.value}"

    def missing(self) -> Invalid | None:
        """What has to be installed before it can be written; None where nothing has."""
        if self.needs is None or find_spec(self.needs.library) is not None:
            return None
        return Invalid(
            "The format %(format)s needs the library %(library)s: pip install "
            '"annotator[%(extra)s]" brings it.',
            "kind",
            format=self.name,
            library=self.needs.library,
            extra=self.needs.extra,
        )

    def check(self, options: Options) -> None:
        """Raise `Invalid` for what this format cannot be asked for."""
        missing = self.missing()
        if missing is not None:
            raise missing
        if options.unit not in self.units:
            raise Invalid(
                "The format %(format)s has no unit %(unit)s: choose one of %(units)s, or leave it "
                "out.",
                "unit",
                format=self.name,
                unit=options.unit.value,
                units=", ".join(self.units),
            )
        claims = options.selection.claims
        if not claims.is_everything and not self.by_the_claim(options):
            raise Invalid(
                "Claims of one type or one speaker are written by the claim only: choose claims as "
                "the unit, or AVeriTeC or ClaimReview.",
                "type",
            )
        if options.compressed and not self.compresses:
            raise Invalid(
                "Only JSON Lines are written compressed: choose them, or a name without .zst.",
                "compressed",
            )
        self.check_whole(options)

    def check_whole(self, options: Options) -> None:
        """Raise `Invalid` for comments and earlier texts, which lossless articles alone hold."""
        if options.comments:
            raise Invalid(
                "Comments are written as JSON Lines by the article only; choose that, or leave "
                "them out.",
                "comments",
            )
        if options.revisions is Revisions.ALL:
            raise Invalid(
                "Earlier texts are written as JSON Lines by the article only; choose that, or "
                "leave them out.",
                "revisions",
            )


class FolderFormat(ExportFormat):
    """Many files: into a folder, or as an archive where one file is wanted."""

    suffix: ClassVar[str] = ".zip"
    mimetype: ClassVar[str] = "application/zip"
    counts: ClassVar[tuple[str, str]] = ("file", "files")

    @abstractmethod
    def files(self, export: Export, put: Put) -> Iterator[None]:
        """Put file after file; yields after each article, so that others can tell how far it is."""

    def pieces(self, export: Export) -> Iterator[bytes]:
        """The same as an archive, an article at a time; the same files give the same bytes."""
        return zipped(lambda put: self.files(export, put))


def consumed(pieces: Iterable[bytes]) -> None:
    """Write to nowhere, for what is counted on the way."""
    for _piece in pieces:
        pass
