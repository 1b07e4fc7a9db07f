"""What people are told of: by whom, of what, and never what they may not see."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from annotator.accounts.person import Person
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.assignments.handing import assign_all
from annotator.assignments.queries import assignment_of
from annotator.db import db, writing
from annotator.notifications.models import Notification
from annotator.projects.models import Role
from annotator.projects.service import change_role, remove_member
from annotator.revisions.service import revise_article
from tests.comments.talking import Voice
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_article, make_member, make_user, person_of
from tests.personas import World
from tests.visitor import Visitor
from tests.workspace.marks import TEXT, rating, source


def told(person: Person) -> list[str]:
    """Of what kinds the person's notifications are, in order."""
    query = select(Notification.kind).where(Notification.person_id == person.id)
    return [kind.value for kind in db.session.scalars(query.order_by(Notification.id))]


def unread(browser: Visitor) -> int:
    """What the count says."""
    count: int = browser.get("/notifications/count", json=True).get_json()["unread"]
    return count


@ON_BOTH
def test_whoever_is_mentioned_is_told_and_takes_part_from_then_on(
    rosa: Voice, lea: Voice, world: World
) -> None:
    rosa.say("@Lea Lindqvist, is this the whole dam?", mentions=[world.lead])
    assert (told(world.lead), told(world.reviewer)) == (["mentioned"], [])
    lea.say("Only its northern part.")
    assert (told(world.lead), told(world.reviewer)) == (["mentioned"], ["replied"])
    rosa.say("Thank you.")
    assert told(world.lead) == ["mentioned", "replied"]


def test_nobody_is_told_of_what_they_did_themselves(rosa: Voice, world: World) -> None:
    rosa.say("@Rosa Ramirez: look it up.", mentions=[world.reviewer])
    assert told(world.reviewer) == []


def test_the_same_request_again_tells_nobody_twice(rosa: Voice, world: World) -> None:
    said = rosa.say("@Lea Lindqvist?", mentions=[world.lead])
    rosa.send("@Lea Lindqvist?", comment_id=said["id"], mentions=[world.lead])
    rosa.send("@Lea Lindqvist!", comment_id=said["id"], version=1, mentions=[world.lead])
    assert told(world.lead) == ["mentioned"]


def test_who_is_mentioned_by_a_change_is_told(rosa: Voice, world: World) -> None:
    said = rosa.say("Is this the whole dam?")
    rosa.send("@Lea Lindqvist?", comment_id=said["id"], version=1, mentions=[world.lead])
    assert told(world.lead) == ["mentioned"]


def test_a_mention_that_is_refused_tells_nobody(rosa: Voice, world: World) -> None:
    assert rosa.send("@Ravi Rao?", mentions=[world.other_reviewer]).status_code == 422
    assert told(world.other_reviewer) == []


@ON_BOTH
def test_a_reviewer_is_told_of_work_that_is_returned(
    rosa: Voice, world: World, visit: Visit
) -> None:
    rosa.hand.submit()
    work = assignment_of(rosa.hand.article_id, world.reviewer.id)
    assert work is not None
    visit(world.lead).post(
        f"/projects/{world.slug}/assignments/{work.id}/return", {"reason": "See the dam."}
    )
    assert told(world.reviewer) == ["returned"]
    assert (
        "Lea Lindqvist returned your submission"
        in visit(world.reviewer).page("/notifications").text
    )


@ON_BOTH
def test_whoever_is_handed_articles_is_told_once_of_all(world: World, visit: Visit) -> None:
    articles = [make_article(world.project).id for _ in range(3)]
    with writing():
        people = [world.reviewer.id, world.lead.id]
        assign_all(world.project_id, articles, people, due_on=None, actor=world.lead.actor)
    assert (told(world.reviewer), told(world.lead)) == (["assigned"], [])
    page = visit(world.reviewer).page("/notifications")
    assert "3 articles were given to you to review" in page.text


@ON_BOTH
def test_a_correction_that_makes_verdicts_stale_is_told_once(rosa: Voice, world: World) -> None:
    for words in ("40 million litres", "holds 40 million"):
        judged = {**source("https://example.org/dam"), **rating("refuted", "It holds 31.")}
        assert rosa.hand.mark(words, **judged)["claim"]["verdict"]
    with writing():
        article = db.session.get_one(Article, rosa.hand.article_id)
        draft = ArticleDraft(TEXT.replace("40 million", "four million"))
        revise_article(article, draft, reason="A typing error.", actor=world.lead.actor)
    query = select(Notification).where(Notification.person_id == world.reviewer.id)
    (row,) = db.session.scalars(query)
    assert (row.kind.value, row.count, row.annotation_id) == ("stale", 2, None)


