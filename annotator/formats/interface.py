"""What a format is: one small class that turns a file into articles, and says what it carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO, ClassVar, TypeAlias

from annotator.articles.drafts import ArticleDraft
from annotator.articles.json_lines import Line
from annotator.errors import Invalid, Remark
from annotator.formats.mapping import LabelMapping
from annotator.projects.definition import DEFAULT_DEFINITION, Definition
from annotator.projects.scheme import DEFAULT_RATINGS, Rating
from annotator.speakers.queries import KnownSpeaker


class Feature(StrEnum):
    """What a format may carry; `docs/formats.md` has a column for each."""

    MANY_ARTICLES = "many articles"
    TEXT = "text"
    BLOCKS = "headings, lists, quotes"
    INLINE = "emphasis, links"
    TITLE = "title"
    DETAILS = "address, publisher, byline, date, language"
    EXTERNAL_ID = "an id of its own"
    ORIGIN = "anything else, as origin"
    MARKS = "marks"
    PARTS = "cue and speaker"
    LINKS = "links of marks"
    VERDICTS = "verdicts and sources"
    PEOPLE = "several people's work"
    HISTORY = "times and history"
    COMMENTS = "comments"


#: What every file carries that has an article a row, and keys or columns for what is known of it.
OF_A_ROW = frozenset(
    {
        Feature.MANY_ARTICLES,
        Feature.TEXT,
        Feature.TITLE,
        Feature.DETAILS,
        Feature.EXTERNAL_ID,
        Feature.ORIGIN,
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the project offers to a format whose words have to be turned into its own."""

    scheme_version: int = 1
    ratings: tuple[Rating, ...] = DEFAULT_RATINGS
    definition: Definition = DEFAULT_DEFINITION
    #: By name; the name of one that was merged into another gives the other.
    speakers: Mapping[str, KnownSpeaker] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who brings a file in says about it; each format takes what it knows.

    `project` is the slug of the project that it comes into, `mapping` says what foreign labels
    become, and `columns` which column of a table is which field. With `is_named`, somebody said
    which format it is, and no file may turn out to be of another one. What the project itself
    `offers` is filled in by whoever runs the import.
    """

    project: str = ""
    is_named: bool = False
    encoding: str | None = None
    keep_extra: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    mapping: LabelMapping | None = None
    offers: Offer = field(default_factory=Offer)


@dataclass(slots=True)
class Source:
    """One file as it comes in, or with `members` a folder or an archive.

    `name` stands in sentences about it. The members are named by their path inside, with
    slashes. While it is read, `taken` counts its bytes, `encoding` says how its text was
    decoded, where that was a question, and `remarks` what else is worth knowing.
    """

    name: str
    opener: Callable[[], BinaryIO]
    size: int = 0
    members: Mapping[str, Source] = field(default_factory=dict)
    taken: int = 0
    encoding: str | None = None
    remarks: list[Remark] = field(default_factory=list)

    def open(self) -> BinaryIO:
        """The bytes from the first on; whoever opens it closes it."""
        return self.opener()

    def read(self) -> bytes:
        """All of the bytes at once, for formats whose readers need them so."""
        with closing(self.open()) as stream:
            data = stream.read()
        self.taken = len(data)
        return data

    @property
    def suffix(self) -> str:
        """The ending of the name, in small letters, with its dot."""
        return PurePosixPath(self.name).suffix.lower()


#: What comes out of a file: an article, a row of the native format, or what is wrong with one
#: row while the rows after it can still be read. What ends a file is raised.
Item: TypeAlias = ArticleDraft | Line | Invalid


class Format:
    """A way in. Register an instance in `registry.py`; `docs/formats.md` is made from it.

    A dataset with annotations is read into native rows (`Line` with the keys of the native
    format), which the one native importer proves and brings in.
    """

    #: What `--format` calls it.
    name: ClassVar[str]
    #: The endings of files that are read so when nobody says otherwise.
    suffixes: ClassVar[tuple[str, ...]] = ()
    #: Which files these are, and what one article is, in words for the documentation.
    about: ClassVar[str]
    one_article: ClassVar[str]
    carries: ClassVar[frozenset[Feature]]
    #: What it cannot carry, or carries in its own way: a sentence each.
    notes: ClassVar[tuple[str, ...]] = ()

    def claims(self, source: Source) -> bool:
        """Whether the file is of this format, going by its name or, in a folder, by its members."""
        return not source.members and source.suffix in self.suffixes

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """The articles of the file, one at a time; raises `Invalid` when the file is no such."""
        raise NotImplementedError
