"""From what arrived to the one text that offsets refer to: decoded strictly, then frozen."""

from __future__ import annotations

import codecs
import hashlib
import re

from annotator.errors import Invalid

CANONICAL_VERSION = "plain/1"
#: Every way from what came in to a text; the text of each keeps the rules of `is_canonical`.
CANONICAL_VERSIONS = frozenset({CANONICAL_VERSION, "html/1"})

REPLACEMENT = "\ufffd"
_BOM = "\ufeff"

# The four-byte marks come first: UTF-32 little-endian begins with the mark of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Codecs that turn bytes into text and nothing else. Python knows more (`unicode_escape`, `idna`,
# UTF-7), but a name that came with the file must not be able to choose those.
_CODECS = re.compile(
    r"utf-8|utf-(?:16|32)-[bl]e|cp\d+|iso8859-\d+|koi8-[ru]|mac-(?:roman|cyrillic)"
    r"|big5(?:hkscs)?|euc_jp|gb18030"
)

# What the label says and what files so labelled hold in practice, as browsers read them too:
# in true ISO 8859-1 the bytes of curly quotes would be control characters, and be lost.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}

# Tab and line feed stay. Everything else of C0, DEL and C1 becomes the replacement character:
# U+0085 too, which is a line break in some places and none in others. One character for one,
# so that nothing after it moves.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {0x09, 0x0A})
_C1 = re.compile(b"\xc2[\x80-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_CANONICAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def decode(data: bytes, declared: str | None = None) -> str:
    """Bytes to text: by byte order mark, else by the declared charset, else as UTF-8.

    Never guesses and never replaces: bytes that do not fit raise `Invalid`, so that a person
    can say which encoding it is. A byte order mark stays in for `canonicalise` to take away.
    """
    charset = charset_of(data, declared)
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        raise Invalid(
            "The text is not valid %(charset)s at byte %(offset)s (%(bytes)s): name the encoding "
            "it was saved in, or save it as UTF-8 and try again.",
            field="file",
            charset=charset,
            offset=error.start,
            bytes=data[error.start : error.start + 4].hex(" "),
        ) from None


def charset_of(data: bytes, declared: str | None) -> str:
    """The codec by byte order mark, else by what was declared, else UTF-8; raises `Invalid`."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return charset
    if declared:
        return _codec_called(declared)
    _refuse_unmarked_wide_text(data)
    return "utf-8"


def _codec_called(label: str) -> str:
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        name = ""
    name = _SUPERSETS.get(name, name)
    if not _CODECS.fullmatch(name):
        raise Invalid(
            "The encoding “%(label)s” is not one that can be read here: save the text as UTF-8 "
            "and try again.",
            field="file",
            label=label[:40],
        )
    return name


def _refuse_unmarked_wide_text(data: bytes) -> None:
    # UTF-16 without a mark is valid UTF-8 as long as it holds English: every second character
    # would come out as NUL. No text has that many.
    head = data[:4096]
    if head.count(0) * 3 > len(head):
        raise Invalid(
            "The text has zero bytes between its letters from byte %(offset)s on, so it is not "
            "UTF-8: name its encoding (UTF-16, perhaps), or save it as UTF-8 and try again.",
            field="file",
            offset=head.index(0),
        )


def canonicalise(raw: str) -> str:
    """The canonical text of `raw`; `Invalid` if it is empty or blank.

    Takes one leading byte order mark away, writes every line break as a line feed, and puts
    U+FFFD for control characters and lone surrogates. Normalises nothing: composed and
    decomposed letters, ligatures, bidi and zero-width characters stay as they came.
    """
    text = raw.removeprefix(_BOM)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _is_clean(text):
        text = _cleaned(text)
    if not text or text.isspace():
        raise Invalid("The text is empty: there is nothing in it to mark.", field="text")
    return text


def _is_clean(text: str) -> bool:
    """Whether there is nothing to replace; told from its bytes, as nearly every text is clean."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return False
    if len(data.translate(None, _CONTROL_BYTES)) != len(data):
        return False
    return b"\xc2" not in data or _C1.search(data) is None


def _cleaned(text: str) -> str:
    if _SURROGATES.search(text):
        # A high and a low half side by side are one character; only a lone half is replaced.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub(REPLACEMENT, text)


def without_controls(text: str) -> str:
    """A piece of a text as `canonicalise` leaves it, one character for one; no line break in it."""
    return _NOT_CANONICAL.sub(REPLACEMENT, text.lstrip(_BOM))


def is_canonical(text: str) -> bool:
    """Whether offsets may refer to this very text, as it stands.

    For texts that come back from an export: `canonicalise` would take a second byte order mark
    away from a text that began with two.
    """
    return bool(text.strip()) and _NOT_CANONICAL.search(text) is None


def text_sha256(text: str) -> str:
    """The SHA-256 of the text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
