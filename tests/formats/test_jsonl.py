"""Strict reading of JSON Lines and text files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.articles.drafts import ArticleDraft
from annotator.articles.json_lines import _STRINGS_AND_BRACKETS, LINE_BYTES, JsonLines
from annotator.errors import Invalid
from annotator.formats.interface import Options, Source
from annotator.formats.jsonl import JsonlFormat


def drafts(*lines: bytes, keep_extra: bool = False) -> list[ArticleDraft]:
    """The drafts of a file of these lines."""
    stream = io.BytesIO(b"".join(line + b"\n" for line in lines))
    found = []
    for item in JsonlFormat().read(
        Source("in.jsonl", lambda: stream), Options(keep_extra=keep_extra)
    ):
        if isinstance(item, Invalid):
            raise item
        assert isinstance(item, ArticleDraft)
        found.append(item)
    return found


def test_only_the_text_must_be_there() -> None:
    [draft] = drafts(b'{"text": "A"}')
    assert (draft.text, draft.title, draft.external_id) == ("A", None, None)


def test_every_known_key_finds_its_place() -> None:
    [draft] = drafts(
        b'{"id": 17, "text": "A", "title": " T\\n t ", "url": "https://e.org/", "byline": "B", '
        b'"publisher": "", "published_on": "2026-02-28", "language": "en"}'
    )
    assert (draft.external_id, draft.title, draft.byline) == ("17", "T t", "B")
    assert (draft.publisher, str(draft.published_on)) == (None, "2026-02-28")


def test_blank_lines_and_a_byte_order_mark_are_no_articles() -> None:
    assert len(drafts(b'\xef\xbb\xbf{"text": "A"}', b"", b"  \r", b'{"text": "B"}\r')) == 2


REFUSALS = {
    b'{"title": "T"}': "“text”: it must be there",
    b'{"text": 5}': "“text”: it must be there, and be a string",
    b'{"text": "A", "title": 5}': "“title”: it must be a string, or null",
    b'{"text": "A", "published_on": "28.2.2026"}': "“published_on”: it must be a date",
    b'{"text": "A", "published_on": "2026-02-30"}': "“published_on”: it must be a date",
    b'{"text": "A", "id": "1", "external_id": "2"}': "“external_id”: give “id” or “external_id”",
    b'{"text": "A", "colour": "red"}': "“colour”: there is no such key",
    b'{"text": "A", "text": "B"}': "“text”: the key is there twice",
    b'{"text": "A", "x": {"a": 1, "a": 2}}': "“a”: the key is there twice",
    b"[1, 2]": "the line holds no JSON object",
    b'{"text": "A"} {"text": "B"}': "it is not JSON at character 15 (Extra data)",
    b'{"text": "A"': "it is not JSON",
    b"not json": "it is not JSON at character 1",
    b'{"text": "\xff"}': "it is not UTF-8 at byte 11 of the line",
    b'{"text": "A", "x": NaN}': "the number NaN is not JSON",
    b'{"text": "A", "x": -Infinity}': "the number -Infinity is not JSON",
    b'{"text": "A", "x": 1e999}': "a number is too large",
    b'{"text": "A", "x": 1234567890123456}': "more than 15 digits",
    b'{"text": "\\ud83d"}': "half of a surrogate pair",
    b'{"text": "A", "\\udca9": 1}': "half of a surrogate pair",
    b'{"text": "A\\u0000B"}': "NUL",
    b'{"text": "A\x00B"}': "it is not JSON",
    b'{"text": "A", "x": ' + b"[" * 32 + b"]" * 32 + b"}": "nested deeper than 32",
    b"[" * 100_000: "nested deeper than 32",
    b'{"a":' * 100_000: "nested deeper than 32",
}


@pytest.mark.parametrize("line", REFUSALS, ids=lambda line: line[:40].decode("latin-1"))
def test_it_refuses_and_says_where(line: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        drafts(b'{"text": "fine"}', line)
    assert REFUSALS[line] in str(refusal.value)
    assert str(refusal.value).startswith("In in.jsonl, line 2")
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert drafts(b'{"text": "\\ud83d\\udca9"}')[0].text == "\U0001f4a9"


def test_brackets_in_strings_are_not_counted() -> None:
    assert drafts(b'{"text": "' + b"[" * 100 + b'\\"{\\\\"}')[0].text.startswith("[[[")


def test_extra_keys_are_kept_in_order_on_request() -> None:
    [draft] = drafts(b'{"z": [1.5, null], "text": "A", "a": {"b": true}}', keep_extra=True)
    assert draft.origin == '{"z":[1.5,null],"a":{"b":true}}'


def test_a_line_that_is_too_long_is_not_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            size = len(buffer)  # type: ignore[arg-type]
            buffer[:] = b"x" * size  # type: ignore[index]
            self.taken += size
            return size

    stream = Endless()
    with pytest.raises(Invalid, match=f"longer than {LINE_BYTES} bytes"):
        list(JsonLines(io.BufferedReader(stream), "in.jsonl"))  # type: ignore[arg-type]
    assert stream.taken < LINE_BYTES + 1_000_000


def _worst_lines() -> Iterator[bytes]:
    size = 1_000_000
    yield b'{"text": "' + b"\\" * size
    yield b'{"text": "' + b'\\"' * (size // 2)
    yield b'"' * size
    yield b'{"text": "' + b"\\\\" * (size // 2) + b'"}'
    yield b"[" * 32 + b"," * size
    yield b'{"a' * (size // 3)


@pytest.mark.parametrize("line", list(_worst_lines()), ids=lambda line: line[:16].decode())
def test_the_worst_line_is_read_or_refused(line: bytes) -> None:
    # A scan that began again at every quotation mark would take minutes for a million bytes.
    with suppress(Invalid):
        drafts(line)


@given(st.text('"\\\n[]{}a').map(str.encode))
def test_depth_is_counted_without_looking_at_a_byte_twice(line: bytes) -> None:
    # Nothing in the pattern backtracks: only a match that failed would be looked at again.
    assert not set(_STRINGS_AND_BRACKETS.sub(b"", line)) & set(b'"[]{}')


def test_lines_come_one_at_a_time() -> None:
    stream = io.BytesIO(b'{"text": "A"}\n{"text": "B"}\n')
    source = Source("in.jsonl", lambda: stream)
    found = JsonlFormat().read(source, Options())
    next(found)
    assert source.taken == 14
