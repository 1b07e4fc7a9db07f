"""ClaimReview in bulk: one schema.org DataFeed, an entry a line, only of reviews that are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson

from annotator.claimreview.building import CONTEXT, entry_of
from annotator.claimreview.facts import Publication
from annotator.export.options import Options
from annotator.export.reading.snapshot import Snapshot
from annotator.export.reviews.checks import Checks, Reviewed


@dataclass(slots=True)
class Told:
    """How many reviews were written, and which could not be, with what is wrong with each."""

    written: int = 0
    left_out: list[Reviewed] = field(default_factory=list)


def feed_pieces(snapshot: Snapshot, slug: str, options: Options, told: Told) -> Iterator[bytes]:
    """The file piece by piece, one an article; the same data gives the same bytes."""
    checks = Checks(snapshot, slug, options)
    publication = checks.publication
    head = {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "name": publication.name if publication else slug,
    }
    opening = orjson.dumps(head)[:-1] + b',"dataFeedElement":['
    for chunk in snapshot.chunks():
        for reviewed in checks.told(chunk):
            lines = _entries(reviewed, publication, told)
            piece = b"".join(b"%b\n%b" % (b"," if first else b"", line) for first, line in lines)
            yield opening + piece
            opening = b""
    yield opening + b"\n]}\n"


def _entries(
    reviewed: list[Reviewed], publication: Publication | None, told: Told
) -> Iterator[tuple[bool, bytes]]:
    """Each entry, and whether another one stands before it."""
    for one in reviewed:
        check = one.published
        if publication is None or check is None:
            told.left_out.append(one)
            continue
        yield told.written > 0, orjson.dumps(entry_of(check, publication))
        told.written += 1
