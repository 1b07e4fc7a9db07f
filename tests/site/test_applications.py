"""Tests share an application as long as none of them changes it."""

from __future__ import annotations

from flask import Flask

from annotator.config import Config
from tests.applications import application_for
from tests.conftest import Visit
from tests.personas import World


def test_an_application_that_has_answered_is_given_to_the_next_test_too(
    app: Flask, config: Config, world: World, visit: Visit
) -> None:
    visit().get("/sign-in")
    visit(world.reviewer).get(f"/projects/{world.slug}/articles")
    assert application_for(config) is app


def test_one_that_a_test_has_changed_is_not(app: Flask, config: Config) -> None:
    app.config["PROJECT_NAMES"] = "changed"
    assert application_for(config) is not app
