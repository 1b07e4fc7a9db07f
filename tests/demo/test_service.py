"""The demonstration: made through the services, and never at anybody's cost."""

from __future__ import annotations

import pytest
from flask import Flask

from annotator.accounts.queries import user_by_email
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.db import writing
from annotator.demo.content import ARTICLES
from annotator.demo.service import build
from annotator.errors import Refused
from annotator.guidelines.queries import current_guidelines
from annotator.guidelines.rendering import rendered
from annotator.projects.queries import project_by_slug
from tests.databases import ON_BOTH
from tests.factories import make_user

PASSWORD = "a demonstration password"


@ON_BOTH
def test_it_comes_with_articles_work_and_a_trail_that_verifies(app: Flask) -> None:
    with writing():
        project = build(PASSWORD)

    assert len(ARTICLES) >= 4
    assert verify(project.id).ok
    assert compare(project.id) == []


def test_its_guidelines_have_examples_for_every_kind_of_mark(app: Flask) -> None:
    with writing():
        project = build(PASSWORD)
    version = current_guidelines(project.id)
    assert version is not None
    sections = {section.label: section.html for section in rendered(version.text)}
    for label in ("claim", "quote", "context"):
        assert "<h3>Examples</h3>" in sections[label]


def test_it_leaves_an_account_that_was_there_before_alone(app: Flask) -> None:
    make_user("Lead", email="lead@example.org")

    with pytest.raises(Refused, match="lead@example.org"), writing():
        build(PASSWORD)

    found = user_by_email("lead@example.org")
    assert found is not None
    assert found.password_hash is None
    assert project_by_slug("demo") is None
