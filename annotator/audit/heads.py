"""Heads of chains as lines of text, which are kept outside the database and held against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import orjson

from annotator.audit.verify import Head
from annotator.errors import Invalid, Refused

_HASH = re.compile("[0-9a-f]{64}")
_MARK = b"\xef\xbb\xbf"


def head_line(slug: str, head: Head) -> str:
    """The head as `annotator audit verify` prints it and `--head` reads it; no line end."""
    return orjson.dumps({"project": slug, "seq": head.seq, "hash": head.hash}).decode()


def heads_in(lines: Iterable[bytes]) -> dict[str, list[Head]]:
    """The heads in a file, one JSON object a line, by the slug of the project.

    Raises `Invalid` with the number of the line that is none, and where there is no head at all.
    """
    found: dict[str, list[Head]] = defaultdict(list)
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(_MARK) if number == 1 else line
        if not text.strip():
            continue
        try:
            kept = orjson.loads(text)
            found[str(kept["project"])].append(_head(kept["seq"], kept["hash"]))
        except (ValueError, KeyError, TypeError) as error:
            raise Invalid(
                'Line %(number)s of the file of hashes is not {"project": …, "seq": …, "hash": …}.',
                number=number,
            ) from error
    if not found:
        raise Invalid("The file of hashes holds no hash.")
    return found


def append_heads(path: Path | None, lines: Sequence[str]) -> None:
    """Put them at the end of the file; does nothing without one. Raises `Refused`."""
    if path is None:
        return
    try:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise Refused("%(path)s: %(why)s.", path=path, why=error.strerror or error) from error


def _head(seq: object, sha256: object) -> Head:
    if type(seq) is not int or seq < 0 or not _HASH.fullmatch(str(sha256)):
        raise ValueError("no number and hash of an event")
    return Head(seq, str(sha256))
