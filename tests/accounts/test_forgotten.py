"""A forgotten password: a letter to the account's own address, and nothing learnt from asking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select

from annotator.accounts.models import OneTimeLink, User
from annotator.accounts.service import make_link, set_language, set_password
from annotator.clock import now
from annotator.config import Config
from annotator.db import db, writing
from tests.conftest import Visit
from tests.databases import ON_BOTH, config_for
from tests.mail.postbox import Postbox, postbox
from tests.personas import World

PAGE = "/forgotten"
NEW = "grey bicycle under rain"


@pytest.fixture
def post() -> Iterator[tuple[Postbox, str]]:
    """A mail server, and its address."""
    with postbox() as found:
        yield found


@pytest.fixture
def box(post: tuple[Postbox, str]) -> Postbox:
    """What is handed in there."""
    return post[0]


@pytest.fixture
def config(database: str, instance: Path, post: tuple[Postbox, str]) -> Config:
    """Settings that name it."""
    return config_for(
        database, instance, smtp=post[1], mail_from="desk@example.org", trusted_hosts=("localhost",)
    )


def links_of(box: Postbox) -> list[str]:
    found = [
        re.findall(r"https://localhost(/one-time/\S+)", one.get_content()) for one in box.letters
    ]
    return [link for links in found for link in links]


@ON_BOTH
def test_the_letter_leads_to_a_new_password_once(world: World, visit: Visit, box: Postbox) -> None:
    browser = visit()
    page = browser.page("/sign-in")
    assert PAGE in page.links()
    answer = browser.post(PAGE, {"email": " ROSA@example.org "})
    assert answer.status_code == 200
    assert "If there is an account for" in answer.text
    (letter,) = box.letters
    assert (letter["To"], letter["Subject"]) == ("rosa@example.org", "A new password for Annotator")
    (link,) = links_of(box)
    chosen = {"password": NEW, "again": NEW}
    assert browser.post(link, chosen).status_code == 302
    assert visit().post(link, chosen).status_code == 404
    fresh = visit().post("/sign-in", {"email": "rosa@example.org", "password": NEW})
    assert fresh.status_code == 302


def test_asking_for_nobodys_or_a_closed_account_answers_alike_and_sends_nothing(
    world: World, visit: Visit, box: Postbox
) -> None:
    with writing():
        world.user(world.other_reviewer).is_active = False
    said = set()
    for email in ("rosa@example.org", "ravi@example.org", "nobody@example.org"):
        answer = visit().post(PAGE, {"email": email})
        said.add(
            (
                answer.status_code,
                re.sub(r"\S*nonce\S*|\S{30,}", "", answer.text.replace(email, "X")),
            )
        )
    assert len(said) == 1
    assert [one["To"] for one in box.letters] == ["rosa@example.org"]
    assert db.session.scalar(select(func.count()).select_from(OneTimeLink)) == 1


def test_the_link_is_good_for_an_hour(world: World, visit: Visit, box: Postbox) -> None:
    visit().post(PAGE, {"email": "rosa@example.org"})
    (link,) = links_of(box)
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert visit().get(link).status_code == 404


def test_asking_ends_no_invitation_and_no_session(world: World, visit: Visit, box: Postbox) -> None:
    with writing():
        token = make_link(world.user(world.reviewer))
    signed_in = visit(world.reviewer)
    visit().post(PAGE, {"email": "rosa@example.org"})
    assert len(box.letters) == 1
    assert visit().get(f"/one-time/{token}").status_code == 200
    assert signed_in.get("/account").status_code == 200


def test_asking_again_and_again_is_slowed_down_and_locks_nobody_out(
    world: World, visit: Visit, box: Postbox
) -> None:
    with writing():
        set_password(db.session.get_one(User, world.reviewer.id), NEW)
    answers = [visit().post(PAGE, {"email": "rosa@example.org"}) for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert "Retry-After" in answers[-1].headers
    assert len(box.letters) == 5
    signed_in = visit().post("/sign-in", {"email": "rosa@example.org", "password": NEW})
    assert signed_in.status_code == 302


def test_the_letter_is_in_the_language_of_the_account(
    world: World, visit: Visit, box: Postbox
) -> None:
    with writing():
        set_language(world.reviewer.id, "ar")
    visit().post(PAGE, {"email": "rosa@example.org"})
    (letter,) = box.letters
    assert letter["Content-Language"] == "ar"
    assert "Hello" not in letter.get_content()


def test_an_invitation_goes_out_as_a_letter_too(world: World, visit: Visit, box: Postbox) -> None:
    lead = visit(world.lead)
    who = {"email": "new@example.org", "name": "Noor New", "role": "reviewer"}
    answer = lead.post("/projects/demo-desk/members", who)
    assert answer.status_code == 201
    assert "A letter with it is on its way to new@example.org" in answer.text
    (letter,) = box.letters
    assert letter["To"] == "new@example.org"
    assert "Lea Lindqvist invites you" in letter.get_content()
    assert visit().get(links_of(box)[0]).status_code == 200
