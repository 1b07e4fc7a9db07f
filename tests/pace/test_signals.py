"""What gives a signal, and what gives none as nobody knows how long it took."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from annotator.accounts.person import Person
from annotator.assignments.queries import assignment_of
from annotator.assignments.service import withdraw
from annotator.audit.models import COMMAND_LINE, Action, Actor, Event
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid, NotFound
from annotator.pace.presenters import shown
from annotator.pace.queries import PAGE_SIZE, Kind, Wanted, signals, talks
from annotator.projects.models import Workflow
from annotator.projects.workflow import workflow_of
from tests.adjudication.made import LOGS, SUPPORTED
from tests.databases import ON_BOTH, copy_file
from tests.factories import make_article, make_member, make_project, make_user
from tests.formats.native import SLUG, exported, imported, installation
from tests.pace.watch import LONG_READ, NOON, Watch
from tests.personas import make_world
from tests.statements import statements
from tests.training.made import freeze


class AtTheShell(Person):
    """Somebody whose work the command line does."""

    @property
    def actor(self) -> Actor:
        """As the record knows them."""
        return Actor(self.id, self.name, COMMAND_LINE)


def quick_verdict(watch: Watch, seconds: float = 5) -> str:
    """Rosa judges a mark of hers so long after she made it; gives the mark."""
    mark = watch.marks(watch.world.rosa)
    watch.passes(seconds)
    watch.judges(watch.world.rosa, mark)
    return mark


def quick_reading(watch: Watch, seconds: float = 5) -> str:
    """Rosa takes the article and hands it in so long after; gives her assignment."""
    watch.takes(watch.world.rosa)
    watch.passes(seconds)
    return watch.hands_in(watch.world.rosa)


@ON_BOTH
def test_a_verdict_soon_after_its_mark_gives_a_signal(watch: Watch) -> None:
    mark = quick_verdict(watch, 23.9)
    (one,) = watch.found().signals
    assert (one.kind, one.annotation_id, one.seconds) == (Kind.VERDICT, mark, 23.9)
    assert one.person_id == watch.world.rosa.id


@ON_BOTH
def test_a_verdict_later_than_that_or_where_it_is_off_gives_none(watch: Watch) -> None:
    quick_verdict(watch, 24)
    assert watch.found().signals == []
    watch.sets(verdict_seconds=25)
    assert len(watch.found().signals) == 1
    watch.sets(verdict_seconds=0)
    assert watch.found().signals == []


@ON_BOTH
def test_what_came_in_together_is_left_out_and_counted(watch: Watch) -> None:
    rosa, ravi = watch.world.rosa, watch.world.ravi
    watch.marks(rosa, verdict=SUPPORTED, sources=[LOGS])
    late = watch.marks(ravi)
    for word in ("one", "two", "three"):
        watch.passes(1.5)
        watch.notes(ravi, late, word)
    watch.passes(2)
    watch.judges(ravi, late)
    found = watch.found()
    assert (found.signals, found.left_out) == ([], 2)


@ON_BOTH
def test_only_the_first_verdict_after_making_the_mark_counts(watch: Watch) -> None:
    mark = quick_verdict(watch, 60)
    watch.passes(5)
    watch.judges(watch.world.rosa, mark, "refuted")
    assert watch.found() == replace(watch.found(), signals=[], left_out=0)


@ON_BOTH
def test_an_article_handed_in_sooner_than_it_is_read_gives_a_signal(watch: Watch) -> None:
    work = quick_reading(watch, 59)
    (one,) = watch.found().signals
    assert (one.kind, one.key, one.seconds) == (Kind.READING, work, 59)
    assert one.words > 714
    watch.sets(reading_pace=0)
    assert watch.found().signals == []


@ON_BOTH
def test_an_article_that_was_read_gives_none(watch: Watch) -> None:
    quick_reading(watch, 75)
    assert watch.found().signals == []


@ON_BOTH
def test_only_the_first_time_that_it_is_handed_in_counts(watch: Watch) -> None:
    rosa = watch.world.rosa
    watch.takes(rosa)
    watch.passes(75)
    watch.hands_in(rosa)
    with writing():
        work = assignment_of(watch.bench.article_id, rosa.id)
        assert work
        withdraw(work, actor=rosa.actor)
    watch.passes(3)
    watch.hands_in(rosa)
    assert watch.found().signals == []


@ON_BOTH
def test_work_that_began_with_its_first_save_was_read_before(watch: Watch) -> None:
    watch.marks(watch.world.rosa)
    watch.passes(5)
    watch.hands_in(watch.world.rosa)
    found = watch.found()
    assert (found.signals, found.left_out) == ([], 1)


@ON_BOTH
def test_an_article_for_training_gives_none(watch: Watch) -> None:
    quick_reading(watch)
    assert len(watch.found().signals) == 1
    watch.marks(watch.world.lead)
    watch.hands_in(watch.world.lead)
    freeze(watch.bench)
    found = watch.found()
    assert (found.signals, found.left_out) == ([], 0)


@ON_BOTH
def test_the_command_line_gives_none(watch: Watch) -> None:
    rosa = watch.world.rosa
    shell = AtTheShell(**{one.name: getattr(rosa, one.name) for one in fields(rosa)})
    mark = watch.marks(shell)
    watch.passes(5)
    watch.judges(shell, mark)
    found = watch.found()
    assert (found.signals, found.left_out) == ([], 0)


def test_what_was_imported_gives_none(sqlite_template: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    with time_machine.travel(NOON, tick=False) as clock:
        with installation(copy_file(sqlite_template, here), here):
            watch = Watch.make(make_world(), clock)
            quick_verdict(watch)
            watch.hands_in(watch.world.rosa)
            assert len(watch.found().signals) == 1
            data = exported("demo-desk").replace(b'"demo-desk"', b'"trains"')
        with installation(copy_file(sqlite_template, there), there):
            project = make_project(SLUG)
            make_member(project, make_user("Lead"))
            assert imported(data) == 1
            found = signals(project.id, Wanted(workflow_of(project.id)))
            assert (found.signals, found.left_out) == ([], 0)


@ON_BOTH
def test_a_page_of_signals_costs_as_many_statements_for_one_as_for_many(watch: Watch) -> None:
    quick_reading(watch)
    with statements() as one:
        assert len(shown(watch.world.project_id, watch.found().signals)) == 1
    for number in range(PAGE_SIZE):
        make_article(watch.world.project, f"{number}\n{LONG_READ}\n")
        watch.bench.article_id = watch.takes(watch.world.rosa)
        watch.passes(3)
        watch.hands_in(watch.world.rosa)
    with statements() as many:
        found = watch.found()
        assert len(shown(watch.world.project_id, found.signals)) == PAGE_SIZE
    assert len(many) == len(one)
    assert len(watch.found(before=found.next_cursor).signals) == 1


@ON_BOTH
def test_a_talk_takes_a_signal_off_the_list_and_is_in_the_record(watch: Watch) -> None:
    quick_verdict(watch)
    (one,) = watch.found().signals
    watch.talks(one.key, " She knew the logs. ")
    assert watch.found().signals == []
    assert [found.key for found in watch.found(rules=None).signals] == [one.key]
    assert talks([one.key])[one.key].note == "She knew the logs."
    event = db.session.scalars(select(Event).where(Event.action == Action.PACE_TALKED)).one()
    assert (event.actor_id, event.article_id) == (watch.world.lead.id, watch.bench.article_id)
    assert compare(watch.world.project_id) == []
    with pytest.raises(Conflict, match="meanwhile"):
        watch.talks(one.key)


@ON_BOTH
def test_a_talk_says_what_came_of_it_and_is_with_somebody_else(watch: Watch) -> None:
    work = quick_reading(watch)
    with pytest.raises(Invalid, match="Say what came of it"):
        watch.talks(work, "  ")
    with pytest.raises(NotFound):
        watch.talks(work, person=watch.world.rosa)
    with pytest.raises(NotFound):
        watch.talks(watch.bench.article_id)
    watch.talks(work)
    assert talks([work])[work].assignment_id == work


@ON_BOTH
def test_a_setting_from_before_there_were_signals_is_the_usual_one(watch: Watch) -> None:
    watch.sets(wanted=2)
    stored = db.session.scalars(select(Workflow)).one()
    with writing():
        row = db.session.merge(stored)
        row.verdict_seconds = row.reading_pace = None
    rules = workflow_of(watch.world.project_id)
    assert (rules.verdict_seconds, rules.reading_pace) == (24, 714)
    for wrong in ({"verdict_seconds": -1}, {"reading_pace": 100_001}):
        with pytest.raises(Invalid, match="for no signal"):
            watch.sets(**wrong)
