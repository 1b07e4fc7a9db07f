"""The Parquet files of one split: as many as keep each of them small enough to be handed on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from annotator.export.options import Unit
from annotator.export.tables.arrow import ParquetTable, Row
from annotator.export.tables.card import Size

#: A file is closed once it has as much: it is taken into memory when it goes where it belongs.
_FILE_BYTES = 2 << 20


class Shards:
    """Files made in `folder`, of which at most one is open; `stem` is what their names begin with
    where they go, such as `data/train`.
    """

    def __init__(self, folder: Path, stem: str, unit: Unit) -> None:
        self._folder, self._stem, self._unit = folder, stem, unit
        self._paths: list[Path] = []
        #: How many rows each of them has.
        self._rows: list[int] = []
        self._open = ExitStack()
        self._table: ParquetTable | None = None
        self.size = Size(0, 0)

    def add(self, rows: list[Row], size: int) -> None:
        """Rows of one article, and their size as JSON Lines in bytes."""
        table = self._table or self._begin()
        table.add(rows, size)
        self._rows[-1] += len(rows)
        self.size = Size(self.size.rows + len(rows), 0)
        if self._paths[-1].stat().st_size >= _FILE_BYTES:
            self.close()

    def close(self) -> None:
        """End the file that is open."""
        self._table = None
        self._open.close()

    def files(self) -> Iterator[tuple[str, Path, int]]:
        """What each file is called, where it is now, and its rows; there is always one."""
        if not self._paths:
            self._begin()
            self.close()
        self.size = Size(self.size.rows, sum(path.stat().st_size for path in self._paths))
        for number, path in enumerate(self._paths):
            name = f"{self._stem}-{number:05}-of-{len(self._paths):05}.parquet"
            yield name, path, self._rows[number]

    def _begin(self) -> ParquetTable:
        path = self._folder / f"{self._stem.replace('/', '-')}-{len(self._paths)}"
        stream = self._open.enter_context(path.open("wb"))
        self._paths.append(path)
        self._rows.append(0)
        self._table = self._open.enter_context(ParquetTable(stream, self._unit))
        return self._table
