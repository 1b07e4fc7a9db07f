"""The rules of spot checks: nobody checks their own work, and no lead changes anybody's marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from secrets import token_hex
from uuid import uuid4

from sqlalchemy import func, select

from annotator.accounts.person import Person
from annotator.annotations.models import Annotation, Fragment, Part
from annotator.assignments.models import Assignment, State
from annotator.audit.known import known_before
from annotator.audit.models import Action
from annotator.audit.service import change_of, lock_chain, record, record_change
from annotator.clock import now
from annotator.db import db, reading_from
from annotator.errors import Invalid, NotFound, Stale
from annotator.spotchecks.drafts import Asked, Judged, asked_from_json
from annotator.spotchecks.drawing import Drawable, digest, drawn, pool_of, wanted_of
from annotator.spotchecks.interval import wilson
from annotator.spotchecks.models import Outcome, SpotCheck, SpotDecision, SpotItem
from annotator.spotchecks.queries import Entry, Sample, sample
from annotator.spotchecks.standing import Standing, seen_json
from annotator.workspace.submission import give_back

#: More than so many are nobody's afternoon.
MOST_ITEMS = 500
MAX_REASON = 2000
_MOST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a sample so far; `low` and `high` are None where nothing is settled."""

    standings: Counter[Standing]
    #: Accepted as it was handed in, and returned at least once.
    accepted: int
    returned: int
    low: float | None
    high: float | None

    @property
    def settled(self) -> int:
        """On how many there is an outcome."""
        return self.accepted + self.returned


def draw(project_id: int, asked: Asked, *, person: Person) -> SpotCheck:
    """Draw a sample of what others have submitted; raises `Invalid`."""
    _check(asked)
    lock_chain(project_id)
    pool = pool_of(project_id, asked, drawer_id=person.id)
    if not pool:
        raise Invalid("Others have submitted nothing that fits. Ask for less.")
    number = wanted_of(asked, len(pool))
    if number > MOST_ITEMS:
        raise Invalid(
            "That would be %(number)s; a sample has at most %(most)s. Ask for a smaller share.",
            "percent",
            number=number,
            most=MOST_ITEMS,
        )
    made = _made(project_id, asked, pool, number, person)
    db.session.add(made)
    db.session.flush()
    record_change(Action.SPOT_CHECK_DRAWN, made, before=None, actor=person.actor)
    return made


def is_drawn_again(check: SpotCheck) -> bool:
    """Whether the seed gives the same sample once more, of what was submitted at that time."""
    asked = asked_from_json(check.asked)
    known = known_before(check.project_id, "spot_check", check.id)
    with closing(known), reading_from(known):
        pool = pool_of(check.project_id, asked, drawer_id=check.drawn_by)
    again = drawn(pool, check.seed, wanted_of(asked, len(pool)))
    kept = [(one.article_id, one.reviewer_id, one.annotation_id) for one in check.items]
    is_same = [(one.article_id, one.reviewer_id, one.annotation_id) for one in again] == kept
    return is_same and digest(pool) == check.pool_sha256


def decide(
    found: Sample, position: int, judged: Sequence[Judged], stamp: str, *, person: Person
) -> list[SpotDecision]:
    """Accept or return marks of an item, or all of it; what is returned goes to its reviewer.

    Raises `Invalid`, `NotFound`, and `Stale` where the item is not what `stamp` says.
    """
    lock_chain(found.check.project_id)
    entry = _entry(found, position, person)
    if entry.stamp != stamp:
        raise Stale("This was decided on, or changed, meanwhile: look at it again.", entry)
    _check_judged(entry, judged)
    made = [_decision(entry, one, person) for one in judged]
    db.session.add_all(made)
    db.session.flush()
    article_id = entry.item.article_id
    changes = [change_of(Action.SPOT_CHECK_DECIDED, one, article_id=article_id) for one in made]
    record(found.check.project_id, changes, actor=person.actor)
    if any(one.outcome is Outcome.RETURNED for one in made):
        work = db.session.get_one(Assignment, entry.assignment_id)
        give_back(work, reason=_reasons(made), actor=person.actor)
    return made


def tally_of(found: Sample) -> Tally:
    """How many were accepted and returned, and what share of all that says is fine."""
    outcomes = Counter(entry.work.first_outcome for entry in found.entries)
    accepted, returned = outcomes[Outcome.ACCEPTED], outcomes[Outcome.RETURNED]
    settled = accepted + returned
    low, high = wilson(accepted, settled) if settled else (None, None)
    standings = Counter(entry.standing for entry in found.entries)
    return Tally(standings, accepted, returned, low, high)


