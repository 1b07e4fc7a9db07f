"""Files as desks have them: old encodings, tables, archives, documents."""

from __future__ import annotations

import pytest

from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.articles.service import ArticleBatch
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.formats.interface import Options
from annotator.formats.registry import FORMATS
from annotator.imports.running import Arrival, Plan
from annotator.text.layout import check_layout
from tests.databases import ON_BOTH
from tests.export.work import newest_revision
from tests.factories import SHELL
from tests.formats.made import archive, docx, drafts, items, pdf, source
from tests.personas import World
from tests.text.nasty import nasty_texts

RUSSIAN = "Мэр города заявил, что аренда жилья упала на треть за два года."
GERMAN = "Der Bürgermeister sagte „nein“ – für alle Bürger der Stadt München gilt das nicht."


@pytest.mark.parametrize(
    ("data", "said", "text"),
    [
        (b"\xef\xbb\xbfCaf\xc3\xa9", "utf-8", "\ufeffCafé"),
        ("\ufeffCafé".encode("utf-16-le"), "utf-16-le", "\ufeffCafé"),
        (RUSSIAN.encode("cp1251"), "cp1251, guessed", RUSSIAN),
        (RUSSIAN.encode("koi8-r"), "koi8_r, guessed", RUSSIAN),
        ((GERMAN * 3).encode("cp1252"), "guessed", GERMAN * 3),
    ],
)
def test_the_encoding_is_found_and_told(data: bytes, said: str, text: str) -> None:
    file = source(data, "a.txt")
    [draft] = FORMATS[1].read(file, Options())
    assert isinstance(draft, ArticleDraft)
    assert draft.text == text
    assert said in (file.encoding or "")


@pytest.mark.parametrize("data", [b"Caf\xe9", b"+ADw-script+AD4- \xff", bytes(range(256)) * 4])
def test_what_gives_too_few_signs_is_asked_for_and_never_read_as_utf_7(data: bytes) -> None:
    with pytest.raises(Invalid, match=r"In a\.txt, “file”: the text "):
        drafts(data, "a.txt")
    with pytest.raises(Invalid, match="not one that can be read here"):
        drafts(b"+ADw-b+AD4-", "a.txt", Options(encoding="utf-7"))


def test_a_table_is_read_by_the_names_of_its_columns() -> None:
    data = (
        "\ufeffID;Headline;Body;Date;colour\r\n"
        '7;"A; title";"Line one\r\nLine ""two""\r\n";2026-02-28;red\r\n'
        "\r\n"
        "8;;=SUM(A1);;\r\n"
    ).encode()
    first, second = drafts(data, "a.csv")
    assert (first.external_id, first.title, str(first.published_on)) == (
        "7",
        "A; title",
        "2026-02-28",
    )
    assert first.text == 'Line one\r\nLine "two"\r\n'
    assert first.origin == '{"colour":"red"}'
    assert (second.text, second.title, second.origin) == ("=SUM(A1)", None, None)
    assert second.place is not None
    assert second.place.line == 6


def test_a_table_without_those_names_is_read_as_somebody_says() -> None:
    data = RUSSIAN.encode("cp1251") + b"\t9\n" + RUSSIAN.encode("cp1251") + b"\t10\n"
    with pytest.raises(Invalid, match=r"In a\.tsv, line 1, “text”: none of the columns"):
        drafts(data, "a.tsv")
    found = drafts(data, "a.tsv", Options(columns={"text": "1", "external_id": "2"}))
    assert [(draft.text, draft.external_id) for draft in found] == [(RUSSIAN, "9"), (RUSSIAN, "10")]
    [by_name] = drafts(b"Was,Text\nA,B\n", "a.csv", Options(columns={"text": "Was"}))
    assert by_name.text == "A"
    for columns, said in ({"text": "None"}, "no such column"), ({"colour": "Was"}, "no field"):
        with pytest.raises(Invalid, match=said):
            drafts(b"Was,Text\nA,B\n", "a.csv", Options(columns=columns))


def test_a_row_at_fault_is_told_and_the_rows_after_it_are_read() -> None:
    data = b'text,date\nA,\nB\nC,28.2.2026\n"D\nE",2026-01-01\n'
    found = list(items(data, "a.csv"))
    assert [str(one) for one in found if isinstance(one, Invalid)] == [
        "In a.csv, line 3: the row has 1 cells, and the first one has 2.",
        "In a.csv, line 4, “published_on”: it must be a date written YYYY-MM-DD, or null.",
    ]
    assert [one.text for one in found if isinstance(one, ArticleDraft)] == ["A", "D\nE"]


