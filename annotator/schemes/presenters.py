"""What one version of the scale changed since another one, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from annotator.audit.differences import Piece, difference
from annotator.projects.definition import LISTS, Choice
from annotator.projects.scheme import Rating, Scheme

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Altered:
    """One value of a row that is another now; `pieces` word by word where that can be shown."""

    key: str
    before: Value
    after: Value
    pieces: tuple[Piece, ...] | None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one row of a list, or of a list as a whole.

    `kind` is `added`, `retired`, `changed` or `order`; the last has the labels in their old and
    new order as its one value.
    """

    list: str
    kind: str
    label: str
    altered: tuple[Altered, ...] = ()


def changes(before: Scheme, after: Scheme) -> list[Change]:
    """Every difference, in the order in which the page shows the lists."""
    found = list(_rows("ratings", before.ratings, after.ratings))
    for name in LISTS:
        old, new = before.definition.offered(name), after.definition.offered(name)
        found += _rows(name, {one.id: one for one in old}, {one.id: one for one in new})
    uses = tuple(
        _altered(key, before.definition.evidence_fields[key], use)
        for key, use in after.definition.evidence_fields.items()
        if use != before.definition.evidence_fields[key]
    )
    limits = tuple(_values(before.definition.thresholds, after.definition.thresholds))
    for name, altered in (("evidence_fields", uses), ("thresholds", limits)):
        if altered:
            found.append(Change(name, "changed", "", altered))
    return found


Entries = Mapping[str, Rating] | Mapping[str, Choice]


def _rows(name: str, before: Entries, after: Entries) -> Iterator[Change]:
    for key, entry in after.items():
        old = before.get(key)
        if old is None:
            yield Change(name, "added", entry.label)
        elif old != entry:
            yield Change(name, "changed", entry.label, tuple(_values(old, entry)))
    for key, entry in before.items():
        if key not in after:
            yield Change(name, "retired", entry.label)
    stayed = [key for key in before if key in after]
    now = [key for key in after if key in before]
    if stayed != now:
        yield Change(name, "order", "", (_order(after, stayed, now),))


def _order(entries: Entries, before: Sequence[str], after: Sequence[str]) -> Altered:
    old, new = (", ".join(entries[key].label for key in keys) for keys in (before, after))
    return Altered("order", old, new, None)


def _values(before: object, after: object) -> Iterator[Altered]:
    old, new = asdict(before), asdict(after)  # type: ignore[call-overload]
    for key, value in new.items():
        if value != old[key]:
            yield _altered(key, old[key], value)


def _altered(key: str, before: Value, after: Value) -> Altered:
    return Altered(key, before, after, difference(before, after))
