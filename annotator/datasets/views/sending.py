"""What a browser sent, one file or the files of a folder, as the source of an import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BufferedIOBase
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from werkzeug.datastructures import FileStorage

from annotator.formats.interface import Source

_LONGEST = 200


def source_of(sent: Sequence[FileStorage]) -> Source:
    """The one file; or all of them as a folder, without the folder that they all stand in."""
    if len(sent) == 1 and not _name(sent[0]).endswith((".ann", ".txt")):
        return _source(sent[0], _name(sent[0]))
    names = [_name(one) for one in sent]
    common = _common_folder(names)
    members = {
        name.removeprefix(common): _source(one, name.removeprefix(common))
        for one, name in zip(sent, names, strict=True)
    }
    size = sum(member.size for member in members.values())
    first = members[next(iter(members))]
    return Source(common.rstrip("/") or first.name, first.opener, size, members)


def _source(sent: FileStorage, name: str) -> Source:
    sent.stream.seek(0, 2)
    size = sent.stream.tell()
    return Source(name, _opener(sent), size)


def _opener(sent: FileStorage) -> Callable[[], BinaryIO]:
    def open_again() -> BinaryIO:
        sent.stream.seek(0)
        return _Kept(cast("BinaryIO", sent.stream))

    return open_again


class _Kept(BufferedIOBase, BinaryIO):
    """A stream that stays open when its reader closes it: it is read twice."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to so many bytes."""
        return self._stream.read(-1 if size is None else size)

    def readline(self, size: int | None = -1, /) -> bytes:
        """Up to the end of the line."""
        return self._stream.readline(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """The place."""
        return self._stream.tell()

    def seekable(self) -> bool:
        """It is."""
        return True

    def readable(self) -> bool:
        """It is."""
        return True


def _name(sent: FileStorage) -> str:
    """What the browser calls the file, fit to stand in a sentence."""
    name = "".join(sign for sign in sent.filename or "" if sign.isprintable())
    return name.replace("\\", "/").lstrip("/")[-_LONGEST:] or "-"


def _common_folder(names: Sequence[str]) -> str:
    folders = {PurePosixPath(name).parts[0] for name in names}
    return f"{folders.pop()}/" if len(folders) == 1 and all("/" in name for name in names) else ""
