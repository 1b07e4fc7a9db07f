"""brat stand-off: a folder of texts, and beside each the marks of one or many people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from annotator.articles.json_lines import Line
from annotator.articles.places import Place
from annotator.assignments.models import State
from annotator.errors import Invalid, Remark
from annotator.formats.brat.folder import MARKS, Document, documents, is_marks
from annotator.formats.brat.marks import FileMarks, read_marks
from annotator.formats.brat.records import Record, parse
from annotator.formats.interface import Feature, Format, Item, Options, Source
from annotator.formats.mapping import DEFAULT, LabelMapping, Unmarked
from annotator.formats.native.drafting import ArticleRows, Row
from annotator.formats.quoting import Reading, Units, readings, ways_for
from annotator.text.canonical import canonicalise, decode

#: A file of annotations that is longer was made by no person.
MOST_BYTES = 32 * 1024 * 1024

_SHOWN = 8
_ARCHIVES = {".zip"}


class BratFormat(Format):
    """A folder or an archive of `.txt` and `.ann` files."""

    name = "brat"
    about = "brat stand-off"
    one_article = "a `.txt` file, with the `.ann` files that begin with its name"
    carries = frozenset(
        {
            Feature.MANY_ARTICLES,
            Feature.TEXT,
            Feature.EXTERNAL_ID,
            Feature.ORIGIN,
            Feature.MARKS,
            Feature.PARTS,
            Feature.LINKS,
            Feature.PEOPLE,
        }
    )
    notes = (
        "`name.ann` and `name_ANNOTATOR.ann` are the marks in `name.txt`, a person a file.",
        "A mapping says which labels become claims, quotes and context, and which roles of an"
        " event are content, cue and speaker; what it does not know is kept in `origin`.",
        "It says which relations become links; one that fits its marks only the other way round"
        " is turned, and written back as it was.",
        "Offsets in code points and in UTF-16 units are told apart by the quoted words.",
    )

    def claims(self, source: Source) -> bool:
        """Whether it is a folder that holds files of annotations."""
        return any(is_marks(name) for name in source.members)

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """A native row a text, in the order of their names."""
        if source.suffix in _ARCHIVES and not source.members:
            raise Place(source.name).refusal(
                Invalid("in an archive, brat is known by the files in it: leave --format out")
            )
        if not self.claims(source):
            raise Place(source.name).refusal(
                Invalid("it is no folder of .txt and .ann files, as brat keeps them")
            )
        mapping = options.mapping or DEFAULT
        told = _Told()
        members = source.members.items()
        names = {name: member.name for name, member in members if not _is_hidden(name)}
        for document in documents(names, mapping):
            yield from _Reading(source, document, options.project, mapping, told).items()
        source.remarks.extend(told.remarks())


@dataclass(slots=True)
class _Told:
    """What is worth saying of a whole dataset."""

    converted: int = 0
    kept: Counter[str] = field(default_factory=Counter)

    def add(self, marks: FileMarks) -> None:
        self.kept.update(marks.kept_labels)
        if marks.reading is not None and marks.reading.units is Units.UTF_16:
            self.converted += 1

    def remarks(self) -> Iterator[Remark]:
        if self.converted:
            yield Remark(
                "The offsets of %(count)s files count UTF-16 units; they were converted.",
                count=self.converted,
            )
        if self.kept:
            shown = [f"{label} ({count})" for label, count in self.kept.most_common(_SHOWN)]
            more = ["…"] if len(self.kept) > _SHOWN else []
            yield Remark(
                "Kept as they are, for the way back: %(labels)s.", labels=", ".join(shown + more)
            )


class _Reading:
    """One document on its way from files to a row."""

    def __init__(
        self, source: Source, document: Document, project: str, mapping: LabelMapping, told: _Told
    ) -> None:
        self._source = source
        self._document = document
        self._project = project
        self._mapping = mapping
        self._told = told
        self._problems: list[Invalid] = []

    def items(self) -> Iterator[Item]:
        """What is wrong with single records or files, and the row."""
        first, *others = self._document.texts
        name = first
        try:
            arrived = self._decoded(first)
            text = canonicalise(arrived)
            for name in others:
                if canonicalise(self._decoded(name)) != text:
                    raise Invalid("it is not the same text as “%(file)s”", file=first)
        except Invalid as error:
            yield self._place(name).refusal(error)
            return
        line = Line(self._place(first), self._row(arrived, text), foreign=True)
        yield from self._problems
        yield line

    @property
    def _is_unnamed(self) -> bool:
        """Whether one file of annotations has the very name of the text."""
        files = [file for _, file in self._document.marks]
        return files == [self._document.name + MARKS]

    def _row(self, arrived: str, text: str) -> Row:
        rows = ArticleRows(text, self._project)
        ways = ways_for(readings(arrived, text), self._mapping)
        reviews, annotations, links, by_person = [], list[Row](), list[Row](), {}
        for author, file in self._document.marks:
            try:
                marks = self._marks(author, file, ways, rows)
            except Invalid as error:
                self._problems.append(error)
                continue
            reviews.append(self._review(author, marks, rows))
            annotations += marks.annotations
            links += marks.links
            by_person[author] = marks.kept
        name = self._document.name
        origin = {"brat": {"document": name, "unnamed": self._is_unnamed, "by_person": by_person}}
        return rows.article(reviews, annotations, links, external_id=name, origin=origin)

    def _marks(self, author: str, file: str, ways: list[Reading], rows: ArticleRows) -> FileMarks:
        member = self._source.members[file]
        if member.size > MOST_BYTES:
            problem = Invalid("a file of annotations has at most %(most)s bytes", most=MOST_BYTES)
            raise self._place(file).refusal(problem)
        records = self._records(file)
        marks = read_marks(records, member.name, author, ways, rows, self._mapping)
        self._problems += marks.problems
        self._told.add(marks)
        return marks

    def _records(self, file: str) -> list[Record]:
        try:
            # Where lines end in two characters, brat makes a space of the second alone.
            text = self._decoded(file).replace("\r ", " ").removeprefix("\ufeff")
        except Invalid as error:
            raise self._place(file).refusal(error) from None
        return parse(canonicalise(text), self._source.members[file].name) if text.strip() else []

    def _review(self, author: str, marks: FileMarks, rows: ArticleRows) -> Row:
        if marks.annotations or marks.kept:
            return rows.review(author, State.SUBMITTED, nothing_to_mark=False)
        if self._mapping.unmarked is Unmarked.NOTHING_TO_MARK:
            return rows.review(author, State.SUBMITTED, nothing_to_mark=True)
        return rows.review(author, State.ASSIGNED)

    def _place(self, name: str) -> Place:
        return Place(self._source.members[name].name)

    def _decoded(self, name: str) -> str:
        member = self._source.members[name]
        data = member.read()
        self._source.taken += len(data)
        return decode(data)


def _is_hidden(name: str) -> bool:
    """Whether it is what systems put beside files, such as `__MACOSX/._name.ann`."""
    parts = PurePosixPath(name).parts
    return parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts)
