"""The text layer of a PDF as paragraphs. Runs in the sandbox only: pdfminer meets strange files."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psexceptions import PSException

from annotator.errors import Invalid
from annotator.sandbox.tasks import task

#: A line this much larger than most text is a heading, if it is no longer than a heading is.
_HEADING = 1.15
_HEADING_LENGTH = 200
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = ("-", "\u2010")
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_ENDED = re.compile(r"[.!?…:;”\"'’)\]»]\s*$")


@dataclass(slots=True)
class _Box:
    """Lines that stand together, and the size of most of their letters in points."""

    lines: list[str]
    size: float
    letters: int


@task
def read_pdf(data: bytes) -> dict[str, Any]:
    """`blocks` of kind, level and text, and how many hyphens at line ends were undone and kept."""
    try:
        boxes = list(_boxes(data))
    except PDFPasswordIncorrect:
        raise Invalid("the PDF has a password: save it without one and try again") from None
    except (
        PDFSyntaxError,
        PDFTextExtractionNotAllowed,
        PSException,
        ValueError,
        KeyError,
    ):
        raise Invalid("it is no PDF that can be read: save it anew as PDF") from None
    if not boxes:
        raise Invalid(
            "the PDF has no text layer, so it is pictures of pages: read it with a text recogniser "
            "first, or paste the text"
        )
    joiner = _Joiner(line for box in boxes for line in box.lines)
    blocks = _continued([_block(box, joiner, _sizes(boxes)) for box in boxes], joiner)
    return {"blocks": blocks, "undone": joiner.undone, "kept": joiner.kept}


def _boxes(data: bytes) -> Iterator[_Box]:
    for page in extract_pages(io.BytesIO(data), laparams=LAParams()):
        for box in page:
            if isinstance(box, LTTextContainer):
                yield from _parts(box)


def _parts(box: LTTextContainer[Any]) -> Iterator[_Box]:
    """The box, cut where the size of the letters changes: a heading stands close to its text."""
    present: _Box | None = None
    for line in box:
        if not isinstance(line, LTTextLine):
            continue
        text = " ".join(line.get_text().split())
        sizes = Counter(round(sign.size, 1) for sign in line if isinstance(sign, LTChar))
        if not text or not sizes:
            continue
        size = sizes.most_common(1)[0][0]
        if present is None or abs(present.size - size) > 0.1 * present.size:
            if present is not None:
                yield present
            present = _Box([], size, 0)
        present.lines.append(text)
        present.letters += len(text)
    if present is not None:
        yield present


class _Joiner:
    """Joins lines. A hyphen at a line's end goes only where the document has the whole word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words = {word.casefold() for line in lines for word in _WORD.findall(line)}
        self.undone = 0
        self.kept = 0

    def join(self, lines: list[str]) -> str:
        """The lines as one text."""
        text = lines[0]
        for line in lines[1:]:
            text = self._joined(text, line)
        return text.removesuffix(_SOFT_HYPHEN)

    def _joined(self, text: str, line: str) -> str:
        if text.endswith(_SOFT_HYPHEN):
            self.undone += 1
            return text[:-1] + line
        if not text.endswith(_HYPHENS) or not line[:1].isalpha() or not text[-2:-1].isalpha():
            return f"{text} {line}"
        first, second = _WORD.findall(text[:-1])[-1], _WORD.findall(line)[0]
        if line[0].islower() and (first + second).casefold() in self._words:
            self.undone += 1
            return text[:-1] + line
        self.kept += 1
        return text + line


def _sizes(boxes: list[_Box]) -> list[float]:
    """The size of most text, then the larger ones, largest first."""
    letters: Counter[float] = Counter()
    for box in boxes:
        letters[box.size] += box.letters
    body = letters.most_common(1)[0][0]
    return [body, *sorted((size for size in letters if size >= body * _HEADING), reverse=True)]


def _block(box: _Box, joiner: _Joiner, sizes: list[float]) -> list[Any]:
    text = joiner.join(box.lines)
    if box.size in sizes[1:] and len(text) <= _HEADING_LENGTH:
        return ["heading", min(sizes[1:].index(box.size) + 1, 6), text]
    return ["paragraph", None, text]


def _continued(blocks: list[list[Any]], joiner: _Joiner) -> list[list[Any]]:
    """The blocks with paragraphs that go on in the next column or on the next page made whole."""
    found: list[list[Any]] = []
    for block in blocks:
        before = found[-1] if found else None
        if (
            before is not None
            and before[0] == block[0] == "paragraph"
            and block[2][:1].islower()
            and not _ENDED.search(before[2])
        ):
            before[2] = joiner.join([before[2], block[2]])
        else:
            found.append(block)
    return found
