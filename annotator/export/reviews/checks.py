"""From the rows of a claim to the check that readers outside are told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from annotator.annotations.models import Part, PublicState, StaleReason, Voice
from annotator.claimreview.building import Record, review_of
from annotator.claimreview.facts import Check, Claimant, Grade, Work, grade_of, turned_round
from annotator.claimreview.faults import Fault
from annotator.claimreview.rules import faults_of, says_rating
from annotator.claimreview.standing import TOLD, Standing, standing_faults
from annotator.claimreview.withdrawals import PUBLIC, Withdrawal
from annotator.export.options import Options
from annotator.export.reading.rows import ArticleRow, VerdictRow
from annotator.export.reading.snapshot import Chunk, Snapshot
from annotator.export.records.marks import Mark
from annotator.export.records.persons import Persons
from annotator.export.records.units import SURFACE_GAP, Records
from annotator.export.reviews.published import Published, Publishing
from annotator.export.reviews.telling import Ending, Telling, state_of
from annotator.projects.scheme import Rating
from annotator.sources.archive_links import shows_page
from annotator.sources.evidence import Evidence
from annotator.speakers.queries import KnownSpeaker
from annotator.text.cleaning import is_web_address

_WIKIDATA = "https://www.wikidata.org/wiki/"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A claim with its check, the record that it makes, and what is wrong with it.

    `check` and `record` are None where there is nothing that readers could be told, `telling` where
    they never were.
    """

    id: str
    claimed: str
    faults: tuple[Fault, ...]
    check: Check | None = None
    record: Record | None = None
    telling: Telling | None = None

    @property
    def is_right(self) -> bool:
        """Whether nothing stands between the claim and its publication."""
        return self.record is not None and not any(fault.refuses for fault in self.faults)

    @property
    def published(self) -> Check | None:
        """The check where it can be told."""
        return self.check if self.is_right else None

    @property
    def ending(self) -> Ending | None:
        """Why readers are told that it is withdrawn; None where they are not."""
        return self.telling.ending if self.telling else None


