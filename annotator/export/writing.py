"""Where an export is written: standard output, a file or a folder, whole or not there at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from annotator.errors import Refused
from annotator.export.formats.interface import Export, ExportFormat, FolderFormat
from annotator.export.packing import NewFolder


def check_output(known: ExportFormat, path: Path | None) -> None:
    """Raise `Refused` where the format cannot be written there."""
    if isinstance(known, FolderFormat):
        if path is None:
            raise Refused(
                "The format %(format)s is many files: name a folder, or a .zip, with -o.",
                format=known.name,
            )
    elif path is not None and path.is_dir():
        raise Refused("%(path)s: it is a folder; name a file.", path=path)


def written(known: ExportFormat, export: Export, path: Path | None) -> Iterator[None]:
    """Write it there; yields after each step, so that others can tell how far it is.

    Raises `Refused` where there is no place to write, and leaves nothing behind then.
    """
    if isinstance(known, FolderFormat) and path is not None and path.suffix.lower() != ".zip":
        with NewFolder(path) as put:
            yield from known.files(export, put)
        return
    with _output(path) as stream:
        for piece in known.pieces(export):
            stream.write(piece)
            yield


@contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes its name when every byte of it is on the disk."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    unfinished = path.with_name(f"{path.name}.tmp")
    try:
        with unfinished.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise Refused("%(path)s: %(why)s.", path=path, why=error.strerror or error) from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
