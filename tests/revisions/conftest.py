"""An article with marks of two people and a lead who corrects it; files of all its texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from annotator import create_app
from annotator.db import db
from tests.conftest import Visit
from tests.databases import config_for, copy_file
from tests.factories import make_article, make_member, make_project, make_user
from tests.formats.native import installation
from tests.personas import SLUG, World
from tests.revisions.all_texts import exported
from tests.revisions.desk import TEXT, Desk, desk_in
from tests.revisions.story import tell


@pytest.fixture
def desk(world: World, visit: Visit) -> Desk:
    """The article, unmarked."""
    return Desk(world, visit, make_article(world.project, TEXT, title="Fares").id)


@pytest.fixture(scope="module")
def files(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The story with pseudonyms and with names, told on SQLite."""
    folder = tmp_path_factory.mktemp("story")
    app = create_app(config_for(copy_file(sqlite_template, folder), folder))
    with app.app_context():
        desk = desk_in(app)
        tell(desk)
        found = exported(), exported(names=True)
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
        return found


@pytest.fixture
def elsewhere(database: str, tmp_path: Path) -> Iterator[Flask]:
    """Another installation, with an empty project of the same slug and somebody in it."""
    with installation(database, tmp_path) as app:
        make_member(make_project(SLUG), make_user("Lead of the other place"))
        yield app
