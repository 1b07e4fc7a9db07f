"""Articles in the trash: who moves them there, what becomes of them meanwhile, and the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.articles.listing import ListQuery, articles
from annotator.articles.queries import count_of, find, some_of
from annotator.assignments.queries import open_work
from annotator.assignments.queue import Next, Nothing, open_count, take_next, what_is_next
from annotator.audit.models import Action, Event
from annotator.audit.replay import compare
from annotator.dashboards.folding import fold
from annotator.dashboards.models import DashboardArticle
from annotator.db import db, writing
from annotator.projects.workflow import set_workflow, workflow_of
from annotator.trash.service import move_to_trash
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.formats.native import exported
from tests.revisions.desk import TEXT, Desk
from tests.statements import statements
from tests.workspace.marks import fields_of, rating, source

REASON = {"reason": "It came in twice."}
RATED = {**rating("refuted", "No."), **source("https://example.org/minutes", decisive="y")}
AWAY = "This article is in the trash"


def move(desk: Desk, status: int = 302) -> None:
    """The lead moves the article to the trash."""
    assert desk.visit(desk.world.lead).post(f"{desk.base}/trash", REASON).status_code == status
    db.session.rollback()


def bring_back(desk: Desk) -> None:
    """The lead takes it back."""
    answer = desk.visit(desk.world.lead).post(f"{desk.base}/trash/restoration")
    assert answer.status_code == 302
    db.session.rollback()


def counted(desk: Desk) -> int:
    """How many articles the dashboard knows."""
    with writing():
        while not fold(desk.world.project_id, 100):
            pass
    query = DashboardArticle.project_id == desk.world.project_id
    return db.session.query(DashboardArticle).filter(query).count()


@ON_BOTH
def test_what_is_in_the_trash_is_nowhere_else_and_comes_back_as_it_was(desk: Desk) -> None:
    project_id, reviewer = desk.world.project_id, desk.world.reviewer
    desk.hand().mark("called the figures wrong")
    before = exported(desk.world.slug), count_of(project_id), counted(desk)
    listed = articles(project_id, ListQuery(desk.world.lead.id, True))
    move(desk)
    assert find(project_id, desk.article_id) is None
    assert not some_of(project_id, [desk.article_id])
    assert count_of(project_id) == counted(desk) == before[1] - 1
    assert len(articles(project_id, ListQuery(desk.world.lead.id, True))) == len(listed) - 1
    assert desk.article_id not in str(exported(desk.world.slug))
    assert not open_work(project_id, reviewer.id)
    assert open_count(project_id, reviewer.id) == 0
    assert compare(project_id) == []
    bring_back(desk)
    assert (exported(desk.world.slug), count_of(project_id), counted(desk)) == before
    assert [one.article_id for one in open_work(project_id, reviewer.id)] == [desk.article_id]
    assert compare(project_id) == []
    events = db.session.query(Event).filter(Event.target_id == desk.article_id)
    actions = [one.action for one in events.order_by(Event.seq)][-2:]
    assert actions == [Action.ARTICLE_TRASHED, Action.ARTICLE_RESTORED]


@ON_BOTH
def test_the_queue_hands_out_nothing_of_the_trash(desk: Desk) -> None:
    rules, other = workflow_of(desk.world.project_id), desk.world.other_reviewer
    assert not isinstance(what_is_next(desk.world.project_id, other.id, rules), Nothing)
    move(desk)
    while isinstance(found := what_is_next(desk.world.project_id, other.id, rules), Next):
        assert found.article_id != desk.article_id
        db.session.rollback()
        with writing():
            take_next(desk.world.project_id, other.id, actor=other.actor)
    bring_back(desk)
    assert not isinstance(what_is_next(desk.world.project_id, other.id, rules), Nothing)


def test_a_reviewer_finds_no_page_and_is_told_why_a_save_is_refused(desk: Desk) -> None:
    desk.hand().mark("called the figures wrong")
    move(desk)
    reviewer = desk.visit(desk.world.reviewer)
    assert reviewer.get(desk.base).status_code == 404
    mark = f"{desk.base}/annotations/0b8f7a52-7f0a-4a4e-9a55-0f2f4a8f2a11"
    refused = reviewer.post(mark, fields_of(TEXT, "Nobody was asked"), json=True)
    assert refused.status_code == 404
    assert refused.get_json()["error"]["sentence"].startswith(AWAY)
    bring_back(desk)
    assert reviewer.get(desk.base).status_code == 200
    assert reviewer.post(mark, fields_of(TEXT, "Nobody was asked"), json=True).status_code == 201


def test_a_lead_reads_since_when_by_whom_and_why_and_takes_it_back_there(desk: Desk) -> None:
    move(desk)
    lead = desk.visit(desk.world.lead)
    answer = lead.get(desk.base)
    assert answer.status_code == 302
    page = lead.get(answer.headers["Location"])
    for words in ("It came in twice.", desk.world.lead.name, "Restore", "Fares"):
        assert words in page.text
        assert words in lead.get(f"/projects/{desk.world.slug}/trash").text
    assert lead.get(f"/projects/{desk.world.slug}/trash?q=nothing").text.count("It came in") == 0
    assert (
        lead.get(f"/projects/{desk.world.slug}/history/article/{desk.article_id}").status_code
        == 200
    )
    bring_back(desk)
    assert "It came in twice." not in lead.get(f"/projects/{desk.world.slug}/trash").text


@pytest.mark.parametrize("name", ["reviewer", "observer"])
def test_who_does_not_lead_neither_moves_nor_takes_back(desk: Desk, name: str) -> None:
    person = desk.visit(getattr(desk.world, name))
    assert person.post(f"{desk.base}/trash", REASON).status_code == 404
    move(desk)
    assert person.get(f"{desk.base}/trash").status_code == 404
    assert person.post(f"{desk.base}/trash/restoration").status_code == 404
    assert desk.article.trashed_at is not None


def test_who_is_kept_from_others_work_does_not_learn_of_it_by_the_trash(desk: Desk) -> None:
    desk.hand().mark("called the figures wrong")
    with writing():
        said = replace(workflow_of(desk.world.project_id), blind=True)
        set_workflow(desk.world.project, said, actor=SHELL)
    refused = desk.visit(desk.world.lead).post(f"{desk.base}/trash", REASON)
    assert refused.status_code == 409
    assert "somebody who may see it" in refused.text


def test_a_reason_is_needed(desk: Desk) -> None:
    answer = desk.visit(desk.world.lead).post(f"{desk.base}/trash", {"reason": "  "})
    assert answer.status_code == 422
    assert desk.article.trashed_at is None


def test_twice_moved_and_twice_taken_back_is_said_once(desk: Desk) -> None:
    for _ in range(2):
        move(desk)
    for _ in range(2):
        bring_back(desk)
    events = db.session.query(Event).filter(
        Event.action.in_(["article.trashed", "article.restored"])
    )
    assert events.count() == 2


def test_what_readers_were_told_of_keeps_its_article(desk: Desk) -> None:
    told = {**RATED, "verdict-public_state": "published"}
    desk.hand().mark("called the figures wrong", **told)
    answer = desk.visit(desk.world.lead).post(f"{desk.base}/trash", REASON)
    assert answer.status_code == 422
    assert "what readers were told stays told" in answer.text


@ON_BOTH
def test_the_list_costs_as_many_statements_for_one_article_as_for_five(desk: Desk) -> None:
    lead = desk.visit(desk.world.lead)
    move(desk)

    def page() -> tuple[int, int]:
        db.session.remove()
        with statements() as read, statements(None) as asked:
            text = lead.get(f"/projects/{desk.world.slug}/trash").text
        return len(read) + len(asked), text.count("It came in twice.")

    one, shown = page()
    assert shown == 1
    for number in range(4):
        article = make_article(desk.world.project, title=f"Again {number}")
        with writing():
            move_to_trash(article, "It came in twice.", actor=desk.world.lead.actor)
    assert page() == (one, 5)
