"""A long write elsewhere keeps nobody from reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from annotator.accounts.models import UserSession
from annotator.clock import now
from annotator.config import Config
from annotator.db import db, writing
from tests.conftest import Visit
from tests.databases import config_for
from tests.personas import World


@pytest.fixture
def config(database: str, instance: Path) -> Config:
    """A gate at which a reader who waited would be stopped by the test's own limit."""
    return replace(config_for(database, instance), gate_seconds=600.0)


@pytest.mark.timeout(60)
def test_a_page_opens_while_somebody_writes_for_long(
    app: Flask, world: World, visit: Visit
) -> None:
    reader = visit(world.reviewer)
    with writing():
        db.session.execute(update(UserSession).values(seen_at=now() - timedelta(minutes=10)))

    with db.engines[None].begin():
        answer = reader.get("/projects")

    assert answer.status_code == 200