def test_a_word_document_keeps_its_headings_and_paragraphs() -> None:
    data = docx(("Heading1", "A <title>"), ("", "First  paragraph & more."), ("", "Second. 💩"))
    [draft] = drafts(data, "a.docx")
    assert draft.layout is not None
    pieces = [draft.text[block.start : block.end] for block in draft.layout.blocks]
    assert pieces[1:] == ["First paragraph & more.", "Second. 💩"]
    assert pieces[0] == "A <title>"
    check_layout(draft.text, draft.layout)


def test_a_pdf_is_read_by_paragraphs_and_its_hyphens_are_accounted_for() -> None:
    lines = [
        (720, 24, "A large heading"),
        (680, 11, "The mayor said that rents had fallen by a third in the re-"),
        (667, 11, "public, and that the republic would see more fact-"),
        (654, 11, "checking."),
        (600, 11, "A second paragraph stands further down."),
    ]
    for packed in (False, True):
        [draft] = drafts(pdf(*lines, packed=packed), "a.pdf")
        assert draft.title == "A large heading"
        assert draft.layout is not None
        assert [block.kind for block in draft.layout.blocks] == ["heading", *["paragraph"] * 2]
        assert "in the republic, and that the republic would see more fact-checking." in draft.text
        assert draft.origin == '{"pdf":{"hyphens_undone":1,"hyphens_kept":1}}'
        check_layout(draft.text, draft.layout)
    with pytest.raises(Invalid, match=r"In a\.pdf: the PDF has no text layer"):
        drafts(pdf(), "a.pdf")


def test_an_html_file_is_an_article() -> None:
    page = "<html><body><h1>Café</h1><p>One <b>bold</b> word.</p></body></html>"
    [draft] = drafts(page.encode(), "a.html")
    assert draft.text == "Café\n\nOne bold word."


def test_an_archive_is_read_file_by_file_and_names_the_file_at_fault() -> None:
    data = archive(
        ("__MACOSX/._b.txt", b"litter"),
        ("b.txt", b"From text."),
        ("deep/a.jsonl", b'{"text": "From lines"}\n{"text": 1}\n'),
        ("c.docx", docx(("", "From Word."))),
        ("what.bin", b"\x00"),
    )
    found = list(items(data, "all.zip"))
    texts = [one.text for one in found if isinstance(one, ArticleDraft)]
    assert texts == ["From text.", "From lines", "From Word."]
    assert [str(one) for one in found if isinstance(one, Invalid)] == [
        "In all.zip › deep/a.jsonl, line 2, “text”: it must be there, and be a string.",
        "In all.zip › what.bin, “file”: files with this ending cannot be read.",
    ]


@ON_BOTH
def test_forty_nasty_texts_come_through_every_file_as_they_are(world: World) -> None:
    wanted = [one for one in nasty_texts(huge=False, refused=False) if not _has_halves(one.raw)]
    texts = [one.raw or "" for one in wanted if one.raw]
    canonical = [one.canonical for one in wanted if one.raw]
    members = [(f"{n:03}.txt", text.encode()) for n, text in enumerate(texts)]
    table = "text\n" + "".join('"' + text.replace('"', '""') + '"\n' for text in texts)
    data = archive(*members, ("table.csv", table.encode()))
    plan = Plan(world.project_id, world.slug, [source(data, "all.zip")], SHELL, Options())
    arrival = Arrival(plan)
    list(arrival.run())
    assert arrival.report.articles == 2 * len(texts)
    stored = [newest_revision(key).text for key in _ids()]
    assert stored == canonical * 2


def _has_halves(text: str | None) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text or "")


def _ids() -> list[str]:
    db.session.rollback()
    return [row.id for row in db.session.query(Article).order_by(Article.number)]


def test_a_batch_takes_what_a_format_gives(world: World) -> None:
    batch = ArticleBatch(world.project_id, actor=SHELL)
    for draft in drafts(docx(("Heading1", "T"), ("", "P.")), "a.docx"):
        batch.add(draft)
    with writing():
        assert batch.store() == 1
