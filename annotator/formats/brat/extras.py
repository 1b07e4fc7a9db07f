"""What brat says of marks: links, a quote's kind and a note, as far as there are words for them."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.annotations.models import Label, QuoteKind
from annotator.formats.brat.records import Attribute, Note, Record, Relation
from annotator.formats.native.drafting import ArticleRows, Row, quote_row
from annotator.formats.native.shape import MOST_CHARACTERS
from annotator.links.models import LinkKind
from annotator.links.service import MAX_LINKS, fits

#: The attribute that says how a quote gives the words.
KIND = "Kind"
NOTE = "AnnotatorNotes"
FIRST, SECOND = "Arg1", "Arg2"

_KINDS = frozenset(kind.value for kind in QuoteKind)
_LINKS = frozenset(kind.value for kind in LinkKind)


def read_extras(
    records: Iterable[Record], marks: dict[str, Row], rows: ArticleRows, links: list[Row]
) -> list[Record]:
    """Put what can be put on the marks, or among the links; gives the records that are left.

    `marks` are annotations by the id of their record.
    """
    left = []
    for record in records:
        match record:
            case Attribute():
                taken = _take_kind(record, marks.get(record.target))
            case Note():
                taken = _take_note(record, marks.get(record.target))
            case Relation():
                taken = _take_link(record, marks, rows, links)
            case _:
                taken = False
        if not taken:
            left.append(record)
    return left


def _take_kind(record: Attribute, mark: Row | None) -> bool:
    if mark is None or mark["label"] != Label.QUOTE.value or mark["quote"] is not None:
        return False
    if record.type != KIND or record.value not in _KINDS:
        return False
    mark["quote"] = quote_row(record.value)
    mark["origin"]["brat"]["kind"] = record.id
    return True


def _take_note(record: Note, mark: Row | None) -> bool:
    if mark is None or record.type != NOTE or mark["note"] is not None:
        return False
    if not 1 <= len(record.text) <= MOST_CHARACTERS or not record.text.strip():
        return False
    mark["note"] = record.text
    mark["origin"]["brat"]["note"] = record.id
    return True


def _take_link(
    record: Relation, marks: dict[str, Row], rows: ArticleRows, links: list[Row]
) -> bool:
    ends = [marks.get(target) for _, target in record.roles]
    names = tuple(role for role, _ in record.roles)
    if record.type not in _LINKS or names != (FIRST, SECOND) or None in ends:
        return False
    first, second = ends
    if first is None or second is None or first is second:
        return False
    if not fits(LinkKind(record.type), Label(first["label"]), Label(second["label"])):
        return False
    link = rows.link(first, second, record.type)
    joined = ("from", "to", "kind")
    if any(all(link[key] == known[key] for key in joined) for known in links):
        return False
    if sum(known["from"] == first["id"] for known in links) >= MAX_LINKS:
        return False
    links.append(link)
    return True
