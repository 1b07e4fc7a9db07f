"""Many files of one export: a folder, or an archive, that is whole or is not there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from io import RawIOBase
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from annotator.errors import Refused

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: Takes the name and the bytes of a file.
Put = Callable[[str, bytes], None]

_NO_DAY = (1980, 1, 1, 0, 0, 0)


def zipped(files: Callable[[Put], Iterator[None]]) -> Iterator[bytes]:
    """An archive piece by piece: what each step of `files` put, and at the end the list of all."""
    line = Line()
    with archive(line) as whole:
        for _ in files(put_into(whole)):
            yield line.taken()
    yield line.taken()


class Line(RawIOBase):
    """What is written to it can be taken once, and is kept nowhere."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        self._written.append(bytes(data))
        self._place += len(self._written[-1])
        return len(self._written[-1])

    def tell(self) -> int:
        """How much was written so far."""
        return self._place

    def taken(self) -> bytes:
        """What was written since the last time."""
        written, self._written = b"".join(self._written), []
        return written


def archive(stream: IO[bytes] | RawIOBase) -> ZipFile:
    """An archive that is written to the stream; it need not be one that can be searched."""
    return ZipFile(cast("IO[bytes]", stream), "w", ZIP_DEFLATED)


def put_into(zipped: ZipFile) -> Put:
    """Files into an archive; the same files give the same bytes."""

    def put(name: str, data: bytes) -> None:
        entry = ZipInfo(name, _NO_DAY)
        entry.external_attr = 0o644 << 16
        zipped.writestr(entry, data, ZIP_DEFLATED)

    return put


@dataclass(slots=True)
class NewFolder(AbstractContextManager[Put]):
    """A folder that takes its name when all of its files are there; it may not exist before."""

    path: Path
    _unfinished: Path = field(init=False)

    def __enter__(self) -> Put:
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise Refused(
                "%(path)s: it is there already; name a new folder, or a file ending in .zip.",
                path=self.path,
            )
        self._unfinished = self.path.with_name(f"{self.path.name}.tmp")
        try:
            self._unfinished.mkdir(parents=True)
        except OSError as error:
            raise Refused(
                "%(path)s: %(why)s.", path=self._unfinished, why=error.strerror
            ) from error
        return self._put

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            shutil.rmtree(self._unfinished, ignore_errors=True)
            return
        if self.path.exists():
            self.path.rmdir()
        self._unfinished.replace(self.path)

    def _put(self, name: str, data: bytes) -> None:
        place = self._unfinished / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
