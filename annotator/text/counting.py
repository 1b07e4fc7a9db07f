"""How many words a text has, as a list of articles tells its length."""

from __future__ import annotations

import re

_HAN = "\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = "\u3041-\u309f"
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_SOUTH_EAST = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED = _HAN + _HIRAGANA + _KATAKANA + _SOUTH_EAST
_PUNCTUATION = "\u3000-\u303f\u30fb\uff00-\uff0f\uff1a-\uff20\uff5b-\uff65"
_WORD = re.compile(
    f"[{_HAN}]|[{_HIRAGANA}\u30fc]+|[{_KATAKANA}]+|[{_SOUTH_EAST}]{{1,5}}"
    rf"|[^\W{_UNSPACED}][^\s{_UNSPACED}{_PUNCTUATION}]*"
)
_SPACED = re.compile(r"\w\S*")
#: Up to the first letter of what stands between white space.
_FIRST = re.compile(r"[^\w\s]*\w")
#: What ASCII signs are: white space, letters, and others; what ASCII lacks is among these.
_SHAPES = bytes(
    ord(" " if chr(byte).isspace() else "a" if chr(byte).isalnum() or byte == ord("_") else ".")
    for byte in range(128)
).ljust(256, b".")
_NO_LETTER = re.compile(rb" \.")
_BEGUN = b"\0\1".ljust(256, b"\0")
_OTHER_SPACES = [chr(code) for code in range(128, 0x3001) if chr(code).isspace()]
#: Hardly any writing with spaces has words of more signs than this, on the whole.
_LONGEST_WORDS = 10
_ANY = re.compile(f"[{_UNSPACED}]")
_PARTING = re.compile(f"[{_UNSPACED}{_PUNCTUATION}]")
# The bytes of UTF-8 that no such sign begins with; looking for others takes next to no time.
_BEGIN = {0xE0, 0xE1, *range(0xE3, 0xEA), 0xEF, 0xF0}
_OTHERS = bytes(byte for byte in range(256) if byte not in _BEGIN)


def count_words(text: str) -> int:
    """What stands between white space counts as one word, where words are written with spaces.

    In a text that has writing without them, each Han character counts as one, each run of
    Hiragana or of Katakana as one, and each five signs, begun or whole, of a run of Thai, Lao,
    Khmer or Burmese as one; what stands between white space without such signs counts as above.
    """
    words = text.split()
    if not _has_unspaced(text):
        return len(words)
    # Mostly a few names among words with spaces: only what may hold such signs is looked into.
    unspaced = [word for word in words if not word.isascii() and _ANY.search(word)]
    return len(words) + sum(len(_WORD.findall(word)) - 1 for word in unspaced)


def is_old_count(words: int, length: int) -> bool:
    """Whether a text of this length may be counted anew.

    What came in before writing without spaces was known has its count by white space, and keeps
    it: the count is one of the facts of a text that never change.
    """
    return length > _LONGEST_WORDS * words


def words_begun(text: str) -> bytes:
    """For each sign of the text, 1 where a word has its first letter and 0 elsewhere; without
    spaces, words are as told above.

    What stands before a word, a quotation mark say, is no part of it.
    """
    begun, at = _begun(text), 0
    for word in _unspaced_in(text):
        start = text.index(word, at)
        at = start + len(word)
        begun[start:at] = bytes(len(word))
        for one in _WORD.finditer(text, start, at):
            begun[one.start()] = 1
    return bytes(begun)


def _begun(text: str) -> bytearray:
    """The same of words that stand between white space."""
    shape = b" " + text.encode("ascii", "replace").translate(_SHAPES)
    others = [one.start() for one in _NO_LETTER.finditer(shape)]
    # Mostly words begin with a letter that ASCII has: then only the others are looked at, and
    # it takes a quarter of the time.
    if 4 * len(others) > shape.count(b" a") or any(map(text.__contains__, _OTHER_SPACES)):
        begun = bytearray(len(text))
        for one in _SPACED.finditer(text):
            begun[one.start()] = 1
        return begun
    begun = bytearray(shape.replace(b" a", b" \1").translate(_BEGUN)[1:])
    for place in others:
        first = _FIRST.match(text, place)
        if first is not None:
            begun[first.end() - 1] = 1
    return begun


def _unspaced_in(text: str) -> list[str]:
    """What stands between white space and has signs that _WORD parts words by, in order."""
    if not _has_unspaced(text):
        return []
    return [word for word in text.split() if not word.isascii() and _PARTING.search(word)]


def _has_unspaced(text: str) -> bool:
    if text.isascii() or not text.encode("utf-8", "surrogatepass").translate(None, _OTHERS):
        return False
    return _ANY.search(text) is not None
