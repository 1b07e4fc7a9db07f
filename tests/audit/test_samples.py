"""Events drawn by lot: the same from the same seed, each as likely as any other, and provable."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from sqlalchemy import select, true

from annotator.articles.arrival import was_coming
from annotator.audit.findings import MAX_NOTE, keep_sample, note_finding
from annotator.audit.models import Action, Event, EventFinding, EventSample, Finding
from annotator.audit.queries import head
from annotator.audit.replay import compare
from annotator.audit.sampled import Sample, sample_of, samples_of
from annotator.audit.sampling import Asked, Drawn, asked_of, by_lot, draw, is_drawn_again
from annotator.audit.verify import Head, verify
from annotator.audit.wanted import Wanted, events
from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import Invalid, Stale
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World

SEED = "a seed"


def drawn(world: World, wanted: Wanted, size: int = 20, seed: str = SEED) -> Drawn:
    """Drawn from all that there is now."""
    last = head(world.project_id)[0]
    return draw(world.project_id, wanted, last=last, seed=seed, size=size)


def kept(world: World, wanted: Wanted, size: int = 20) -> Sample:
    """Drawn and kept, by the lead."""
    newest, found = Head(*head(world.project_id)), drawn(world, wanted, size)
    with writing():
        lead = world.lead.actor
        made = keep_sample(
            world.project_id, Asked(wanted), found, seed=SEED, head=newest, actor=lead
        )
        key = made.id
    return read(world, key)


def read(world: World, key: str) -> Sample:
    db.session.expire_all()
    found = sample_of(world.project_id, key, true())
    assert found is not None
    return found


def say(world: World, found: Sample, finding: Finding, note: str = "", seen: int = 0) -> None:
    """What the lead finds on the first event."""
    with writing():
        note_finding(found.entries[0], finding, note, seen, actor=world.lead.actor)


@ON_BOTH
@pytest.mark.parametrize(
    "wanted",
    [Wanted(), Wanted(label="claim"), Wanted(action="verdict."), Wanted(field="rating"),
     Wanted(way="page"), Wanted(corrections=True), Wanted(by_nobody=True)],
    ids=["all", "label", "kind", "field", "way", "corrections", "command line"],
)  # fmt: skip
def test_what_can_be_drawn_is_what_the_timeline_shows(busy_world: World, wanted: Wanted) -> None:
    project_id = busy_world.project_id
    shown = {one.seq for one in events(project_id, wanted, limit=10_000, window=None).events}
    found = drawn(busy_world, wanted, size=10_000)
    assert set(found.seqs) == shown
    assert found.pool == len(found.seqs) == len(shown) > 0
    # As the documentation says it, in a few lines that use nothing of the project.
    lots = {seq: hashlib.sha256(f"{SEED}:{seq}".encode()).digest() for seq in shown}
    assert drawn(busy_world, wanted, size=7).seqs == tuple(sorted(shown, key=lots.__getitem__)[:7])
    told = "".join(f"{seq}\n" for seq in sorted(shown))
    assert found.pool_sha256 == hashlib.sha256(told.encode()).hexdigest()


def test_each_event_is_drawn_as_often_as_any_other(world: World) -> None:
    make_article(world.project)
    seqs = drawn(world, Wanted(), size=1000).seqs
    draws, number = 3000, 3
    times = Counter(one for at in range(draws) for one in by_lot(seqs, f"seed {at}", number))
    expected = draws * number / len(seqs)
    chi_square = sum((times[one] - expected) ** 2 / expected for one in seqs)
    degrees = len(seqs) - 1
    # Wilson and Hilferty's approximation of what is passed once in a thousand (z = 3.09).
    part = 2 / (9 * degrees)
    assert 4 < len(seqs) < 60
    assert chi_square < degrees * (1 - part + 3.09 * part**0.5) ** 3


def test_each_place_of_the_lot_is_as_likely_and_pairs_are(world: World) -> None:
    seqs, draws = range(1, 9), 4000
    pairs = Counter(tuple(by_lot(seqs, f"pair {at}", 2)) for at in range(draws))
    assert len(pairs) == 56
    expected = draws / 56
    # 55 degrees of freedom; 93.2 is passed once in a thousand.
    assert sum((count - expected) ** 2 / expected for count in pairs.values()) < 93.2


@ON_BOTH
def test_the_chain_gives_the_same_sample_again_whatever_came_later(busy_world: World) -> None:
    found = kept(busy_world, Wanted(label="claim"), size=9).sample
    make_article(busy_world.project)
    assert asked_of(found).wanted == Wanted(label="claim")
    assert is_drawn_again(found, asked_of(found).wanted)
    assert compare(busy_world.project_id) == []
    assert verify(busy_world.project_id).ok
    db.session.expunge(found)
    found.seed = "another seed"
    assert not is_drawn_again(found, asked_of(found).wanted)
    found.seed, found.head_seq = SEED, found.head_seq - 200
    assert not is_drawn_again(found, asked_of(found).wanted)


def test_what_was_asked_is_read_as_it_was_written(world: World) -> None:
    wanted = Wanted(articles=["a"], action="verdict.", since=now(), until=now(), corrections=True)
    asked = Asked(wanted, {"action": "verdict."}, ("a", "b"), ("c",))
    assert asked_of(EventSample(asked=asked.to_json(), actor_id=None)) == asked


@ON_BOTH
def test_a_finding_is_kept_and_another_follows_it(busy_world: World) -> None:
    found = kept(busy_world, Wanted(), size=3)
    say(busy_world, found, Finding.IN_ORDER)
    found = read(busy_world, found.sample.id)
    assert (found.looked_at, found.found("in_order")) == (1, 1)
    # The same once more says nothing new.
    say(busy_world, found, Finding.IN_ORDER, seen=1)
    say(busy_world, found, Finding.LOOK_INTO, "Who is that?", seen=1)
    found = read(busy_world, found.sample.id)
    told = [(one.finding, one.note) for one in found.entries[0].findings]
    assert told == [(Finding.IN_ORDER, None), (Finding.LOOK_INTO, "Who is that?")]
    key = found.sample.id
    listed = next(
        one for one in samples_of(busy_world.project_id, None, None) if one.sample.id == key
    )
    assert (listed.looked_at, listed.doubts) == (1, 1)
    told_of = select(Event).where(
        Event.action == Action.SAMPLE_LOOKED_AT, Event.after.contains(found.sample.id)
    )
    assert len(db.session.scalars(told_of).all()) == 2
    assert compare(busy_world.project_id) == []


@ON_BOTH
def test_two_who_look_at_once_do_not_overwrite_each_other(busy_world: World) -> None:
    found = kept(busy_world, Wanted(), size=1)
    say(busy_world, found, Finding.IN_ORDER)
    found = read(busy_world, found.sample.id)
    with pytest.raises(Stale):
        say(busy_world, found, Finding.LOOK_INTO, "No.", seen=0)
    db.session.rollback()
    said = select(EventFinding).where(EventFinding.sample_id == found.sample.id)
    assert [one.finding for one in db.session.scalars(said)] == [Finding.IN_ORDER]


@pytest.mark.parametrize(("note", "words"), [("", "Say what"), ("x" * (MAX_NOTE + 1), "at most")])
def test_what_is_to_be_looked_into_says_why(busy_world: World, note: str, words: str) -> None:
    found = kept(busy_world, Wanted(), size=1)
    with pytest.raises(Invalid, match=words):
        say(busy_world, found, Finding.LOOK_INTO, note)


def test_of_nothing_nothing_is_drawn(world: World) -> None:
    with pytest.raises(Invalid, match="finds no event"):
        kept(world, Wanted(action="gold.finished"))


@ON_BOTH
def test_where_nothing_is_on_its_way_nothing_is_left_out(busy_world: World) -> None:
    assert was_coming(busy_world.project_id, head(busy_world.project_id)[0]) is None