def _check(asked: Asked) -> None:
    if (asked.percent is None) == (asked.number is None):
        raise Invalid("Say a share or a number, and one of them only.", "number")
    if asked.percent is not None and not 1 <= asked.percent <= 100:
        raise Invalid("The share is a number of per cent from 1 to 100.", "percent")
    if asked.number is not None and not 1 <= asked.number <= MOST_ITEMS:
        raise Invalid("The number is from 1 to %(most)s.", "number", most=MOST_ITEMS)


def _made(
    project_id: int, asked: Asked, pool: Sequence[Drawable], number: int, person: Person
) -> SpotCheck:
    newest = select(func.max(SpotCheck.number)).where(SpotCheck.project_id == project_id)
    key, seed = str(uuid4()), token_hex(16)
    items = [
        SpotItem(
            spot_check_id=key,
            position=place,
            project_id=project_id,
            article_id=one.article_id,
            reviewer_id=one.reviewer_id,
            annotation_id=one.annotation_id,
        )
        for place, one in enumerate(drawn(pool, seed, number), start=1)
    ]
    return SpotCheck(
        id=key,
        project_id=project_id,
        number=(db.session.scalar(newest) or 0) + 1,
        unit=asked.unit,
        asked=asked.to_json(),
        seed=seed,
        pool=len(pool),
        pool_sha256=digest(pool),
        drawn_by=person.id,
        drawn_at=now(),
        items=items,
    )


def _entry(found: Sample, position: int, person: Person) -> Entry:
    # As it is now that nobody else can change it.
    fresh = sample(found.check.project_id, found.check.number)
    entry = fresh.entry(position) if fresh else None
    if entry is None or entry.item.reviewer_id == person.id:
        raise NotFound("There is no such page.")
    return entry


def _check_judged(entry: Entry, judged: Sequence[Judged]) -> None:
    if entry.work.state is not State.SUBMITTED:
        raise Invalid("This work is with its reviewer: decide when it is handed in again.")
    if not judged:
        raise Invalid("Accept or return something first.")
    known = {*entry.work.versions, *entry.work.gone}
    if entry.item.annotation_id is None:
        known.add("")
    for one in judged:
        if (one.annotation_id or "") not in known:
            raise Invalid("A mark that you decided on is there no more: look at it again.")
        if one.outcome is Outcome.RETURNED and not 1 <= len(one.reason) <= MAX_REASON:
            raise Invalid(
                "Say why you return it, in at most %(most)s characters.", "reason", most=MAX_REASON
            )


def _decision(entry: Entry, judged: Judged, person: Person) -> SpotDecision:
    item, versions = entry.item, entry.work.versions
    about = versions if judged.annotation_id is None else [judged.annotation_id]
    return SpotDecision(
        id=str(uuid4()),
        project_id=item.project_id,
        spot_check_id=item.spot_check_id,
        position=item.position,
        article_id=item.article_id,
        reviewer_id=item.reviewer_id,
        annotation_id=judged.annotation_id,
        outcome=judged.outcome,
        reason=judged.reason or None,
        seen=seen_json(versions, about),
        decided_by=person.id,
        decided_at=now(),
    )


def _reasons(made: Sequence[SpotDecision]) -> str:
    """All that was said of what is returned; of marks with their words."""
    returned = [one for one in made if one.outcome is Outcome.RETURNED]
    words = _words([one.annotation_id for one in returned if one.annotation_id])
    lines = [
        f"“{words.get(one.annotation_id, '')}”: {one.reason}" if one.annotation_id else one.reason
        for one in returned
    ]
    said = "\n".join(line or "" for line in lines)
    return said if len(said) <= MAX_REASON else said[: MAX_REASON - 1].rstrip() + "…"


def _words(ids: Sequence[str]) -> dict[str, str]:
    query = (
        select(Annotation.id, Fragment.exact)
        .join(Annotation.fragments)
        .where(Annotation.id.in_(ids), Fragment.part == Part.CONTENT)
        .order_by(Annotation.id, Fragment.position)
    )
    found: dict[str, str] = {}
    for key, exact in db.session.execute(query):
        found[key] = f"{found[key]} … {exact}" if key in found else exact
    return {key: _short(text) for key, text in found.items()}


def _short(text: str) -> str:
    return text if len(text) <= _MOST_WORDS else text[: _MOST_WORDS - 1].rstrip() + "…"
