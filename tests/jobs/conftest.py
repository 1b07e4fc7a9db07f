"""Jobs that tests ask for, done here and now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from annotator.config import Config
from annotator.db import db, writing
from annotator.jobs.attempt import Hands
from annotator.jobs.models import Job
from annotator.jobs.queue import queue_of
from annotator.jobs.running import run_job
from annotator.jobs.service import enqueue
from tests.jobs import kinds
from tests.personas import World

Ask = Callable[..., Job]
WorkOff = Callable[[], int]


@pytest.fixture(autouse=True)
def _clean() -> None:
    kinds.DONE.clear()
    kinds.TRICKS.clear()


@pytest.fixture
def ask(world: World) -> Ask:
    """`ask(word, how=None) -> Job`: the lead asks for a job, in a transaction of its own."""

    def make(word: str, how: str | None = None, **options: Any) -> Job:
        who = options.get("who", world.lead)
        with writing():
            payload = {"word": word, "how": how}
            return enqueue(world.project_id, options.get("kind", kinds.KIND), payload, who.actor)

    return make


@pytest.fixture
def hands(config: Config) -> Hands:
    return Hands(config)


@pytest.fixture
def work_off(app: Flask, hands: Hands) -> WorkOff:
    """Do what was handed over; how many times the queue gave something out."""

    def do(job_id: str) -> None:
        with app.app_context():
            run_job(job_id, hands)

    def work() -> int:
        count = queue_of(db.engines[None]).work_off(do)
        db.session.rollback()
        db.session.expire_all()
        return count

    return work
