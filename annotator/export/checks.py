"""From the rows of a claim to the check that readers outside are told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from annotator.annotations.models import Layer, Part, StaleReason, Voice
from annotator.claimreview.building import Record, review_of
from annotator.claimreview.facts import Check, Claimant, Work, grade_of
from annotator.claimreview.faults import Fault
from annotator.claimreview.rules import faults_of
from annotator.claimreview.standing import TOLD, Standing, standing_faults
from annotator.export.heard import Heard, heard_of
from annotator.export.marks import Mark
from annotator.export.options import Layers, Options
from annotator.export.persons import Persons
from annotator.export.queries import Chunk, Snapshot
from annotator.export.records import SURFACE_GAP, Records
from annotator.export.rows import ArticleRow, VerdictRow
from annotator.projects.scheme import Rating
from annotator.sources.archive_links import shows_page
from annotator.sources.evidence import Evidence
from annotator.speakers.queries import KnownSpeaker

_WIKIDATA = "https://www.wikidata.org/wiki/"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A claim with its check, the record that it makes, and what is wrong with it.

    `check` and `record` are None where there is nothing that readers could be told. `is_anew`
    says that the newest verdict is a draft, after one that readers were told of.
    """

    id: str
    claimed: str
    faults: tuple[Fault, ...]
    check: Check | None = None
    record: Record | None = None
    is_anew: bool = False

    @property
    def is_right(self) -> bool:
        """Whether nothing stands between the claim and its publication."""
        return self.record is not None and not any(fault.refuses for fault in self.faults)

    @property
    def published(self) -> Check | None:
        """The check where it can be told."""
        return self.check if self.is_right else None


class Checks:
    """Makes the checks of one snapshot; `publication` is who publishes them, as it has it."""

    def __init__(self, snapshot: Snapshot, slug: str, options: Options) -> None:
        self._options = options
        self.publication = snapshot.publication()
        self._long = snapshot.short_form()
        self._schemes = snapshot.schemes()
        self._speakers = snapshot.speakers()
        persons = Persons(snapshot, names=False)
        self._records = Records(slug, options, persons, self._schemes, self._speakers)

    def told(self, article: ArticleRow, chunk: Chunk) -> Iterator[Reviewed]:
        """What readers were told of the claims of an article: published, corrected or withdrawn.

        What is a draft again is withdrawn. Of every layer together, only the adjudicated one
        where the article has one.
        """
        for mark in self._marks(article, chunk):
            verdicts = chunk.verdicts.get(mark.id, ())
            if verdicts and heard_of(verdicts).state in TOLD:
                yield self.reviewed(article, mark, chunk)

    def one(self, article: ArticleRow, chunk: Chunk, mark_id: str) -> Reviewed | None:
        """One claim, told or not; None for one that is not in the article's newest text."""
        marks = self._records.marks_of(article, chunk)
        found = next((mark for mark in marks if mark.id == mark_id), None)
        return None if found is None else self.reviewed(article, found, chunk)

    def reviewed(self, article: ArticleRow, mark: Mark, chunk: Chunk) -> Reviewed:
        """A claim with all that is wrong with its review."""
        verdicts = chunk.verdicts.get(mark.id, [])
        heard = heard_of(verdicts) if verdicts else None
        faults = list(standing_faults(self._standing(mark, heard), self.publication))
        claimed = _claimed(mark)
        if heard is None or self.publication is None:
            return Reviewed(mark.id, claimed, tuple(faults))
        check = self._check(article, mark, heard, chunk)
        record = review_of(check, self.publication)
        faults += faults_of(record, long=self._long)
        return Reviewed(mark.id, claimed, tuple(faults), check, record, heard.is_anew)

    def _marks(self, article: ArticleRow, chunk: Chunk) -> list[Mark]:
        marks = [mark for mark in self._records.marks_of(article, chunk) if mark.is_claim]
        gold = [mark for mark in marks if mark.row.layer == Layer.GOLD.value]
        return gold if gold and self._options.layer is Layers.ALL else marks

    def _standing(self, mark: Mark, heard: Heard | None) -> Standing:
        if heard is None:
            return Standing(False)
        stale = mark.row.stale_reason
        reason = None if stale is None else StaleReason(stale)
        ratings = self._ratings(heard.verdict)
        return Standing(True, heard.state, reason, ratings, heard.is_anew)

    def _ratings(self, verdict: VerdictRow) -> dict[str, Rating]:
        return self._schemes[verdict.scheme_version_id][1]

    def _check(self, article: ArticleRow, mark: Mark, heard: Heard, chunk: Chunk) -> Check:
        ratings = self._ratings(heard.verdict)
        return Check(
            id=mark.id,
            claimed=_claimed(mark),
            grade=grade_of(ratings[heard.verdict.rating], ratings),
            state=heard.state,
            published_on=_day_of(heard.first),
            changed_on=_day_of(heard.last),
            explanation=heard.verdict.rationale,
            language=article.language,
            correction=heard.correction,
            claimant=self._claimant(article, mark),
            made_on=_date(mark.row.made_on),
            appearance=_appearance(article),
            citations=_citations(article, mark, chunk),
        )

    def _claimant(self, article: ArticleRow, mark: Mark) -> Claimant | None:
        key = mark.row.claim_speaker
        if key is not None:
            speaker = self._speakers[key]
            return Claimant(speaker.name, role=speaker.role, same_as=_identity(speaker))
        if mark.row.voice != Voice.OUTLET.value or not article.publisher:
            return None
        site = Evidence("", article.url, counts=False).site
        same_as = () if site is None else (f"https://{site}/",)
        return Claimant(article.publisher, is_organisation=True, same_as=same_as)


def _claimed(mark: Mark) -> str:
    """The claim in the fewest words that stand alone, else as it stands in the article."""
    pieces = [piece["exact"] for piece in mark.fragments if piece["part"] == Part.CONTENT.value]
    said: str = mark.row.short or mark.row.wording or SURFACE_GAP.join(pieces)
    return said


def _day_of(verdict: VerdictRow) -> date:
    return date.fromisoformat(verdict.decided_at[:10])


def _date(given: str | None) -> date | None:
    return None if given is None else date.fromisoformat(given)


def _identity(speaker: KnownSpeaker) -> tuple[str, ...]:
    wikidata = f"{_WIKIDATA}{speaker.wikidata}" if speaker.wikidata else None
    return tuple(one for one in (wikidata, speaker.homepage) if one)


def _appearance(article: ArticleRow) -> Work | None:
    if not article.url:
        return None
    return Work(article.url, article.title, article.publisher, _date(article.published_on))


def _citations(article: ArticleRow, mark: Mark, chunk: Chunk) -> tuple[Work, ...]:
    """What the check rests on; the article under review is no evidence of its own."""
    return tuple(
        Work(row.url, row.title, row.publisher, _date(row.published_on), row.archive_url)
        for row in chunk.sources.get(mark.id, ())
        if row.url and not shows_page(row.url, article.url)
    )
