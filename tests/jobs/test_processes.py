"""The worker inside the server, and the one that is a process of its own: they work, and stop."""

from __future__ import annotations

import time

import pytest
from flask import Flask

from annotator.config import Config
from annotator.db import db, writing
from annotator.jobs.models import ENDED, Job, State
from annotator.jobs.service import enqueue
from annotator.similarity.jobs import KIND
from tests.factories import SHELL
from tests.personas import World
from tests.ports import free_port
from tests.programs import started


def is_ended(job_id: str) -> bool:
    db.session.rollback()
    return db.session.get_one(Job, job_id, populate_existing=True).state in ENDED


@pytest.mark.slow
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_process_does_jobs_and_stops_cleanly(
    app: Flask, config: Config, world: World, command: str
) -> None:
    arguments = ["serve", "--port", str(free_port())] if command == "serve" else ["worker"]
    with started(config, *arguments) as process:
        try:
            with writing():
                job = enqueue(world.project_id, KIND, {}, SHELL)
            deadline = time.monotonic() + 60
            while not is_ended(job.id):
                assert time.monotonic() < deadline
                assert process.poll() is None
                time.sleep(0.05)
            process.terminate()
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, "Traceback" in said) == (0, False), said
    assert db.session.get_one(Job, job.id, populate_existing=True).state is State.DONE
