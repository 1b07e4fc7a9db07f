"""Asking for pages by their address, and what comes of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from socket import socket

import pytest
from flask import Flask
from sqlalchemy import update

from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import Invalid, TooOften
from annotator.fetching import service
from annotator.fetching.service import MOST_IN_WINDOW, addresses_in, ask_for_pages
from annotator.jobs.attempt import Hands
from annotator.jobs.models import Job, State
from annotator.jobs.presenters import told
from annotator.jobs.service import cancel
from annotator.text.layout import plain_layout, propose_title
from annotator.webpages.models import Proposal
from annotator.webpages.service import page_of
from tests.databases import ON_BOTH
from tests.fetching.pages import HTML, PARAGRAPHS, TITLE
from tests.personas import World
from tests.safefetch.network import Network, page

URL = "https://post.example.com/wall"
PLAIN = "http://post.example.com/wall"
WorkOff = Callable[[], int]

#: A plain text: lines, and a blank one before the first and before the last.
TEXT = f"\n{TITLE}\n" + "\n".join(PARAGRAPHS) + "\n\n  – Zoë Ångström, Café “Métro”\n"
RUSSIAN = (
    "Стену гавани поднимут на два метра\nСовет решил во вторник поднять стену гавани на два метра "
    "до зимы, после трёх штормов, которые с января залили рыночную площадь.\n"
)


def ask(world: World, *urls: str) -> list[Job]:
    """The lead asks for these pages."""
    with writing():
        return ask_for_pages(world.project, urls, actor=world.lead.actor)


def ended(job: Job) -> Job:
    """The job as it is stored now."""
    return db.session.get_one(Job, job.id, populate_existing=True)


def why(job: Job) -> str:
    """Why the job failed."""
    job = ended(job)
    assert job.state is State.FAILED
    return str(told(job).reason)


def test_addresses_come_one_a_line_and_each_once() -> None:
    text = f"\n  {URL}  \r\n\nHTTPS://Post.Example.com:443/wall#part\nhttp://bücher.example.com\n"
    assert addresses_in(text) == [URL, "http://xn--bcher-kva.example.com/"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n ", "Paste at least one address."),
        (f"{URL}\nhttp://localhost/", "Line 2: “localhost” is not on the public web"),
        ("post.example.com", "Line 1: only addresses that begin with http:// or https://"),
        ("\n".join(f"{URL}{n}" for n in range(21)), "At most 20 addresses are taken at once"),
    ],
)
def test_what_cannot_be_asked_for_is_told_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence.replace(".", r"\.")) as refusal:
        addresses_in(text)
    assert refusal.value.field == "addresses"


@ON_BOTH
def test_a_page_is_fetched_and_what_it_holds_is_kept_for_the_lead(
    world: World, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = page(HTML.encode())
    (job,) = ask(world, PLAIN)
    assert work_off() == 1
    assert ended(job).state is State.DONE, ended(job).reason
    kept = kept_by(ended(job))
    assert TITLE in kept
    assert all(text in kept for text in PARAGRAPHS)
    assert "newsletter" not in kept
    work_off()
    assert len(web.requests) == 1


@pytest.mark.parametrize(
    ("text", "codec", "kind", "charset"),
    [
        (TEXT, "utf-8", "text/plain; charset=utf-8", ("utf-8", "declared")),
        (TEXT, "utf-8", "text/plain", ("utf-8", "tried")),
        (TEXT, "cp1252", "text/plain; charset=iso-8859-1", ("cp1252", "declared")),
        (TEXT, "utf-16", "text/plain; charset=utf-8", ("utf-16-le", "tried")),
        (RUSSIAN, "cp1251", "text/plain", ("cp1251", "guessed")),
    ],
    ids=["by the header", "as utf-8", "by an old header", "by the mark", "by its signs"],
)
def test_plain_text_is_proposed_as_it_is(
    world: World,
    web: Network,
    work_off: WorkOff,
    text: str,
    codec: str,
    kind: str,
    charset: tuple[str, str],
) -> None:
    web.pages["/wall.txt"] = page(text.replace("\n", "\r\n").encode(codec), kind)
    (job,) = ask(world, f"{PLAIN}.txt")
    work_off()
    assert ended(job).state is State.DONE, ended(job).reason
    found = page_of(proposal_by(ended(job)))
    assert found.text == text
    assert found.layout == plain_layout(text)
    assert (found.charset, found.charset_by) == charset
    assert (found.canonical, found.url) == ("plain/1", f"{PLAIN}.txt")
    assert found.title == propose_title(text)


@pytest.mark.parametrize(
    ("body", "kind", "sentence"),
    [
        (b" \n\t", "text/plain", "The text is empty"),
        (b"caf\xe9", "text/plain; charset=utf-8", "not valid utf-8 at byte 3"),
        (b"x", "text/plain; charset=utf-7", "is not one that can be read here"),
        (b"x" * 2_000_001, "text/plain", "may have at most 2,000,000 characters"),
    ],
)
def test_text_that_cannot_be_read_says_why(
    world: World, web: Network, work_off: WorkOff, body: bytes, kind: str, sentence: str
) -> None:
    web.pages["/wall.txt"] = page(body, kind)
    (job,) = ask(world, f"{PLAIN}.txt")
    work_off()
    assert sentence.lower() in why(job).lower()


def test_each_page_that_is_refused_says_why(world: World, web: Network, work_off: WorkOff) -> None:
    web.names["inside.example.com"] = [["127.0.0.1"]]
    web.pages["/file"] = page(b"%PDF", "application/pdf")
    inside, file, absent = ask(
        world,
        "http://inside.example.com/",
        "http://post.example.com/file",
        "http://post.example.com/absent",
    )
    work_off()
    assert (
        why(inside) == "“inside.example.com” is not on the public web, and nothing else is fetched."
    )
    assert "(application/pdf)" in why(file)
    assert "status 404" in why(absent)
    assert web.hits == 0


def test_a_page_is_not_fetched_where_that_is_switched_off(
    world: World, web: Network, work_off: WorkOff, hands: Hands
) -> None:
    (job,) = ask(world, PLAIN)
    object.__setattr__(hands, "config", replace(hands.config, fetch=False))
    work_off()
    assert "switch that on with ANNOTATOR_FETCH=1" in why(job)
    assert web.connected == []


def test_a_fetch_can_be_called_off_while_it_comes(
    app: Flask, world: World, web: Network, work_off: WorkOff
) -> None:
    (job,) = ask(world, PLAIN)

    def call_off_midway(line: socket) -> None:
        line.sendall(page(b"", headers={"Content-Length": "3000"}) + b"x" * 1000)
        with app.app_context(), writing():
            cancel(db.session.get_one(Job, job.id))
        line.sendall(b"x" * 2000)

    web.pages["/wall"] = call_off_midway
    work_off()
    assert ended(job).state is State.CANCELLED
    assert len(web.requests) == 1


@ON_BOTH
def test_a_person_has_so_many_pages_an_hour(world: World) -> None:
    for start in range(0, MOST_IN_WINDOW, 20):
        ask(world, *(f"{URL}/{start + n}" for n in range(20)))
    with pytest.raises(TooOften) as refusal:
        ask(world, URL)
    assert 3500 < refusal.value.retry_after <= 3600
    with writing():
        ask_for_pages(world.project, [URL], actor=world.admin.actor)
        db.session.execute(update(Job).values(created_at=now() - timedelta(minutes=61)))
    ask(world, URL)


def proposal_by(job: Job) -> Proposal:
    """What the job kept."""
    return db.session.get_one(Proposal, json.loads(job.result or "")["proposal"])


def kept_by(job: Job) -> str:
    """The text that the job kept."""
    return page_of(proposal_by(job)).text


def test_the_ways_of_the_network_are_the_system_s_own() -> None:
    from annotator.safefetch import Ways

    assert Ways() == service.WAYS
