"""Which encoding a page is in, and who says so."""

from __future__ import annotations

import re

import charset_normalizer

from annotator.errors import Invalid
from annotator.text.canonical import decode

#: Browsers look no further either.
_HEAD = 4096
_DECLARED = re.compile(
    rb"<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-z0-9_:.-]{2,40})", re.IGNORECASE
)
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def decode_page(data: bytes, declared: str | None) -> tuple[str, str, str]:
    """The text, the name of the encoding, and who said so: `mark`, `declared`, `page`, `tried`
    (it is valid UTF-8) or `guessed`.

    Raises `Invalid` for bytes that do not fit what was said about them.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return decode(data), encoding, "mark"
    if declared:
        return decode(data, declared), declared.lower(), "declared"
    found = _DECLARED.search(data[:_HEAD])
    if found:
        said = _as_browsers_read(found.group(1).decode("ascii").lower())
        return decode(data, said), said, "page"
    try:
        return decode(data), "utf-8", "tried"
    except Invalid:
        return _guessed(data)


def _as_browsers_read(label: str) -> str:
    # A page that says so in letters of one byte each cannot be what it says.
    return "utf-8" if label.startswith(("utf-16", "utf-32")) else label


def _guessed(data: bytes) -> tuple[str, str, str]:
    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise Invalid(
            "The page does not say which encoding it is in, and none fits: name it, or paste "
            "the text instead.",
            field="file",
        )
    return decode(data, best.encoding), best.encoding.replace("_", "-"), "guessed"
