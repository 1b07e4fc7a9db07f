"""Files that were made to harm, or that no reader can make anything of."""

from __future__ import annotations

import io
import stat
from zipfile import ZIP_LZMA, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.articles.drafts import ArticleDraft
from annotator.errors import AnnotatorError, Invalid
from annotator.formats.archive import _Budget
from tests.formats.made import archive, docx, drafts, items


def _link() -> ZipInfo:
    info = ZipInfo("a.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def _lzma() -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_LZMA) as file:
        file.writestr("a.txt", b"A")
    return made.getvalue()


HARMFUL = {
    "many members": archive(*((f"{n}.txt", b"A") for n in range(1001))),
    "ratio": archive(("a.txt", b"A" * 5_000_000)),
    "nested": archive(("b.zip", archive(("a.txt", b"A")))),
    "absolute": archive(("/etc/a.txt", b"A")),
    "above": archive(("../a.txt", b"A")),
    "backslash": archive(("..\\a.txt", b"A")),
    "link": archive((_link(), b"/etc/passwd")),
    "lzma": _lzma(),
    "cut off": archive(("a.txt", b"A" * 1000))[:-30],
    "an index that leads nowhere": bytes.fromhex(
        "504b0304140000000000012e765d6e6d71b5070000000700000005000000612e7478744120746578"
        "742e504b01021403140000000000012e765d6e6d71b5070000000700000005000000000000000000"
        "0000800100000000612e747874504b05060000000001000100330000000000002a0000"
    ),
    "no archive": b"PK\x03\x04 and then nothing",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_an_archive_that_could_harm_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match=r"^In bad\.zip"):
        drafts(HARMFUL[name], "bad.zip")


def test_an_archive_is_counted_while_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.formats.archive.MOST_BYTES", 1500)
    assert _Budget().left == 1500
    data = archive(("a.txt", b"A" * 1000), ("b.txt", b"B" * 1000))
    with pytest.raises(Invalid, match=r"In bad\.zip › b\.txt: the archive unpacks to more than"):
        drafts(data, "bad.zip")


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
BOMBS = {
    "laughs.docx": docx(head=LAUGHS + "]>", tail="<w:p><w:r><w:t>&j;</w:t></w:r></w:p>"),
    "unpacks.docx": docx(("", "A" * 60_000_000)),
    "deep.html": b"<div>" * 300_000 + b"A",
    "quote.csv": b'text\n"' + b"A" * 5_000_000,
    "line.csv": b"text\n" + b"A" * 5_000_000,
    "deep.jsonl": b'{"a":' * 100_000,
    "not.pdf": b"%PDF-1.4\n" + b"<<" * 100_000,
    "not.docx": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_one_sentence(name: str) -> None:
    with pytest.raises(AnnotatorError) as refusal:
        drafts(BOMBS[name], name)
    assert str(refusal.value).startswith(f"In {name}")
    assert str(refusal.value).count("\n") == 0
    assert len(str(refusal.value)) < 400


UNREADABLE = {
    "not.docx": (b"PK\x03\x04", "it is no Word document that can be read: save it anew as .docx"),
    "old.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "it is a Word document of an older kind, or one with a password: save it anew as .docx, "
        "without a password",
    ),
    "not.pdf": (b"%PDF-1.4\n", "it is no PDF that can be read: save it anew as PDF"),
    "not.zip": (b"PK\x03\x04", "it is no ZIP archive that can be read: make it anew"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_in_our_own_words(name: str) -> None:
    data, words = UNREADABLE[name]
    with pytest.raises(AnnotatorError) as refusal:
        drafts(data, name)
    assert str(refusal.value) == f"In {name}: {words}."


def test_a_table_that_breaks_off_in_the_middle_is_refused_in_our_own_words() -> None:
    never_closed = b'text\nA\n"' + b"B" * 5_000_000
    for data, words in (
        (never_closed, "look for a quotation mark that nothing closes"),
        (b"text\n" + b"A\n" * 200_000 + b"\xff\n", "what follows is not utf-8"),
    ):
        with pytest.raises(Invalid, match=rf"^In a\.csv, line \d+: .*{words}"):
            list(items(data, "a.csv"))


@pytest.mark.parametrize("suffix", ["txt", "csv", "jsonl", "zip"])
@settings(max_examples=60, deadline=None)
@given(
    data=st.binary(max_size=300)
    | st.text(max_size=200).map(str.encode)
    | st.text('text,;"\n\r\t{}[]:\\u0\x00é', max_size=120).map(str.encode)
)
def test_no_bytes_break_a_reader(suffix: str, data: bytes) -> None:
    try:
        for item in items(data, f"a.{suffix}"):
            assert isinstance(item, (ArticleDraft, Invalid))
            if isinstance(item, ArticleDraft):
                item.text.encode("utf-8", "surrogatepass")
    except Invalid as error:
        refusal = str(error)
    else:
        return
    assert refusal.startswith("In a.")
