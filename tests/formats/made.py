"""Files of each kind, made here to the byte: archives, Word documents and PDFs."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from annotator.articles.drafts import ArticleDraft
from annotator.errors import Invalid
from annotator.formats.interface import Item, Options, Source
from annotator.formats.registry import format_of

_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def source(data: bytes, name: str) -> Source:
    """A file of these bytes."""
    return Source(name, lambda: io.BytesIO(data), len(data))


def items(data: bytes, name: str, options: Options | None = None) -> Iterator[Item]:
    """What the file holds, by the format of its ending."""
    found = source(data, name)
    return format_of(found).read(found, options or Options())


def drafts(data: bytes, name: str, options: Options | None = None) -> list[ArticleDraft]:
    """The same where all of it is sound."""
    found = []
    for item in items(data, name, options):
        if isinstance(item, Invalid):
            raise item
        assert isinstance(item, ArticleDraft)
        found.append(item)
    return found


def archive(*members: tuple[str | ZipInfo, bytes]) -> bytes:
    """A ZIP of these files."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return made.getvalue()


def docx(*paragraphs: tuple[str, str], head: str = "", tail: str = "") -> bytes:
    """A Word document; each paragraph has a style ("" for none) and its words.

    `head` and `tail` are XML before the document and at its end.
    """
    body = "".join(
        f"<w:p>{f'<w:pPr><w:pStyle w:val={chr(34)}{style}{chr(34)}/></w:pPr>' if style else ''}"
        f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
        for style, words in paragraphs
    )
    document = f'{head}<w:document xmlns:w="{_WORD}"><w:body>{body}{tail}</w:body></w:document>'
    rels = (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="r1" Type="{_OFFICE}" '
        'Target="word/document.xml"/></Relationships>'
    )
    return archive(
        ("[Content_Types].xml", _TYPES.encode()),
        ("_rels/.rels", rels.encode()),
        ("word/document.xml", document.encode()),
    )


def pdf(*lines: tuple[int, int, str], packed: bool = False) -> bytes:
    """A PDF of one page; each line has its height on the page, its size, and its words."""
    drawn = "".join(
        f"BT /F1 {size} Tf 72 {height} Td ({words}) Tj ET\n" for height, size, words in lines
    ).encode("cp1252")
    content, kind = (zlib.compress(drawn), b"/Filter /FlateDecode ") if packed else (drawn, b"")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< %b/Length %d >>\nstream\n%b\nendstream" % (kind, len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    return _numbered(objects)


def _numbered(objects: Sequence[bytes]) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(made))
    )
