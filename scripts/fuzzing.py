"""Feed each parser with what atheris makes up, led by which lines of it were reached.

`fuzzing.py PARSER SECONDS` fuzzes one, and ends with status 1 and the input on a crash or a hang.
Whatever a reader of the sandbox raises is contained there; the others may refuse, and no more.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]
#: Read in the sandbox in earnest: module and function.
CONTAINED = {
    "html": ("annotator.webpages.html.extraction", "read_page"),
    "docx": ("annotator.formats.docx.extraction", "read_docx"),
    "pdf": ("annotator.formats.pdf.extraction", "read_pdf"),
}
#: Read in the process itself, by the ending of a file's name.
OWN = ("txt", "csv", "jsonl", "json", "zip")
PARSERS = (*OWN, *CONTAINED)
#: One input may take so long, and no longer than this may an input be.
_HANG_SECONDS, _LONGEST = 10, 4096


def run_all(seconds: float) -> tuple[list[str], bool]:
    """Fuzz every parser for so long; gives a line for each, and whether all stood."""
    if find_spec("atheris") is None:
        return ["atheris is not installed here, not run"], True
    lines, passed = [], True
    for parser in PARSERS:
        command = [sys.executable, __file__, parser, str(int(seconds))]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
        )
        said = [
            line for line in done.stderr.splitlines() if line.startswith(("Done ", "ERROR", "=="))
        ]
        lines.append(f"{parser}: {said[-1] if said else f'ended with {done.returncode}'}")
        passed = passed and done.returncode == 0
    return lines, passed


def target_of(parser: str) -> Callable[[bytes], None]:
    """What takes one input; raises where the parser does what it may not."""
    from annotator.errors import Invalid

    if parser in CONTAINED:
        module, name = CONTAINED[parser]
        function = getattr(import_module(module), name)

        def contained(data: bytes) -> None:
            try:
                function(data)
            except (Exception, RecursionError):
                return  # The sandbox says so in a sentence.

        return contained

    # Imported here, where atheris looks on, so that it sees which lines are reached.
    interface = import_module("annotator.formats.interface")
    registry = import_module("annotator.formats.registry")

    def own(data: bytes) -> None:
        found = interface.Source(f"a.{parser}", lambda: io.BytesIO(data), len(data))
        try:
            for _item in registry.format_of(found).read(found, interface.Options()):
                pass
        except Invalid:
            return

    return own


def main(parser: str, seconds: str) -> None:
    """Fuzz one parser."""
    import atheris  # type: ignore[import-untyped]

    with atheris.instrument_imports(include=["annotator", "mammoth", "pdfminer"]):
        target = target_of(parser)
    options = [f"-max_total_time={seconds}", f"-timeout={_HANG_SECONDS}", f"-max_len={_LONGEST}"]
    with tempfile.TemporaryDirectory() as corpus:
        _write_seeds(Path(corpus))
        atheris.Setup([sys.argv[0], *options, f"-seed={int(time.time())}", corpus], target)
        atheris.Fuzz()


_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml'
    '.document.main+xml"/></Types>'
)
_PLACE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_WORDS = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:b/><w:t>A text.</w:t></w:r></w:p></w:body></w:document>"
)


def _write_seeds(folder: Path) -> None:
    """Beginnings that no chance would find."""
    with ZipFile(folder / "archive", "w") as archive:
        archive.writestr("a.txt", "A text.")
    with ZipFile(folder / "document", "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _PLACE)
        archive.writestr("word/document.xml", _WORDS)
    (folder / "lines").write_bytes(b'{"text": "A", "id": 1}\n')
    (folder / "table").write_bytes(b'text;title\n"A;\n";B\n')
    (folder / "page").write_bytes(b"<h1>A</h1><p>B <b>C</b></p>")
    (folder / "print").write_bytes(
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << >>\n"
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(*sys.argv[1:3])
