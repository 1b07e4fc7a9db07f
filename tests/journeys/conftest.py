"""The demonstration project, served, and people who come to it with a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page

from annotator.config import Config
from annotator.db import db, writing
from annotator.demo.service import build
from tests.journeys.pages import Person
from tests.journeys.site import PASSWORD, Site, serving

Arrive = Callable[..., Person]


@pytest.fixture
def site(app: Flask, config: Config) -> Iterator[Site]:
    """The demonstration project on a server of this test's own."""
    with writing():
        build(PASSWORD)
    db.session.remove()
    with serving(app) as address:
        yield Site(address, config)


@pytest.fixture
def arrive(site: Site, open_page: Callable[..., Page]) -> Arrive:
    """`arrive(email) -> Person`: somebody in a browser of their own, signed in by the form."""

    def come(email: str, **options: object) -> Person:
        person = Person(open_page(**{"viewport": {"width": 1440, "height": 900}, **options}), site)
        person.sign_in(email)
        return person

    return come
