"""Exports of a project full of work, and another installation to read them into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.databases import copy_file
from tests.export.work import busy_project
from tests.factories import make_member, make_project, make_user
from tests.formats.native import SLUG, exported, installation


@pytest.fixture(scope="module")
def files(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Two exports of one project full of work, with pseudonyms and with names."""
    with installation(copy_file(sqlite_template, folder := tmp_path_factory.mktemp("a")), folder):
        project = make_project(SLUG)
        lea, rosa, ravi = (make_user(name) for name in ("Lea Lind", "Rosa Ramirez", "Ravi Rao"))
        for user in (lea, rosa, ravi):
            make_member(project, user)
        busy_project(project, rosa.id, ravi.id, gold=False)
        return exported(), exported(names=True)


@pytest.fixture
def file(files: tuple[bytes, bytes]) -> bytes:
    """The export with pseudonyms."""
    return files[0]


@pytest.fixture
def elsewhere(database: str, instance: Path) -> Iterator[Flask]:
    """Another installation, with an empty project of the same slug and somebody in it."""
    with installation(database, instance) as app:
        make_member(make_project(SLUG), make_user("Lead of the other place"))
        yield app
