"""Databases for one use, and reading from one of them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select, text

from annotator.articles.models import Revision
from annotator.db import db, new_scratch, put, reader, reading_from
from annotator.models import metadata
from annotator.projects.models import Project
from annotator.projects.queries import access, project_by_slug
from tests.databases import ON_BOTH
from tests.personas import World

ELSEWHERE = {
    "id": 7,
    "slug": "elsewhere",
    "name": "Elsewhere",
    "created_at": "2026-11-01T00:00:00.000Z",
}


def test_it_has_every_table_and_no_row(world: World) -> None:
    with closing(new_scratch()) as scratch:
        for table in metadata.sorted_tables:
            assert scratch.execute(select(func.count()).select_from(table)).scalar() == 0


def test_two_of_them_know_nothing_of_each_other(world: World) -> None:
    with closing(new_scratch()) as one, closing(new_scratch()) as other:
        put(one, "project", [ELSEWHERE])
        assert one.execute(text("SELECT count(*) FROM project")).scalar() == 1
        assert other.execute(text("SELECT count(*) FROM project")).scalar() == 0


def test_it_takes_a_row_that_the_real_table_would_refuse(world: World) -> None:
    with closing(new_scratch()) as scratch:
        put(scratch, "revision", [{"id": "a", "number": 0, "project_id": 99}])
        assert scratch.scalars(select(Revision.text)).all() == [None]


@ON_BOTH
def test_queries_read_from_it_until_the_block_ends(world: World) -> None:
    before = project_by_slug(world.slug)
    with closing(new_scratch()) as scratch:
        put(scratch, "project", [ELSEWHERE])
        with reading_from(scratch):
            assert project_by_slug(world.slug) is None
            found = project_by_slug("elsewhere")
            assert found is not None
            assert found.name == "Elsewhere"
            assert access("elsewhere", 1) is not None, "a prepared statement reads there too"
            assert reader() is scratch
        assert project_by_slug("elsewhere") is None
    assert project_by_slug(world.slug) is before


@ON_BOTH
def test_what_was_begun_before_goes_on_after_it(world: World) -> None:
    project = db.session.get_one(Project, world.project_id)
    with closing(new_scratch()) as scratch, reading_from(scratch):
        assert db.session.get(Project, world.project_id) is None
    assert db.session.get(Project, world.project_id) is project


def test_nothing_of_it_is_left_on_the_disk(world: World) -> None:
    with closing(new_scratch()) as scratch:
        put(scratch, "project", [ELSEWHERE])
        (_, _, path) = scratch.execute(text("PRAGMA database_list")).one()
        assert path
        assert not Path(path).exists()
