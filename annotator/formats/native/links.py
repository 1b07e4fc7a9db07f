"""Links between the marks of one article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from annotator.annotations.models import Annotation, Layer
from annotator.clock import now
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.rows import Rows, one_of
from annotator.formats.native.target import Target
from annotator.links.models import Link, LinkKind
from annotator.links.service import MAX_LINKS, NESTING, SINGLE, fits, leads_to


def read_links(
    values: Sequence[object], target: Target, annotations: Sequence[Annotation], rows: Rows
) -> None:
    """Add the rows of an article's links; `annotations` are its marks."""
    marks = {annotation.id: annotation for annotation in annotations}
    known, before = set(), len(rows.links)
    starting: Counter[str] = Counter()
    for index, value in enumerate(values):
        where = f"links-{index}."
        entry = shape.check_shape(value, shape.LINK, where)
        link = _link(entry, target, marks, where)
        joined = (link.from_id, link.to_id, link.kind)
        if joined in known:
            raise Invalid("these two marks are linked in this way already", where + "to")
        known.add(joined)
        starting[link.from_id] += 1
        if starting[link.from_id] > MAX_LINKS:
            raise Invalid(
                "at most %(most)s links start at one mark", where + "from", most=MAX_LINKS
            )
        rows.links.append(link)
        _check_nesting(link, rows.links[before:], where)


def _link(entry: dict[str, Any], target: Target, marks: dict[str, Annotation], where: str) -> Link:
    first, second = (_end(entry, key, marks, where) for key in ("from", "to"))
    kind = one_of(LinkKind, entry["kind"], where + "kind")
    author = target.person(entry["author"], where + "author")
    if first is second:
        raise Invalid("a mark is not linked to itself", where + "to")
    if not fits(kind, first.label, second.label):
        raise Invalid("marks of these two kinds are not linked in this way", where + "kind")
    # What stands in the gold layer was decided by whoever adjudicated, each mark and link.
    is_gold = entry["layer"] == Layer.GOLD.value
    if not is_gold and (author != first.author_id or author != second.author_id):
        raise Invalid("a link and both its marks are of one person", where + "author")
    if not entry["layer"] == first.layer == second.layer:
        raise Invalid("a link and both its marks are in one layer", where + "layer")
    return Link(
        id=entry["id"],
        project_id=target.project_id,
        article_id=first.article_id,
        from_id=first.id,
        to_id=second.id,
        kind=kind,
        author_id=author,
        created_at=now(),
        removed_at=None,
    )


def _check_nesting(link: Link, links: Sequence[Link], where: str) -> None:
    """Raise `Invalid` for a second whole of one part, and for a ring; `link` is the last."""
    if link.kind in SINGLE and any(
        one is not link and (one.from_id, one.kind) == (link.from_id, link.kind) for one in links
    ):
        raise Invalid("this claim is part of another one already", where + "to")
    if link.kind in NESTING:
        outwards: dict[str, list[str]] = defaultdict(list)
        for one in links:
            if one.kind is link.kind:
                outwards[one.from_id].append(one.to_id)
        if leads_to(link.to_id, link.from_id, outwards):
            raise Invalid("the mark at the other end is inside this one already", where + "to")


def _end(entry: dict[str, Any], key: str, marks: dict[str, Annotation], where: str) -> Annotation:
    found = marks.get(entry[key])
    if found is None:
        raise Invalid("there is no such mark in this article", where + key)
    return found
