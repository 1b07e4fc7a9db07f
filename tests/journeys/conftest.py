"""The demonstration project, served, and people who come to it with a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from annotator.accounts.queries import user_by_email
from annotator.config import Config
from annotator.db import db, writing
from annotator.demo.service import build
from annotator.projects.queries import project_by_slug
from tests.agreement.readings import read_all
from tests.applications import working
from tests.browser import Complaints
from tests.databases import config_for, copy_file
from tests.factories import make_session
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, PASSWORD, RAVI, ROSA, Site
from tests.served import Serve

Arrive = Callable[..., Person]
SQLITE = "sqlite:///"


@pytest.fixture(scope="session")
def demonstration(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the demonstration project, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("demonstration")
    url = copy_file(sqlite_template, folder)
    with working(config_for(url, folder)):
        _build()
    return Path(url.removeprefix(SQLITE))


@pytest.fixture
def site(app: Flask, config: Config, demonstration: Path, serve: Serve) -> Site:
    """The demonstration project on a server of this test's own."""
    if config.database_url.startswith(SQLITE):
        # Nothing has connected yet, so the file may still be changed for another.
        shutil.copyfile(demonstration, config.database_url.removeprefix(SQLITE))
    else:
        _build()
    return Site(serve(), config, app)


@pytest.fixture
def arrive(app: Flask, site: Site, open_page: Callable[..., Page]) -> Arrive:
    """`arrive(email) -> Person`: somebody in a browser of their own, who signed in before."""

    def come(email: str, **options: object) -> Person:
        person = Person(open_page(**{"viewport": {"width": 1440, "height": 900}, **options}), site)
        person.is_signed_in_by(_cookie(app, email))
        return person

    return come


@pytest.fixture
def rosa(arrive: Arrive, complaints: Complaints) -> Person:
    """The reviewer, whose browser may well say that requests fail."""
    complaints.expect("Failed to load resource")
    return arrive(ROSA)


def _build() -> None:
    with writing():
        build(PASSWORD)
    db.session.remove()


def _cookie(app: Flask, email: str) -> str:
    """The cookie of a new session, as a sign-in by the form would have set it."""
    user = user_by_email(email)
    assert user is not None
    secret = make_session(user.id)
    db.session.remove()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signer.dumps({"sid": secret}))


@pytest.fixture
def read_by_three(site: Site, complaints: Complaints) -> None:
    """Three people have read every article of the demonstration."""
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    project = project_by_slug("demo")
    people = [user_by_email(one) for one in (ROSA, RAVI, LEAD)]
    assert project is not None
    accounts = [one.id for one in people if one is not None]
    db.session.remove()
    read_all(project, accounts)
