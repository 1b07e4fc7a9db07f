"""What a file of another kind would leave out: counted before it is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import orjson

from annotator.errors import Invalid, Remark
from annotator.export.averitec import AveritecExport
from annotator.export.jsonl import line_groups
from annotator.export.options import Kind, Options, Unit
from annotator.export.queries import Snapshot
from annotator.export.reviews import Told, feed_pieces
from annotator.export.stand_off import Written, write_articles
from annotator.formats.averitec.loss import remarks_of

#: Counting writes the file and throws it away: more than this is for the command.
MOST_ARTICLES = 5_000


@dataclass(frozen=True, slots=True)
class Losses:
    """How many records the file would hold, and a sentence for each kind of thing left out."""

    written: int
    remarks: tuple[Remark, ...]


def losses_of(snapshot: Snapshot, slug: str, options: Options) -> Losses:
    """Write the file to nowhere and count; raises `Invalid` where there is too much for a page."""
    if snapshot.count() > MOST_ARTICLES:
        raise Invalid(
            "Only up to %(most)s articles are counted on this page; the command counts what it "
            "leaves out of any number.",
            "kind",
            most=f"{MOST_ARTICLES:,}",
        )
    if options.kind is Kind.JSONL:
        return Losses(sum(map(len, line_groups(snapshot, slug, options))), ())
    losses = _OF_KIND[options.kind](snapshot, slug, options)
    # Comments are in no file unless they are asked for, and here nobody can ask.
    count = _comments(snapshot, slug, options)
    if count == 0:
        return losses
    said = Remark("Comments, which it has no place for: %(count)s.", count=count)
    return replace(losses, remarks=(*losses.remarks, said))


def _comments(snapshot: Snapshot, slug: str, options: Options) -> int:
    """How many comments there are on the marks that the options ask for."""
    asked = replace(options, kind=Kind.JSONL, unit=Unit.ARTICLE, comments=True)
    found = (orjson.loads(lines[0]) for lines in line_groups(snapshot, slug, asked))
    return sum(len(thread["comments"]) for line in found for thread in line["threads"])


def _of_averitec(snapshot: Snapshot, slug: str, options: Options) -> Losses:
    made = AveritecExport(snapshot, slug, options)
    for _piece in made.pieces():
        pass
    return Losses(made.written, tuple(remarks_of(made.lost.items())))


def _of_reviews(snapshot: Snapshot, slug: str, options: Options) -> Losses:
    told = Told()
    for _piece in feed_pieces(snapshot, slug, options, told):
        pass
    if not told.left_out:
        return Losses(told.written, ())
    remark = Remark(
        "Checks that break a rule of ClaimReview, left out; under Publishing each says why: "
        "%(count)s.",
        count=len(told.left_out),
    )
    return Losses(told.written, (remark,))


def _of_stand_off(snapshot: Snapshot, slug: str, options: Options) -> Losses:
    written, lost = Written(), Counter[str]()
    for _ in write_articles(snapshot, slug, options, lambda _name, _data: None, written):
        pass
    for lines in line_groups(snapshot, slug, options):
        for mark in orjson.loads(lines[0])["annotations"]:
            claim = mark["claim"] or {}
            lost["claims"] += bool(claim.get("wording") or claim.get("short"))
            lost["verdicts"] += len(claim.get("verdicts", ()))
            lost["sources"] += len(claim.get("sources", ()))
    lost["kept"] = written.left_out
    return Losses(written.files, tuple(_unwritable(lost)))


def _unwritable(lost: Counter[str]) -> Iterator[Remark]:
    """A sentence for each of which there was any."""
    if lost["claims"]:
        yield Remark("Claims whose wording it has no place for: %(count)s.", count=lost["claims"])
    if lost["verdicts"]:
        yield Remark("Verdicts, which it has no place for: %(count)s.", count=lost["verdicts"])
    if lost["sources"]:
        yield Remark("Sources, which it has no place for: %(count)s.", count=lost["sources"])
    if lost["kept"]:
        yield Remark(
            "Records that were kept and no longer fit the text, left out: %(count)s.",
            count=lost["kept"],
        )


_OF_KIND = {
    Kind.AVERITEC: _of_averitec,
    Kind.CLAIMREVIEW: _of_reviews,
    Kind.BRAT: _of_stand_off,
}
