"""The files of rows: for each unit and split its lines and its tables, and the index of all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple

import orjson

from annotator.export.options import Unit
from annotator.export.tables.arrow import Row
from annotator.export.tables.shards import Shards

_PIECE = 1 << 20
#: Folders are in the plural, as readers name configurations of a dataset.
FOLDERS = {unit: f"{unit.value}s" for unit in Unit}


class Made(NamedTuple):
    """A file that was made: its path in the release, where it is now, and what is in it."""

    path: str
    local: Path
    rows: int | None = None
    unit: Unit | None = None
    split: str | None = None


class Described(NamedTuple):
    """What the manifest says of a file."""

    path: str
    bytes: int
    sha256: str
    rows: int | None
    unit: str | None
    split: str | None


def described(made: Made) -> Described:
    """Size and SHA-256 of a file that is whole."""
    digest, size = hashlib.sha256(), 0
    with made.local.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    unit = None if made.unit is None else made.unit.value
    return Described(made.path, size, digest.hexdigest(), made.rows, unit, made.split)


class UnitFiles:
    """The files of one unit: one of lines for each split, and its tables beside it.

    Splits without a row have no files, as the `datasets` library loads no folder with an empty
    one; where no split has any, the first has files without rows.
    """

    def __init__(self, folder: Path, unit: Unit, splits: Sequence[str], index: IO[bytes]) -> None:
        self._folder, self._unit, self._splits, self._index = folder, unit, splits, index
        self._opened = ExitStack()
        self._lines: dict[str, IO[bytes]] = {}
        self._shards: dict[str, Shards] = {}
        self.rows: dict[str, int] = dict.fromkeys(splits, 0)

    def add(self, article: str, split: str, rows: list[Row], lines: list[bytes]) -> None:
        """The rows of one article, as values and as the lines that they are."""
        self._begin(split)
        for row, line in zip(rows, lines, strict=True):
            self._index.write(_entry(self._unit, article, split, row, line))
            self._lines[split].write(line)
        self._shards[split].add(rows, sum(map(len, lines)))
        self.rows[split] += len(rows)

    def close(self) -> None:
        """End all files."""
        self._opened.close()

    def files(self) -> Iterator[Made]:
        """The files, which are whole now."""
        if not self._lines:
            self._begin(self._splits[0])
        self.close()
        for split, stream in self._lines.items():
            path = f"lines/{FOLDERS[self._unit]}/{split}.jsonl"
            yield Made(path, Path(stream.name), self.rows[split], self._unit, split)
        for split, shards in self._shards.items():
            for path, local, rows in shards.files():
                yield Made(path, local, rows, self._unit, split)

    def _begin(self, split: str) -> None:
        if split in self._lines:
            return
        place = self._folder / f"{self._unit.value}-{split}.jsonl"
        self._lines[split] = self._opened.enter_context(place.open("wb"))
        stem = f"data/{FOLDERS[self._unit]}/{split}"
        self._shards[split] = Shards(self._folder, stem, self._unit)
        self._opened.callback(self._shards[split].close)


def _entry(unit: Unit, article: str, split: str, row: Row, line: bytes) -> bytes:
    entry = {
        "article": article,
        "id": row["id"],
        "sha256": hashlib.sha256(line.rstrip(b"\n")).hexdigest(),
        "split": split,
        "unit": unit.value,
    }
    return orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE)
