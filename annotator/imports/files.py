"""Files and folders of this machine, as sources of an import."""

from __future__ import annotations

from pathlib import Path

from annotator.errors import Invalid
from annotator.formats.interface import Source
from annotator.formats.registry import FORMATS, SUFFIXES, format_named


def sources_at(path: Path, kind: str | None = None) -> list[Source]:
    """The file; or the folder whole where a format reads it so, and else its files by name."""
    if not path.exists():
        raise Invalid("There is no file “%(path)s”.", "file", path=path)
    if not path.is_dir():
        return [_source(path, str(path))]
    whole = folder_at(path)
    readers = [format_named(kind)] if kind else FORMATS
    if any(reader.claims(whole) for reader in readers):
        return [whole]
    found = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
    if not found:
        raise Invalid("The folder “%(path)s” holds nothing that can be read.", "file", path=path)
    return [_source(file, str(file)) for file in found]


def folder_at(path: Path) -> Source:
    """The folder with every file below it."""
    files = sorted(file for file in path.rglob("*") if file.is_file())
    members = {file.relative_to(path).as_posix(): _source(file, str(file)) for file in files}
    size = sum(member.size for member in members.values())
    return Source(str(path), lambda: path.open("rb"), size, members)


def _source(path: Path, name: str) -> Source:
    return Source(name, lambda: path.open("rb"), path.stat().st_size)
