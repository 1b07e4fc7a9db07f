"""An import that nobody answers is withdrawn in the end, and says so."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.imports.answers import Answers
from annotator.imports.clearing import clear, clear_stale
from annotator.imports.models import Import
from annotator.imports.queries import past_imports
from annotator.imports.service import WAITS
from annotator.similarity.known import Choice
from annotator.similarity.models import StagedRepeat
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.imports.arriving import states, stored
from tests.imports.test_answering import answer
from tests.imports.test_asking import EDITED, TEXT, _bring, there
from tests.jobs.conftest import WorkOff
from tests.jobs.conftest import hands as hands
from tests.jobs.conftest import work_off as work_off
from tests.personas import World

__all__ = ["there"]  # A fixture.


def _wait(import_id: str, days: timedelta) -> None:
    """Have it waited for so long."""
    with writing():
        since = db.session.get_one(Import, import_id).seen_at - days
        db.session.execute(update(Import).where(Import.id == import_id).values(seen_at=since))


@ON_BOTH
def test_an_import_that_waited_for_too_long_is_withdrawn_with_a_sentence(
    world: World, there: str
) -> None:
    arrival = _bring(world, EDITED, TEXT)
    _wait(str(arrival.import_id), WAITS + timedelta(hours=1))
    assert clear_stale(world.project_id, actor=SHELL) == 1
    assert (states(), stored(), stored(StagedRepeat)) == ([("cleared", 0)], 1, 0)
    [past] = past_imports(world.project_id)
    assert str(past.report.error) == (
        "Within 30 days nobody said what becomes of articles that were there already, so it was "
        "withdrawn; the files can be brought in again."
    )
    told = select(Event.action).where(Event.target == "import").order_by(Event.seq)
    assert db.session.scalars(told).all()[-2:] == ["import.expired", "import.cleared"]
    assert compare(world.project_id) == []


@ON_BOTH
def test_an_import_waits_for_its_whole_time(world: World, there: str) -> None:
    arrival = _bring(world, EDITED)
    _wait(str(arrival.import_id), WAITS - timedelta(hours=1))
    assert clear_stale(world.project_id, actor=SHELL) == 0
    clear(str(arrival.import_id), actor=SHELL)
    assert states() == [("waiting", 0)]


def test_an_import_whose_answers_are_carried_out_is_not_withdrawn(
    world: World, there: str, work_off: WorkOff
) -> None:
    arrival = _bring(world, EDITED, TEXT)
    answer(world, Answers(rest=Choice.ADD))
    _wait(str(arrival.import_id), WAITS + timedelta(hours=1))
    assert clear_stale(world.project_id, actor=SHELL) == 0
    clear(str(arrival.import_id), actor=SHELL)
    work_off()
    assert states() == [("finished", 3)]
