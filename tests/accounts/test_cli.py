"""Setting up from the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from annotator import create_app
from annotator.accounts import service
from annotator.accounts.queries import administrators, user_by_email
from annotator.db import db, writing
from annotator.db.migrate import is_current
from tests.applications import run_command
from tests.databases import SECRET_KEY, config_for, sqlite_url
from tests.visitor import Visitor

LINK = re.compile(r"http://127\.0\.0\.1:8000(/one-time/[\w-]{43})\n")


def test_init_goes_from_nothing_to_a_signed_in_administrator(tmp_path: Path) -> None:
    app = create_app(config_for(sqlite_url(tmp_path / "new.sqlite3"), tmp_path))
    with app.app_context():
        first = run_command(app, "init", "--email", "ada@example.org", "--name", "Ada Ahn")
        assert first.exit_code == 0, first.output
        assert is_current()
        [path] = LINK.fullmatch(first.stdout).groups()  # type: ignore[union-attr]
        again = run_command(app, "init")
        [newer] = LINK.fullmatch(again.stdout).groups()  # type: ignore[union-attr]
        browser = Visitor(app)
        assert browser.get(path).status_code == 404
        words = "four unrelated words"
        assert browser.post(newer, {"password": words, "again": words}).location == "/projects"
        assert "New project" in browser.page("/projects").text
        assert [admin.email for admin in administrators()] == ["ada@example.org"]
        third = run_command(app, "init")
        assert (third.exit_code, third.stdout) == (0, "")
        assert "There is an administrator already: ada@example.org." in third.stderr
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def test_settings_hide_the_key(app: Flask) -> None:
    said = run_command(app, "settings").stdout
    assert "ANNOTATOR_DATABASE_URL=sqlite:///" in said
    assert "ANNOTATOR_SECRET_KEY=(hidden)" in said
    assert SECRET_KEY not in said


def test_user_add_prints_the_link_alone(app: Flask) -> None:
    done = run_command(app, "user", "add", "Rosa@Example.org", "--name", "Rosa Ramirez", "--admin")
    assert LINK.fullmatch(done.stdout)
    found = user_by_email("rosa@example.org")
    assert found is not None
    assert (found.name, found.is_admin) == ("Rosa Ramirez", True)


def test_the_link_begins_with_the_address_that_is_named(app: Flask) -> None:
    done = run_command(app, "user", "add", "rosa@example.org", "--url", "https://desk.example.org/")
    assert done.stdout.startswith("https://desk.example.org/one-time/")


@pytest.mark.parametrize("words", [("add", "not an address"), ("link", "nobody@example.org")])
def test_a_refusal_is_one_sentence_and_status_one(app: Flask, words: tuple[str, ...]) -> None:
    done = run_command(app, "user", *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("annotator: ")
    assert done.stderr.count("\n") == 1


def test_user_link_replaces_a_lost_password(app: Flask) -> None:
    run_command(app, "user", "add", "rosa@example.org")
    found = user_by_email("rosa@example.org")
    assert found is not None
    with writing():
        service.set_password(found, "four unrelated words")
    assert LINK.fullmatch(run_command(app, "user", "link", "ROSA@example.org").stdout)


def test_routes_names_what_every_address_needs(app: Flask) -> None:
    lines = run_command(app, "routes").stdout.splitlines()
    assert len(lines) == len(list(app.url_map.iter_rules()))
    assert not [line for line in lines if " nobody " in line]


@pytest.mark.parametrize(
    "words",
    [
        ("init",),
        ("settings",),
        ("serve",),
        ("routes",),
        ("user", "add"),
        ("user", "link"),
        ("project", "create"),
        ("project", "member"),
    ],
)
def test_every_command_shows_an_example(app: Flask, words: tuple[str, ...]) -> None:
    done = run_command(app, *words, "--help")
    assert done.exit_code == 0
    assert f"Example: annotator {' '.join(words)}" in done.stdout


def test_serving_to_the_network_is_refused_with_a_sentence(app: Flask) -> None:
    done = run_command(app, "serve", "--host", "192.0.2.1")
    assert done.exit_code == 1
    assert "ANNOTATOR_PROXIES" in done.stderr
