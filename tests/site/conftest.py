"""What the addresses of the site name, made once, and browsers of everybody."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.accounts.service import make_link
from annotator.assignments.queries import assignments_on
from annotator.audit.models import Event
from annotator.claimreview.drafts import PublisherDraft
from annotator.claimreview.queries import publisher_of
from annotator.claimreview.service import set_publisher, stamp_of
from annotator.db import db, writing
from annotator.guidelines.service import publish
from annotator.jobs.service import enqueue
from annotator.projects.models import Project
from annotator.schemes.service import publish_scheme
from annotator.speakers.drafts import MergeDraft, SpeakerDraft
from annotator.speakers.models import Speaker
from annotator.speakers.service import add_speaker, merge_speakers
from annotator.webpages.reading import Page, PageBlock
from annotator.webpages.service import keep
from tests.applications import leave, working
from tests.databases import config_for, copy_file
from tests.factories import (
    SHELL,
    make_article,
    make_project,
    make_session,
    make_user,
    person_of,
)
from tests.personas import World
from tests.schemes.scales import draft_of
from tests.site.table import PERSONAS
from tests.visitor import Visitor
from tests.workspace.marks import TEXT, Hand

#: Of no password: nobody signs in with it, and no answer may hold it.
PASSWORD_HASH = "$argon2id$v=19$m=19456,t=2,p=1$Y2FuYXJ5Y2FuYXJ5$Y2FuYXJ5Y2FuYXJ5"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Things that addresses name, browsers of everybody, and a way back to the beginning."""

    things: dict[str, Any]
    browsers: dict[str, Visitor]
    restore: Callable[[], None]
    #: What no answer may hold, and the addresses of people, by persona.
    hashes: tuple[str, ...]
    emails: dict[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A database with the things in it, their names, and the secret of each persona's session."""

    file: Path
    things: dict[str, Any]
    secrets: dict[str, str | None]
    emails: dict[str, str]


@pytest.fixture(scope="module")
def made(sqlite_world: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> Made:
    """All that addresses name, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("prepared")
    template, world = sqlite_world
    with working(config_for(copy_file(template, folder), folder)) as app:
        outsider = make_user("Olga Olsen")
        things = _things(app, world, make_project("elsewhere", creator=outsider))
        people = {
            **world.personas(), "outsider": person_of(outsider), "other": world.other_reviewer,
        }  # fmt: skip
        secrets = {
            name: None if (person := people[name]) is None else make_session(person.id)
            for name in PERSONAS
        }
        with writing():
            for person in (world.rosa, world.stranger):
                world.user(person).password_hash = PASSWORD_HASH
        emails = {name: one.email for name, one in people.items() if one is not None}
    return Made(folder / "annotator.sqlite3", things, secrets, emails)


@pytest.fixture
def template(request: pytest.FixtureRequest, template: Path | str) -> Path | str:
    """What the test's database is a copy of."""
    if "prepared" not in request.fixturenames:
        return template
    found: Made = request.getfixturevalue("made")
    return found.file


@pytest.fixture
def prepared(app: Flask, world: World, made: Made, instance: Path) -> Prepared:
    """An article with a mark of the reviewer, one they submitted, and another project."""
    browsers = {name: Visitor(app, secret=secret) for name, secret in made.secrets.items()}
    cookies = {name: browser.cookie() for name, browser in browsers.items()}
    back = way_back(instance)

    def restore() -> None:
        back()
        # Whoever went on in a session of their own is in the one they had, as the database is.
        for name, cookie in cookies.items():
            if cookie is not None:
                browsers[name].replay(cookie)

    tokens = [secret for secret in made.secrets.values() if secret is not None]
    hashes = ("$argon2", *(sha256(token.encode()).hexdigest() for token in tokens))
    return Prepared(made.things, browsers, restore, hashes, made.emails)


def hash_of(key: str) -> str:
    """The hash of the first event about this row."""
    query = select(Event.hash).where(Event.target_id == key).order_by(Event.seq)
    return db.session.scalars(query).first() or ""


def _things(app: Flask, world: World, elsewhere: Project) -> dict[str, Any]:
    newcomer = make_user("Nia Nkosi")
    article, submitted = (make_article(world.project, TEXT) for _ in range(2))
    visitor = Visitor(app, secret=make_session(world.reviewer.id))
    hand = Hand(visitor, world.slug, article.id, TEXT)
    mark = hand.mark("40 million litres")
    assert Hand(visitor, world.slug, submitted.id, TEXT).submit().status_code == 200
    with writing():
        publish(world.project, "## Claim\n\nWhat can be true or false.", actor=SHELL)
        publish_scheme(world.project, draft_of(), actor=SHELL)
        set_publisher(world.project, PublisherDraft("Harbour Desk"), actor=SHELL)
        token = make_link(newcomer)
        page = Page((PageBlock("paragraph", None, True, "A page."),))
        waiting = keep(world.project.id, page, b"<p>A page.", actor=world.lead.actor)
        job = enqueue(world.project.id, "none", {}, world.lead.actor)
    return {
        "slug": world.slug,
        "elsewhere": elsewhere.slug,
        "article_id": article.id,
        "submitted_id": submitted.id,
        "annotation_id": mark["id"],
        "annotation_hash": hash_of(mark["id"]),
        "new_id": str(uuid4()),
        "assignment_id": assignments_on(submitted.id, submitted_only=True)[0].id,
        "other_id": world.other_reviewer.id,
        "token": token,
        "job_id": job.id,
        "proposal_id": waiting.id,
        "stamp": stamp_of(publisher_of(world.project_id)),
        **_speakers(world),
    }


def _speakers(world: World) -> dict[str, str]:
    """One speaker, another of the same name, and one that was merged into that."""
    ids = [str(uuid4()) for _ in range(3)]
    with writing():
        for key in ids:
            add_speaker(world.project_id, SpeakerDraft(key, "I. Marrow"), actor=SHELL)
        merged, into = (db.session.get_one(Speaker, key) for key in (ids[2], ids[1]))
        merge_speakers(merged, into, MergeDraft(1, 1), actor=SHELL)
    return dict(zip(("speaker_id", "double_id", "merged_id"), ids, strict=True))


def way_back(folder: Path) -> Callable[[], None]:
    """A function that puts the database back to what it is now."""
    live, kept = folder / "annotator.sqlite3", folder / "kept.sqlite3"

    def restore() -> None:
        leave()
        shutil.copyfile(kept, live)

    leave()
    shutil.copyfile(live, kept)
    return restore
