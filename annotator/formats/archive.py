"""ZIP archives: each file in one is read by its own format, within limits."""

from __future__ import annotations

import io
import stat
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.formats.interface import Feature, Format, Item, Options, Source

MOST_MEMBERS = 1_000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 100
#: Below this many bytes, a file of one word again and again is no bomb.
_SMALL = 1024 * 1024
#: What the reader of archives raises when the bytes contradict each other.
_BROKEN = (
    BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError, OverflowError, LookupError,
)  # fmt: skip


class ZipFormat(Format):
    """An archive of files that another format reads; `readers` are all formats."""

    name = "zip"
    suffixes = (".zip",)
    about = "ZIP"
    one_article = "what the formats of its files say"
    carries = frozenset(Feature)
    notes = (
        f"At most {MOST_MEMBERS:,} files and {MOST_BYTES // 1024 // 1024} MB unpacked, each at "
        f"most {MOST_RATIO} times what it takes in the archive; no archive inside, no link, no "
        "name that leads out of it, no password.",
        "An archive of a folder that brat wrote is read as that folder.",
    )

    def __init__(self, readers: Callable[[], Sequence[Format]]) -> None:
        self._readers = readers

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """What its files hold, in their order."""
        with unpacked(source) as whole:
            yield from self._items(whole, source, options)

    def _items(self, whole: Source, source: Source, options: Options) -> Iterator[Item]:
        for reader in self._readers():
            if reader.claims(whole):
                yield from reader.read(whole, options)
                source.remarks += whole.remarks
                return
        found = set()
        for member in whole.members.values():
            try:
                yield from self._reader_of(member).read(member, options)
            except Invalid as error:
                yield error
            source.taken += member.size
            found |= {member.encoding} if member.encoding else set()
        source.encoding = "; ".join(sorted(found)) or None

    def _reader_of(self, member: Source) -> Format:
        for reader in self._readers():
            if reader is not self and reader.claims(member):
                return reader
        raise Place(member.name).refusal(Invalid("files with this ending cannot be read", "file"))


@contextmanager
def unpacked(source: Source) -> Iterator[Source]:
    """An archive as a folder, as long as it is open; raises `Invalid`."""
    try:
        with closing(source.open()) as stream, ZipFile(stream) as archive:
            yield _opened(archive, source)
    except _BROKEN:
        problem = Invalid("it is no ZIP archive that can be read: make it anew")
        raise Place(source.name).refusal(problem) from None


def _opened(archive: ZipFile, source: Source) -> Source:
    """The archive as a folder; raises `Invalid` for one that is not to be trusted."""
    infos = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info)]
    if len(infos) > MOST_MEMBERS:
        problem = Invalid("it holds more than %(most)s files", most=f"{MOST_MEMBERS:,}")
        raise Place(source.name).refusal(problem)
    budget = _Budget()
    members: dict[str, Source] = {}
    for info in infos:
        name = f"{source.name} › {info.filename}"
        fault = _fault_of(info)
        if fault is None and info.filename in members:
            fault = Invalid("it is there twice")
        if fault is not None:
            raise Place(name).refusal(fault)
        members[info.filename] = Source(
            name, _opener(archive, info, name, budget), info.compress_size
        )
    return Source(source.name, source.opener, source.size, members)


def _is_litter(info: ZipInfo) -> bool:
    # What macOS and Windows put beside the files of a folder.
    path = PurePosixPath(info.filename)
    return path.parts[:1] == ("__MACOSX",) or path.name in {".DS_Store", "Thumbs.db"}


def _fault_of(info: ZipInfo) -> Invalid | None:
    path = PurePosixPath(info.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename:
        return Invalid("its name leads out of the archive")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Invalid("it is a link")
    if info.flag_bits & 1:
        return Invalid("it has a password")
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return Invalid("it is compressed in a way that is not read here")
    if path.suffix.lower() == ".zip":
        return Invalid("it is an archive inside an archive")
    return None


class _Budget:
    """How much all files of one archive may still come to."""

    def __init__(self) -> None:
        self.left = MOST_BYTES


def _opener(archive: ZipFile, info: ZipInfo, name: str, budget: _Budget) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        counted = _Counted(archive.open(info), info.compress_size, name, budget)
        return cast("BinaryIO", io.BufferedReader(counted))

    return open_member


class _Counted(io.RawIOBase):
    """A member as it is unpacked: what it says of its own size is not believed."""

    def __init__(self, stream: IO[bytes], packed: int, name: str, budget: _Budget) -> None:
        self._stream = stream
        self._most = max(MOST_RATIO * packed, _SMALL)
        self._name = name
        self._budget = budget
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._read += len(data)
        self._budget.left -= len(data)
        if self._read > self._most:
            raise self._refusal(
                Invalid("it unpacks to more than %(most)s times its size", most=MOST_RATIO)
            )
        if self._budget.left < 0:
            most = MOST_BYTES // 1024 // 1024
            raise self._refusal(Invalid("the archive unpacks to more than %(most)s MB", most=most))
        buffer[: len(data)] = data
        return len(data)

    def _refusal(self, problem: Invalid) -> Invalid:
        return Place(self._name).refusal(problem)

    def close(self) -> None:
        """Close the member too."""
        self._stream.close()
        super().close()
