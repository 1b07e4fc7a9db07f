from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.text.canonical import (
    CANONICAL_VERSION,
    canonicalise,
    decode,
    is_canonical,
    text_sha256,
)

# Every code point, lone surrogates too: JSON can carry them.
ANY_TEXT = st.text(st.characters(codec=None))


def test_the_version_is_part_of_the_data_format() -> None:
    assert CANONICAL_VERSION == "plain/1"


@given(ANY_TEXT)
def test_canonicalising_twice_changes_nothing(raw: str) -> None:
    assume(not raw.startswith("\ufeff\ufeff"))
    try:
        text = canonicalise(raw)
    except Invalid:
        return
    assert canonicalise(text) == text
    assert is_canonical(text)


@given(ANY_TEXT)
def test_a_canonical_text_can_be_stored_anywhere(raw: str) -> None:
    try:
        text = canonicalise(raw)
    except Invalid:
        return
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\r" not in text
    assert "\x00" not in text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_text_without_controls_stays_as_it_is(raw: str) -> None:
    assume(raw.strip() and not raw.startswith("\ufeff"))
    assert canonicalise(raw) == raw


def test_controls_are_replaced_one_for_one() -> None:
    assert canonicalise("a\x85b\x0bc\x1cd\x7fe") == "a\ufffdb\ufffdc\ufffdd\ufffde"


def test_only_one_leading_mark_is_taken_away() -> None:
    assert canonicalise("\ufeff\ufeffa\ufeff") == "\ufeffa\ufeff"
    assert is_canonical("\ufeffa")


@pytest.mark.parametrize("raw", ["", " ", "\n\r\n", "\ufeff", "\u3000\u00a0\t"])
def test_a_text_with_nothing_in_it_is_refused(raw: str) -> None:
    with pytest.raises(Invalid) as refusal:
        canonicalise(raw)
    assert refusal.value.field == "text"
    assert not is_canonical(raw.removeprefix("\ufeff"))


@pytest.mark.parametrize("text", ["a\rb", "a\x00", "a\ud800", "a\x85"])
def test_what_offsets_may_not_refer_to(text: str) -> None:
    assert not is_canonical(text)


def test_bytes_that_do_not_fit_say_where_and_what_to_do() -> None:
    with pytest.raises(Invalid) as refusal:
        decode("Grüße".encode("latin-1"))
    sentence = str(refusal.value)
    assert "utf-8 at byte 2 (fc df 65)" in sentence
    assert "save it as UTF-8" in sentence
    assert refusal.value.field == "file"


def test_a_byte_order_mark_outranks_the_declaration() -> None:
    assert decode(b"\xef\xbb\xbf\xc3\xbc", "latin-1") == "\ufeffü"


@pytest.mark.parametrize(
    ("label", "data", "text"),
    [
        ("utf-8", b"\xc3\xbc", "ü"),
        (" UTF-8 ", b"\xc3\xbc", "ü"),
        ("ISO-8859-1", b"\x93no\x94", "“no”"),
        ("us-ascii", b"\x93no\x94", "“no”"),
        ("windows-1251", b"\xcf\xf0\xe8", "При"),
        ("koi8-r", b"\xf0\xd2\xc9", "При"),
        ("shift_jis", b"\x87\x40", "①"),
        ("utf-16", "ü".encode("utf-16-le"), "ü"),
        ("utf-16be", "ü".encode("utf-16-be"), "ü"),
        ("gb2312", "镕".encode("gbk"), "镕"),
        ("macintosh", b"\xd2no\xd3", "“no”"),
    ],
)
def test_declared_charsets(label: str, data: bytes, text: str) -> None:
    assert decode(data, label) == text


@pytest.mark.parametrize(
    "label", ["utf-7", "unicode_escape", "idna", "punycode", "rot13", "zlib", "nonsense", "a\0b"]
)
def test_codecs_that_do_more_than_decode_are_refused(label: str) -> None:
    with pytest.raises(Invalid, match="is not one that can be read here"):
        decode(b"abc", label)


@given(st.binary())
def test_decoding_gives_text_or_one_sentence(data: bytes) -> None:
    try:
        decode(data)
    except Invalid as refusal:
        sentence = str(refusal)
    else:
        sentence = "Fine."
    assert sentence.count(".") == 1


def test_the_hash_is_of_the_text_as_utf8() -> None:
    assert text_sha256("ü") == ("607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f")