def test_the_page_names_who_what_and_where_and_leads_there(
    rosa: Voice, world: World, visit: Visit
) -> None:
    comment = rosa.say("@Lea Lindqvist, is it?", mentions=[world.lead])
    browser = visit(world.lead)
    assert unread(browser) == 1
    page = browser.page("/notifications")
    assert page.heading == "Notifications"
    for words in ("Rosa Ramirez mentioned you in a comment", "The dam", "Demonstration desk"):
        assert words in page.text
    number = db.session.scalars(select(Notification.id)).one()
    answer = browser.post(f"/notifications/{number}/reading")
    assert answer.status_code == 302
    assert answer.headers["Location"] == (
        f"{rosa.hand.base}?reviewer={world.reviewer.id}#mark={rosa.mark_id}&comment={comment['id']}"
    )
    assert unread(browser) == 0


def test_what_is_gone_meanwhile_is_said_where_its_notification_leads(
    rosa: Voice, world: World, visit: Visit
) -> None:
    rosa.say("@Lea Lindqvist, is it?", mentions=[world.lead])
    assert rosa.hand.remove({"id": rosa.mark_id, "version": 1}).status_code == 200
    number = db.session.scalars(select(Notification.id)).one()
    browser = visit(world.lead)
    place = browser.post(f"/notifications/{number}/reading").headers["Location"]
    assert "The mark that this was about is deleted." in browser.page(place).text
    assert "The mark that this was about" not in browser.page(place).text


@ON_BOTH
def test_each_of_several_leads_tells_whom_they_hand_articles_and_never_twice_the_same(
    world: World, visit: Visit
) -> None:
    second = make_user("Lars Lund")
    make_member(world.project, second, Role.LEAD)
    articles = [make_article(world.project).id for _ in range(3)]
    people = [world.reviewer.id, world.lead.id, second.id]
    for lead, handed in ((world.lead, articles[:2]), (person_of(second), articles)):
        with writing():
            assign_all(world.project_id, handed, people, due_on=None, actor=lead.actor)
    query = select(Notification).order_by(Notification.id)
    rows = [(row.person_id, row.actor_id, row.count) for row in db.session.scalars(query)]
    assert sorted(rows) == sorted(
        [
            (world.reviewer.id, world.lead.id, 2),
            (second.id, world.lead.id, 2),
            (world.reviewer.id, second.id, 1),
            (world.lead.id, second.id, 1),
        ]
    )
    assert "2 articles were given" in visit(world.reviewer).page("/notifications").text


def test_who_may_not_read_it_any_more_is_told_so_in_words(
    rosa: Voice, world: World, visit: Visit
) -> None:
    rosa.say("@Lea Lindqvist?", mentions=[world.lead])
    number = db.session.scalars(select(Notification.id)).one()
    with writing():
        remove_member(world.project, world.lead.id, actor=world.admin.actor, by_admin=True)
    answer = visit(world.lead).post(f"/notifications/{number}/reading")
    assert answer.status_code == 404
    assert "What this notification was about is not open to you" in answer.text


def test_all_are_read_but_what_came_after_the_page(rosa: Voice, world: World, visit: Visit) -> None:
    rosa.say("@Lea Lindqvist, one.", mentions=[world.lead])
    seen = db.session.scalars(select(Notification.id)).one()
    rosa.say("@Lea Lindqvist, two.", mentions=[world.lead])
    browser = visit(world.lead)
    assert unread(browser) == 2
    browser.post("/notifications/reading", {"newest": seen})
    assert unread(browser) == 1


def test_nobody_reads_or_counts_anothers(rosa: Voice, world: World, visit: Visit) -> None:
    rosa.say("@Lea Lindqvist?", mentions=[world.lead])
    number = db.session.scalars(select(Notification.id)).one()
    assert visit(world.reviewer).post(f"/notifications/{number}/reading").status_code == 404
    visit(world.reviewer).post("/notifications/reading", {"newest": number})
    assert unread(visit(world.lead)) == 1
    assert unread(visit(world.reviewer)) == 0


@pytest.mark.parametrize("how", ["no lead any more", "no member any more"])
def test_who_may_not_see_it_any_more_is_told_nothing(
    rosa: Voice, world: World, visit: Visit, how: str
) -> None:
    rosa.say("@Lea Lindqvist?", mentions=[world.lead])
    number = db.session.scalars(select(Notification.id)).one()
    actor = world.admin.actor
    with writing():
        if how == "no lead any more":
            change_role(world.project, world.lead.id, Role.REVIEWER, actor=actor, by_admin=True)
        else:
            remove_member(world.project, world.lead.id, actor=actor, by_admin=True)
    browser = visit(world.lead)
    assert unread(browser) == 0
    assert "Rosa Ramirez" not in browser.page("/notifications").text
    assert browser.post(f"/notifications/{number}/reading").status_code == 404


def test_old_ones_are_on_pages_of_their_own(rosa: Voice, world: World, visit: Visit) -> None:
    for number in range(53):
        rosa.say(f"{number}: @Lea Lindqvist?", mentions=[world.lead])
    browser = visit(world.lead)
    assert "50+" in browser.page("/notifications").text
    page = browser.page("/notifications")
    older = next(link for link in page.links() if "before=" in link)
    lines = browser.page(older).tree.iter("button")
    assert len([one for one in lines if "told__line" in (one.get("class") or "")]) == 3
