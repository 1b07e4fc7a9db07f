"""Which files of a folder belong together: a text, and the annotations of one or many people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from annotator.accounts.names import checked_name
from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.formats.mapping import Annotators, LabelMapping

TEXT, MARKS = ".txt", ".ann"

#: What stands between the name of a document and its annotator.
BETWEEN = "_.-"


@dataclass(frozen=True, slots=True)
class Document:
    """A text and who marked it, by names of files inside the folder; `name` is without ending."""

    name: str
    texts: tuple[str, ...]
    #: Annotator and file, by annotator.
    marks: tuple[tuple[str, str], ...]


def documents(names: Mapping[str, str], mapping: LabelMapping) -> Iterator[Document]:
    """The documents of a folder, by name; raises `Invalid` for marks without a text.

    `names` are those inside the folder, each with what a sentence calls the file.
    """
    if mapping.annotators is Annotators.FOLDER:
        found = _by_folder(names)
    else:
        found = _by_file(names, mapping.unnamed)
    for name in sorted(found.texts):
        marks = tuple(sorted(found.marks.get(name, {}).items()))
        yield Document(name, tuple(sorted(found.texts[name])), marks)


def is_marks(name: str) -> bool:
    """Whether a file of this name holds annotations."""
    return PurePosixPath(name).suffix.lower() == MARKS


@dataclass(frozen=True, slots=True)
class _Found:
    names: Mapping[str, str]
    texts: dict[str, list[str]] = field(default_factory=dict)
    marks: dict[str, dict[str, str]] = field(default_factory=dict)

    def add_marks(self, document: str, annotator: str, name: str) -> None:
        known = self.marks.setdefault(document, {})
        try:
            annotator = checked_name(annotator, "annotator")
        except Invalid as error:
            raise Place(self.names[name]).refusal(error) from None
        if annotator in known:
            raise Place(self.names[name]).refusal(
                Invalid("“%(file)s” is of the same annotator", file=known[annotator])
            )
        known[annotator] = name


def _by_file(names: Mapping[str, str], unnamed: str) -> _Found:
    found = _Found(names)
    for name in names:
        if PurePosixPath(name).suffix.lower() == TEXT:
            found.texts.setdefault(name[: -len(TEXT)], []).append(name)
    for name in filter(is_marks, names):
        stem = name[: -len(MARKS)]
        if stem in found.texts:
            found.add_marks(stem, unnamed, name)
            continue
        document = _longest_start(stem, found.texts)
        if document is None:
            raise Place(names[name]).refusal(
                Invalid(
                    "there is no text for it; one of that name ending in .txt must be beside it"
                )
            )
        found.add_marks(document, stem[len(document) + 1 :], name)
    return found


def _longest_start(stem: str, texts: Collection[str]) -> str | None:
    folder = len(stem) - len(PurePosixPath(stem).name)
    for end in range(len(stem) - 2, folder, -1):
        if stem[end] in BETWEEN and stem[:end] in texts:
            return stem[:end]
    return None


def _by_folder(names: Mapping[str, str]) -> _Found:
    found = _Found(names)
    for name in names:
        path = PurePosixPath(name)
        kind = path.suffix.lower()
        if kind not in {TEXT, MARKS}:
            continue
        annotator, _, rest = name.partition("/")
        if not rest:
            raise Place(names[name]).refusal(
                Invalid("it is in no annotator's folder, as the mapping says it should be")
            )
        document = rest[: -len(kind)]
        if kind == TEXT:
            found.texts.setdefault(document, []).append(name)
        else:
            found.add_marks(document, annotator, name)
    for document, marks in found.marks.items():
        if document not in found.texts:
            raise Place(names[next(iter(marks.values()))]).refusal(
                Invalid("there is no text for it; one of that name ending in .txt must be there")
            )
    return found
