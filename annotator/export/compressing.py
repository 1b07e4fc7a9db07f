"""JSON Lines made small on their way out, as Zstandard (RFC 8878): each time the same bytes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SUFFIX = ".zst"
MIMETYPE = "application/zstd"
#: Some quarter of the size, for about as much time as the lines take to be made.
_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 3,
    zstd.CompressionParameter.checksum_flag: 1,
}


def compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One frame with a checksum, a piece for each piece and one more; most of them are empty.

    The first leaves at once, so that whoever waits for the file sees it begin.
    """
    packer = zstd.ZstdCompressor(options=_OPTIONS)
    for number, piece in enumerate(pieces):
        yield packer.compress(piece, packer.CONTINUE if number else packer.FLUSH_BLOCK)
    yield packer.flush()


def is_compressed(path: Path | None) -> bool:
    """Whether a file of this name is one."""
    return path is not None and path.suffix.lower() == SUFFIX
