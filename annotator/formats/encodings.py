"""Which encoding a file is in: by its mark, by what somebody says, as UTF-8, or else by a guess."""

from __future__ import annotations

import codecs

from annotator.errors import Invalid
from annotator.text.canonical import charset_of, decode

#: What a guess may come to: the encodings that pages and files of a desk are in. Never UTF-7,
#: in which a harmless text can be read as another one.
_GUESSED = (
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp932",
    "euc_jp", "cp949", "gb18030", "big5",
)  # fmt: skip
#: So much of the beginning is looked at, and so sure must a guess be.
_LOOKED_AT = 256 * 1024
_MOST_CHAOS = 0.1


def decoded(data: bytes, declared: str | None) -> tuple[str, str]:
    """The text, and the encoding it was read in, with how it was known where that is a question.

    Raises `Invalid` when nothing fits, so that a person can say which encoding it is.
    """
    try:
        return decode(data, declared), _how(data, declared)
    except Invalid:
        guess = None if declared else guessed(data)
        if guess is None:
            raise
        return decode(data, guess), f"{guess}, guessed"


def encoding_at(head: bytes, declared: str | None) -> tuple[str, str]:
    """For a file that is read as it comes: the codec, and the words for it, by its first bytes."""
    codec = charset_of(head, declared)
    try:
        codecs.getincrementaldecoder(codec)().decode(head)
    except UnicodeDecodeError:
        guess = None if declared else guessed(head)
        return (guess, f"{guess}, guessed") if guess else (codec, codec)
    return codec, _how(head, declared)


def guessed(data: bytes) -> str | None:
    """The encoding that the bytes are in by all signs; None where there are too few."""
    # Loading it takes time, and UTF-8 is what nearly all files are in.
    from charset_normalizer import from_bytes

    found = from_bytes(data[:_LOOKED_AT], cp_isolation=list(_GUESSED)).best()
    if found is None or found.encoding not in _GUESSED:
        return None
    return found.encoding if found.chaos <= _MOST_CHAOS and found.coherence > 0 else None


def _how(data: bytes, declared: str | None) -> str:
    codec = charset_of(data, declared)
    if declared is None or codec != charset_of(b"", declared):
        return codec
    return f"{codec}, declared"
