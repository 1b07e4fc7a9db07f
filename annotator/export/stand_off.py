"""brat stand-off: a text and its annotations a file, into a folder or an archive."""

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

import orjson

from annotator.errors import Refused
from annotator.export.jsonl import line_groups
from annotator.export.options import Layers, Options
from annotator.export.queries import Snapshot
from annotator.formats.brat.files import DocumentNames, files_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: Takes the name and the bytes of a file.
Put = Callable[[str, bytes], None]

_NO_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class Written:
    """How much was written, and how many kept records could not be any more."""

    articles: int = 0
    files: int = 0
    left_out: int = 0


def write_articles(
    snapshot: Snapshot, slug: str, options: Options, put: Put, written: Written
) -> Iterator[Written]:
    """Write article by article, each proved; yields after each, with `written` brought up to it."""
    names = DocumentNames()
    for lines in line_groups(snapshot, slug, options):
        article = orjson.loads(lines[0])
        if options.layer is Layers.GOLD:
            # An empty file of a reviewer would say that there was nothing to mark.
            article["reviews"] = []
        for name, text, gone in files_of(article, names):
            put(name, text.encode())
            written.files += 1
            written.left_out += gone
        written.articles += 1
        yield written


def zipped(snapshot: Snapshot, slug: str, options: Options) -> Iterator[bytes]:
    """The same as an archive, piece by piece: an article each, and at the end the list of all."""
    line = _Line()
    with archive(line) as whole:
        for _ in write_articles(snapshot, slug, options, put_into(whole), Written()):
            yield line.taken()
    yield line.taken()


class _Line(RawIOBase):
    """What is written to it can be taken once, and is kept nowhere."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        self._written.append(bytes(data))
        return len(self._written[-1])

    def taken(self) -> bytes:
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
