"""What brat says of marks: links, a quote's kind and a note, as far as there are words for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from annotator.annotations.models import Label, QuoteKind
from annotator.formats.brat.records import Attribute, Note, Record, Relation
from annotator.formats.mapping import LabelMapping
from annotator.formats.native.drafting import ArticleRows, Row, quote_row
from annotator.formats.native.values import MOST_CHARACTERS
from annotator.links.models import LinkKind
from annotator.links.service import MAX_LINKS, fits

#: The attribute that says how a quote gives the words.
KIND = "Kind"
NOTE = "AnnotatorNotes"
FIRST, SECOND = "Arg1", "Arg2"

_KINDS = frozenset(kind.value for kind in QuoteKind)


def read_extras(
    records: Iterable[Record],
    marks: dict[str, Row],
    rows: ArticleRows,
    links: list[Row],
    mapping: LabelMapping,
) -> list[Record]:
    """Put what can be put on the marks, or among the links; gives the records that are left.

    `marks` are annotations by the id of their record. A relation that only fits its marks the
    other way round is turned, and written back as it was.
    """
    left, joined = [], _Joined(links)
    for record in records:
        match record:
            case Attribute():
                taken = _take_kind(record, marks.get(record.target))
            case Note():
                taken = _take_note(record, marks.get(record.target))
            case Relation():
                taken = _take_link(record, marks, rows, joined, mapping)
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
    record: Relation,
    marks: dict[str, Row],
    rows: ArticleRows,
    links: _Joined,
    mapping: LabelMapping,
) -> bool:
    kind = mapping.link_of(record.type)
    if kind is None or len(record.roles) != 2:
        return False
    (_, one), (_, other) = record.roles
    if one == other or one not in marks or other not in marks:
        return False
    turned = not _fits(kind, marks[one], marks[other])
    first, second = (other, one) if turned else (one, other)
    if not _fits(kind, marks[first], marks[second]):
        return False
    link = rows.link(marks[first], marks[second], kind.value)
    if not links.take(link):
        return False
    told = {"id": record.id, "type": record.type, "kind": kind.value, "to": second}
    roles = {"roles": [role for role, _ in record.roles], "turned": turned}
    marks[first]["origin"]["brat"].setdefault("relations", []).append({**told, **roles})
    return True


def _fits(kind: LinkKind, first: Row, second: Row) -> bool:
    return fits(kind, Label(first["label"]), Label(second["label"]))


class _Joined:
    """The links of a file, which joins thousands of marks at times."""

    def __init__(self, links: list[Row]) -> None:
        self._links = links
        self._known = {_ends(link) for link in links}
        self._counts = Counter(link["from"] for link in links)

    def take(self, link: Row) -> bool:
        """Add it, unless there is such a link already, or as many as a mark may have."""
        ends = _ends(link)
        if ends in self._known or self._counts[link["from"]] >= MAX_LINKS:
            return False
        self._links.append(link)
        self._known.add(ends)
        self._counts[link["from"]] += 1
        return True


def _ends(link: Row) -> tuple[str, str, str]:
    return link["from"], link["to"], link["kind"]
