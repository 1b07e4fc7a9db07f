"""Where the files of releases lie: a folder of this machine, or a bucket, through fsspec."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from annotator.config import Config
from annotator.errors import Refused

_PIECE = 1 << 20
#: Bytes that are read ahead from a bucket; what it does by itself is fifty times that.
_AHEAD = 1 << 20
#: How a large file goes up to S3; by itself that takes half a gigabyte of memory.
_TO_S3 = {"chunksize": 8 << 20, "max_concurrency": 4}


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
            # What others put there or took away since is seen.
            self._files, self._root = url_to_fs(place, use_listings_cache=False)
        except (ImportError, ValueError, OSError) as error:
            raise _unreachable(place, error) from error
        self._is_local = isinstance(self._files, LocalFileSystem)
        self._is_s3 = "s3" in self._files.protocol
        if place.startswith("s3:") and not (self._is_s3 and self._root.strip("/")):
            raise Refused(
                "ANNOTATOR_RELEASES is %(place)s, which names no bucket: write s3://BUCKET/FOLDER.",
                place=place,
            )

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
                how = _TO_S3 if self._is_s3 else {}
                self._files.put_file(str(local), self._full(path), **how)

    def open(self, path: str) -> IO[bytes]:
        """The file, to be read from any place; the caller closes it."""
        with self._told(path):
            found: IO[bytes] = self._files.open(self._full(path), "rb", block_size=_AHEAD)
            return found

    def exists(self, path: str) -> bool:
        """Whether the file is there."""
        with self._told(path):
            # Not `isfile`: for that, what cannot be asked is not there.
            try:
                return bool(self._files.info(self._full(path))["type"] == "file")
            except FileNotFoundError:
                return False

    def size(self, path: str) -> int:
        """The file's size in bytes."""
        with self._told(path):
            return int(self._files.size(self._full(path)))

    def names(self, folder: str) -> list[str]:
        """The paths of all files below a folder, from it on, in order."""
        with self._told(folder):
            full = self._full(folder)
            found: list[Any] = self._files.find(full)
            return sorted(str(one)[len(full) + 1 :] for one in found)

    def remove(self, folder: str) -> None:
        """Take away a folder with all that is in it; nothing happens where there is none."""
        with self._told(folder), suppress(FileNotFoundError):
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
            raise Refused(
                "%(path)s in the store of releases: %(why)s.", path=path, why=_reason(error)
            ) from error


def _unreachable(place: str, error: Exception) -> Refused:
    if isinstance(error, ImportError) and place.startswith(("s3:", "s3a:")):
        return Refused(
            "ANNOTATOR_RELEASES is %(place)s, which needs s3fs: install annotator with its extra "
            "“s3”, as in pip install 'annotator[s3]'.",
            place=place,
        )
    return Refused(
        "ANNOTATOR_RELEASES is %(place)s, which cannot be reached: %(why)s.",
        place=place,
        why=_reason(error),
    )


def _reason(error: Exception) -> str:
    if isinstance(error, NotImplementedError):
        return "this kind of store cannot do that"
    told = str(getattr(error, "strerror", None) or error)
    if isinstance(error, FileNotFoundError) and " " not in told:
        # Some say nothing but where they looked.
        told = os.strerror(errno.ENOENT)
    return told.rstrip(".") or type(error).__name__


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
