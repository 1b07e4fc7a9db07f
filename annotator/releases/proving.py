"""Proving the rows of a release against its index and against the texts of the articles."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any

import orjson
from sqlalchemy import select

from annotator.articles.models import Revision
from annotator.db import db
from annotator.errors import Remark
from annotator.export.options import Unit
from annotator.releases.files import FOLDERS
from annotator.releases.publishing import SPLITS

if TYPE_CHECKING:
    from annotator.releases.verify import Place

INDEX = "index.jsonl"
Row = Mapping[str, Any]


def proved_rows(place: Place, tell: Callable[[str], object]) -> Iterator[Remark]:
    """What is wrong with the rows; stops at the first fault of a file."""
    tell(INDEX)
    splits: dict[str, str] = {}
    twice = _read_splits(place, splits)
    if twice is not None:
        yield Remark(
            "%(file)s names article %(article)s more than once.", file=SPLITS, article=twice
        )
        return
    with ExitStack() as opened:
        reader = _Reader(place, opened)
        with place.store.open(place.path(INDEX)) as index:
            for entry in map(orjson.loads, index):
                fault = reader.fault_of(entry, splits)
                if fault is not None:
                    yield fault
                    return
        yield from reader.rest()
    yield from _tables(place, reader.counts)


def _read_splits(place: Place, splits: dict[str, str]) -> str | None:
    """Fill in the split of each article; the first article that stands there twice, if any does."""
    seen: set[str] = set()
    with place.store.open(place.path(SPLITS)) as stream:
        for entry in map(orjson.loads, stream):
            article = entry["article"]
            if article in seen:
                return str(article)
            seen.add(article)
            if "split" in entry:
                splits[article] = entry["split"]
    return None


class _Reader:
    """The files of lines, each read on by a line when the index comes to it."""

    def __init__(self, place: Place, opened: ExitStack) -> None:
        self._place, self._opened = place, opened
        self._files: dict[str, IO[bytes]] = {}
        self._texts = _Texts()
        #: Lines by unit and split.
        self.counts: Counter[tuple[str, str]] = Counter()

    def fault_of(self, entry: Row, splits: Mapping[str, str]) -> Remark | None:
        """What is wrong with the next entry of the index."""
        path = f"lines/{FOLDERS[Unit(entry['unit'])]}/{entry['split']}.jsonl"
        line = self._next(path)
        self.counts[entry["unit"], entry["split"]] += 1
        row: Row = orjson.loads(line or b"null")
        if not _stands_for(entry, row, line):
            return Remark(
                "%(file)s: line %(line)s is not the row %(id)s of the index.",
                file=path,
                line=self.counts[entry["unit"], entry["split"]],
                id=entry["id"],
            )
        if splits.get(entry["article"]) != entry["split"]:
            return Remark(
                "Article %(article)s has rows in the split %(split)s, and %(file)s says otherwise.",
                article=entry["article"],
                split=entry["split"],
                file=SPLITS,
            )
        return self._texts.fault_of(row, entry)

    def rest(self) -> Iterator[Remark]:
        """Files with more lines than the index."""
        for path, stream in self._files.items():
            if stream.readline():
                yield Remark("%(file)s has more rows than the index.", file=path)

    def _next(self, path: str) -> bytes:
        if path not in self._files:
            stream = self._place.store.open(self._place.path(path))
            self._files[path] = self._opened.enter_context(stream)
        return self._files[path].readline()


class _Texts:
    """The texts of articles as the database has them, one kept at a time."""

    def __init__(self) -> None:
        self._key: tuple[str, int] | None = None
        self._text: str | None = None

    def fault_of(self, row: Row, entry: Row) -> Remark | None:
        """Whether every fragment of the row stands where it says, in the text it names."""
        text = self._of(entry["article"], row["revision"])
        if text is None or _sha256(text) != row["text_sha256"]:
            return Remark(
                "Row %(id)s: the database has no such text of article %(article)s any more.",
                id=entry["id"],
                article=entry["article"],
            )
        if not _is_cut_from(text, row):
            return Remark(
                "Row %(id)s holds words that article %(article)s does not have there.",
                id=entry["id"],
                article=entry["article"],
            )
        for one in _fragments(row, entry["unit"]):
            if text[one["start"] : one["end"]] != one["exact"]:
                return Remark(
                    "Row %(id)s: the words at %(start)s to %(end)s are others than it says.",
                    id=entry["id"],
                    start=one["start"],
                    end=one["end"],
                )
        return None

    def _of(self, article: str, number: int) -> str | None:
        if self._key != (article, number):
            query = select(Revision.text).where(Revision.article_id == article)
            self._key = article, number
            self._text = db.session.scalar(query.where(Revision.number == number))
        return self._text


def _stands_for(entry: Row, row: Row | None, line: bytes) -> bool:
    """Whether the line is the one that the entry names, and holds the row that it names."""
    if row is None or hashlib.sha256(line.rstrip(b"\n")).hexdigest() != entry["sha256"]:
        return False
    article = row["id"] if entry["unit"] == Unit.ARTICLE.value else row["article"]
    return bool(row["id"] == entry["id"] and article == entry["article"])


def _is_cut_from(text: str, row: Row) -> bool:
    """Whether the row's copy of the text, and of a sentence of it, is true."""
    start, sentence = row.get("sentence_start"), row.get("sentence")
    if start is not None and text[start : start + len(sentence or "")] != sentence:
        return False
    return bool(row.get("text", text) == text)


def _fragments(row: Row, unit: str) -> Iterator[Row]:
    if unit != Unit.ARTICLE.value:
        yield from row["fragments"]
        return
    for mark in row["annotations"]:
        yield from mark["fragments"]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _tables(place: Place, counts: Mapping[tuple[str, str], int]) -> Iterator[Remark]:
    """Tables that have another number of rows than the lines beside them, and files that have
    another one than the manifest says."""
    found: Counter[tuple[str, str]] = Counter()
    for one in place.manifest["files"]:
        if one["unit"] is None:
            continue
        key = one["unit"], one["split"]
        rows = counts.get(key, 0)
        if one["path"].endswith(".parquet"):
            rows = _rows_of(place, one["path"])
            found[key] += rows
        if rows != one["rows"]:
            yield Remark(
                "%(file)s has %(found)s rows, and the manifest says %(said)s.",
                file=one["path"],
                found=rows,
                said=one["rows"],
            )
    for unit, split in sorted(found.keys() | counts.keys()):
        if found[unit, split] != counts.get((unit, split), 0):
            yield Remark(
                "The tables of %(unit)s in %(split)s have %(found)s rows, and the lines %(said)s.",
                unit=FOLDERS[Unit(unit)],
                split=split,
                found=found[unit, split],
                said=counts.get((unit, split), 0),
            )


def _rows_of(place: Place, path: str) -> int:
    from pyarrow import parquet

    with place.store.open(place.path(path)) as stream:
        return int(parquet.ParquetFile(stream).metadata.num_rows)
