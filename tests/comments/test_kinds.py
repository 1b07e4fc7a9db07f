"""Every kind of notification: told in the transaction that does it, to the right people only."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from annotator.db import db, writing
from annotator.notifications.forms import TOLD
from annotator.notifications.models import Kind, Notification
from annotator.notifications.service import Notice, notify
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.personas import World

ICONS = Path(__file__).resolve().parents[2] / "static" / "icons.svg"


def test_every_kind_has_its_words_and_an_icon_that_there_is() -> None:
    assert set(TOLD) == set(Kind)
    icons = ICONS.read_text(encoding="utf-8")
    for telling in TOLD.values():
        assert f'id="{telling.icon}"' in icons


@ON_BOTH
@pytest.mark.parametrize("kind", list(Kind))
def test_a_notification_of_every_kind_is_on_the_page_and_leads_somewhere(
    world: World, visit: Visit, kind: Kind
) -> None:
    article = make_article(world.project)
    with writing():
        about = None if kind is Kind.GUIDELINES else article.id
        told = Notice(kind, world.reviewer.id, world.project_id, about)
        notify([told], actor=world.lead.actor)
    browser = visit(world.reviewer)
    page = browser.page("/notifications")
    assert (article.title if about else "published a new version") in page.text
    assert "1 unread" in page.text
    number = db.session.scalars(select(Notification.id)).one()
    place = browser.post(f"/notifications/{number}/reading").headers["Location"]
    assert browser.get(place).status_code == 200


def test_whoever_was_told_nothing_yet_reads_what_will_be(world: World, visit: Visit) -> None:
    page = visit(world.reviewer).page("/notifications")
    for telling in TOLD.values():
        assert str(telling.promise) in page.text


def test_what_the_server_finds_by_itself_is_told_without_a_name(world: World, visit: Visit) -> None:
    article = make_article(world.project)
    with writing():
        notify([Notice(Kind.STALE, world.reviewer.id, world.project_id, article.id)], actor=SHELL)
    assert "1 verdict of yours is stale" in visit(world.reviewer).page("/notifications").text
