"""Where the files of releases lie: a folder of this machine, or a bucket, through fsspec."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from annotator.config import Config
from annotator.errors import Refused

_PIECE = 1 << 20


class Store:
    """Files by their paths below one place. Every method raises `Refused` where it cannot be done.

    A file is there whole, or is not there.
    """

    def __init__(self, place: str) -> None:
        # Imported here: what fsspec looks for on its way takes a tenth of a command's start.
        from fsspec.core import url_to_fs
        from fsspec.implementations.local import LocalFileSystem

        self.place = place
        try:
            self._files, self._root = url_to_fs(place)
        except (ImportError, ValueError, OSError) as error:
            raise Refused(
                "ANNOTATOR_RELEASES is %(place)s, which cannot be reached: %(why)s.",
                place=place,
                why=error,
            ) from error
        self._is_local = isinstance(self._files, LocalFileSystem)

    @classmethod
    def of(cls, config: Config) -> Store:
        """The store that the settings name."""
        return cls(config.releases or str(config.instance / "releases"))

    def address(self, path: str) -> str:
        """What a reader of datasets is given to load it: a folder, or a URL."""
        return f"{self.place.rstrip('/')}/{path}"

    def put(self, local: Path, path: str) -> None:
        """Copy a file of this machine there; under its name only once it is whole."""
        with self._told(path):
            if self._is_local:
                _copy(local, Path(self._full(path)))
            else:
                self._files.put_file(str(local), self._full(path))

    def open(self, path: str) -> IO[bytes]:
        """The file, to be read from any place; the caller closes it."""
        with self._told(path):
            found: IO[bytes] = self._files.open(self._full(path), "rb")
            return found

    def exists(self, path: str) -> bool:
        """Whether the file is there."""
        with self._told(path):
            return bool(self._files.isfile(self._full(path)))

    def size(self, path: str) -> int:
        """The file's size in bytes."""
        with self._told(path):
            return int(self._files.size(self._full(path)))

    def names(self, folder: str) -> list[str]:
        """The paths of all files below a folder, from it on, in order."""
        with self._told(folder):
            full = self._full(folder)
            if not self._files.isdir(full):
                return []
            self._files.invalidate_cache(full)
            found: list[Any] = self._files.find(full)
            return sorted(str(one)[len(full) + 1 :] for one in found)

    def remove(self, folder: str) -> None:
        """Take away a folder with all that is in it; nothing happens where there is none."""
        with self._told(folder):
            if self._files.exists(self._full(folder)):
                self._files.rm(self._full(folder), recursive=True)

    def _full(self, path: str) -> str:
        return f"{self._root}/{path}"

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except Refused:
            raise
        except Exception as error:
            # Each kind of store has errors of its own; all of them mean this.
            why = getattr(error, "strerror", None) or error
            raise Refused(
                "%(path)s in the store of releases: %(why)s.", path=path, why=why
            ) from error


def _copy(local: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.tmp")
    try:
        with local.open("rb") as source, unfinished.open("wb") as stream:
            while piece := source.read(_PIECE):
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
