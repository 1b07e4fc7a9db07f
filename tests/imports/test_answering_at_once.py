"""Of two leads who answer at one moment, one is heard, and the other is told so."""

from __future__ import annotations

from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import select

from annotator.audit.replay import compare
from annotator.audit.service import lock_chain
from annotator.db import db, writing
from annotator.errors import Conflict
from annotator.imports.answers import SETTLING, Answers, record
from annotator.imports.queries import waiting_imports
from annotator.jobs.models import Job
from annotator.similarity.known import Choice
from tests.databases import ON_BOTH
from tests.imports.arriving import states
from tests.imports.test_asking import EDITED, TEXT, _bring, _ids, there
from tests.jobs.conftest import WorkOff
from tests.jobs.conftest import hands as hands
from tests.jobs.conftest import work_off as work_off
from tests.personas import World

__all__ = ["there"]  # A fixture.


@ON_BOTH
def test_of_two_leads_at_one_moment_one_is_heard_and_the_other_told_so(
    app: Flask, world: World, there: str, work_off: WorkOff
) -> None:
    _bring(world, EDITED, TEXT)
    listed, shown = _ids(), [one.id for one in waiting_imports(world.project_id)]
    db.session.rollback()
    both, ends = Barrier(2), []

    def say(rest: Choice) -> None:
        with app.app_context():
            both.wait()
            try:
                with writing():
                    lock_chain(world.project_id)
                    record(
                        world.project_id,
                        Answers(rest=rest),
                        shown=shown,
                        listed=listed,
                        actor=world.lead.actor,
                    )
                ends.append("kept")
            except Conflict as refusal:
                ends.append(str(refusal))

    threads = [Thread(target=say, args=(rest,)) for rest in (Choice.ADD, Choice.LINK)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == [
        "Somebody else has answered here meanwhile: this is what is left.",
        "kept",
    ]
    assert len(db.session.scalars(select(Job).where(Job.kind == SETTLING)).all()) == 1
    work_off()
    assert states() == [("finished", 3)]
    assert compare(world.project_id) == []
