"""ClaimReview in bulk: the checks that readers outside were told of."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.errors import Invalid, Refused, Remark, Words
from annotator.export.formats.interface import Export, ExportFormat
from annotator.export.options import CLAIMREVIEW, Options
from annotator.export.reviews.feed import Told, feed_pieces
from annotator.export.selection import Selection
from annotator.formats.interface import Feature


class ClaimReviewExport(ExportFormat):
    """One schema.org DataFeed, an entry a check."""

    name = CLAIMREVIEW
    title = Words("ClaimReview: a feed of the checks that were published, corrected or withdrawn")
    about = Words(
        "It holds what readers may know of a check: the claim, its rating, who made it, where it "
        "appeared and what it rests on."
    )
    suffix = ".json"
    mimetype = "application/ld+json"
    carries = frozenset({Feature.MANY_ARTICLES, Feature.VERDICTS})
    counts = ("check", "checks")
    of_claims = True
    chooses = False

    def check(self, options: Options) -> None:
        """Of what readers were told, some claims can be asked for, and nothing less."""
        super().check(options)
        if options.selection != Selection(claims=options.selection.claims):
            raise Invalid(
                "ClaimReview holds what readers were told; only a type of claim or a speaker can "
                "be chosen there.",
                "kind",
            )

    def pieces(self, export: Export) -> Iterator[bytes]:
        """The feed by the article; raises `Refused` where nobody said who publishes."""
        if export.snapshot.publication() is None:
            raise Refused(
                "Nobody has said who publishes the checks of %(slug)s: "
                "annotator project publisher %(slug)s --name NAME --checks ADDRESS",
                slug=export.slug,
            )
        told = Told()
        for piece in feed_pieces(export.snapshot, export.slug, export.options, told):
            export.written = told.written
            export.articles += 1
            yield piece
        _say(export, told)


def _say(export: Export, told: Told) -> None:
    for one in told.left_out:
        why = " ".join(fault.sentence for fault in one.faults if fault.refuses)
        export.details.append(f"{one.id}: left out. {why}")
    if told.left_out:
        export.remarks.append(
            Remark(
                "Checks that break a rule of ClaimReview, left out; under Publishing each says "
                "why: %(count)s.",
                count=len(told.left_out),
            )
        )