class Checks:
    """Makes the checks of one snapshot; `publication` is who publishes them, as it has it."""

    def __init__(self, snapshot: Snapshot, slug: str, options: Options) -> None:
        self.publication = snapshot.publication()
        self._long = snapshot.short_form()
        self._schemes = snapshot.schemes()
        self._speakers = snapshot.speakers()
        persons = Persons(snapshot, names=False)
        self._records = Records(slug, options, persons, self._schemes, self._speakers)
        self._publishing = Publishing(snapshot, options, self._spoils)

    def told(self, chunk: Chunk) -> Iterator[list[Reviewed]]:
        """What readers know of the claims of each article: published, corrected or withdrawn.

        With them, what was to be published and breaks a rule. What an adjudicated check replaces
        is withdrawn.
        """
        published = self._publishing.of(chunk)
        for article in chunk.articles:
            marks = {mark.id: mark for mark in self._records.marks_of(article, chunk)}
            known = {one.id: one for one in published.get(article.id, ())}
            # In the order of the text, and then what is not in it any more.
            ordered = [*(key for key in marks if key in known), *sorted(known.keys() - marks)]
            found = (self._told(article, chunk, known[key], marks.get(key)) for key in ordered)
            yield [one for one in found if one is not None]

    def one(self, article: ArticleRow, chunk: Chunk, mark_id: str) -> Reviewed | None:
        """One claim, told or not; None for one that is neither told nor in the newest text."""
        published = self._publishing.of(chunk).get(article.id, ())
        telling = next((one.telling for one in published if one.id == mark_id), None)
        if telling is not None and telling.ending is not None:
            return self._withdrawn(article, mark_id, telling, telling.ending)
        marks = self._records.marks_of(article, chunk)
        found = next((mark for mark in marks if mark.id == mark_id), None)
        return None if found is None else self._reviewed(article, found, chunk, telling)

    def _told(
        self, article: ArticleRow, chunk: Chunk, one: Published, mark: Mark | None
    ) -> Reviewed | None:
        telling = one.telling
        if telling is not None and telling.ending is not None:
            return self._withdrawn(article, one.id, telling, telling.ending)
        if mark is None or not mark.is_claim or not one.is_handed_in:
            return None
        found = self._reviewed(article, mark, chunk, telling)
        if telling is not None:
            return found
        # What was to be published and never was, because of what is wrong with it.
        is_meant = state_of(chunk.verdicts[mark.id][-1]) in TOLD
        return found if is_meant and not found.is_right else None

    def _reviewed(
        self, article: ArticleRow, mark: Mark, chunk: Chunk, telling: Telling | None
    ) -> Reviewed:
        """A claim with all that is wrong with its review."""
        newest = next(reversed(chunk.verdicts.get(mark.id, [])), None)
        verdict = telling.verdict if telling else newest
        faults = list(standing_faults(self._standing(mark, verdict, telling), self.publication))
        claimed = _claimed(mark)
        if verdict is None or self.publication is None:
            return Reviewed(mark.id, claimed, tuple(faults), telling=telling)
        check = self._check(article, mark, verdict, chunk, telling)
        record = review_of(check, self.publication)
        faults += faults_of(record, long=self._long)
        return Reviewed(mark.id, claimed, tuple(faults), check, record, telling)

    def _withdrawn(
        self, article: ArticleRow, key: str, telling: Telling, ending: Ending
    ) -> Reviewed:
        """A check that readers are told is withdrawn, in the words in which they know it."""
        why = None if ending.why is Withdrawal.VOID else ending.why
        standing = Standing(True, PublicState.VOID, withdrawal=why)
        faults = list(standing_faults(standing, self.publication))
        if self.publication is None:
            return Reviewed(key, telling.words, tuple(faults), telling=telling)
        check = Check(
            id=key,
            claimed=telling.words,
            grade=self._grade(telling.verdict),
            state=PublicState.VOID,
            published_on=_day(telling.first),
            changed_on=_day(telling.changed),
            language=article.language,
            correction=ending.note or PUBLIC.get(ending.why),
            appearance=_appearance(article),
            withdrawn_on=_day(telling.since or telling.changed),
            goes_on_as=ending.gold,
        )
        record = review_of(check, self.publication)
        faults += [fault for fault in faults_of(record, long=self._long) if fault.refuses]
        return Reviewed(key, telling.words, tuple(faults), check, record, telling)

    def _spoils(self, words: str, verdict: VerdictRow) -> Withdrawal | None:
        """Which rule the record breaks, of those that what is done to a claim can break."""
        if turned_round(self._ratings(verdict)) is not None:
            return Withdrawal.SCALE
        in_words = says_rating(words, self._grade(verdict).label.strip())
        return Withdrawal.RATING_IN_WORDS if in_words else None

    def _standing(
        self, mark: Mark, verdict: VerdictRow | None, telling: Telling | None
    ) -> Standing:
        if verdict is None:
            return Standing(False)
        stale = mark.row.stale_reason
        reason = None if stale is None else StaleReason(stale)
        is_told = telling is not None
        return Standing(True, state_of(verdict), reason, self._ratings(verdict), is_told)

    def _ratings(self, verdict: VerdictRow) -> dict[str, Rating]:
        return self._schemes[verdict.scheme_version_id][1]

    def _grade(self, verdict: VerdictRow) -> Grade:
        ratings = self._ratings(verdict)
        return grade_of(ratings[verdict.rating], ratings)

    def _check(
        self,
        article: ArticleRow,
        mark: Mark,
        verdict: VerdictRow,
        chunk: Chunk,
        telling: Telling | None,
    ) -> Check:
        return Check(
            id=mark.id,
            claimed=_claimed(mark),
            grade=self._grade(verdict),
            state=state_of(verdict),
            published_on=_day(telling.first if telling else verdict.decided_at),
            changed_on=_day(telling.changed if telling else verdict.decided_at),
            explanation=verdict.rationale,
            language=article.language,
            correction=verdict.correction_note,
            claimant=self._claimant(article, mark),
            made_on=_date(mark.row.made_on),
            appearance=_appearance(article),
            citations=_citations(article, mark, chunk),
            is_doubted=telling is not None and telling.is_doubted,
        )

    def _claimant(self, article: ArticleRow, mark: Mark) -> Claimant | None:
        key = mark.row.claim_speaker
        if key is not None:
            speaker = self._speakers[key]
            return Claimant(speaker.name, role=speaker.role, same_as=_identity(speaker))
        if mark.row.voice != Voice.OUTLET.value or not article.publisher:
            return None
        # What a host without a name, such as an address of numbers, makes need not be one.
        home = f"https://{Evidence('', article.url, counts=False).site}/"
        same_as = (home,) if article.url and is_web_address(home) else ()
        return Claimant(article.publisher, is_organisation=True, same_as=same_as)


def _claimed(mark: Mark) -> str:
    """The claim in the fewest words that stand alone, else as it stands in the article."""
    pieces = [piece["exact"] for piece in mark.fragments if piece["part"] == Part.CONTENT.value]
    said: str = mark.row.short or mark.row.wording or SURFACE_GAP.join(pieces)
    return said


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


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
