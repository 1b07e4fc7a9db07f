"""The pages of the queue, as reviewers and leads meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from annotator.accounts.queries import languages_of
from annotator.articles.models import Article, Priority
from annotator.assignments.models import State
from annotator.assignments.queries import open_work
from annotator.assignments.service import return_work, submit
from annotator.clock import now
from annotator.db import db, writing
from tests.assignments.desk import assert_recorded, bring, rule, state_of, take, work_of
from tests.conftest import Visit
from tests.personas import World

LIST = "/projects/demo-desk/articles"
NEXT = "/projects/demo-desk/next-article"
HANDING = "/projects/demo-desk/handing-out"
TODAY = now().date()


def chosen(*articles: str) -> str:
    return HANDING + "?" + "&".join(f"article={key}" for key in articles)


def test_one_button_takes_the_next_article(world: World, visit: Visit) -> None:
    first, second = bring(world, 2)
    browser = visit(world.rosa)
    assert "Next article" in browser.page(LIST).text
    assert browser.post(NEXT).location == f"{LIST}/{first}"
    assert visit(world.ravi).post(NEXT).location == f"{LIST}/{second}"
    answer = browser.post(NEXT)
    assert answer.location == LIST
    page = browser.page(LIST)
    assert page.text.count("Every article has the reviewers it wants.") == 2
    assert not [form for form in page.tree.iter("form") if form.get("action") == NEXT]


def test_a_reviewer_sees_what_they_have_not_finished_and_what_is_late(
    world: World, visit: Visit
) -> None:
    late, today, later = bring(world, 3)
    browser = visit(world.lead)
    for article, days in ((late, -3), (today, 0), (later, 3)):
        fields = {"article": article, "people": world.rosa.id}
        answer = browser.post(
            f"{HANDING}/people", {**fields, "due_on": (TODAY + timedelta(days)).isoformat()}
        )
        assert answer.status_code == 302
    text = visit(world.rosa).page(LIST).text
    assert text.index("Overdue since") < text.rindex("Due ")
    assert "Nothing of yours is unfinished" not in text


def test_what_came_back_stands_before_what_is_new(world: World) -> None:
    new, back = bring(world, 2)
    for _ in (new, back):
        take(world, world.rosa)
    with writing():
        submit(work_of(back, world.rosa), nothing_to_mark=True, actor=world.rosa.actor)
    with writing():
        return_work(work_of(back, world.rosa), reason="One more.", actor=world.lead.actor)

    work = open_work(world.project_id, world.rosa.id)

    assert [one.article_id for one in work] == [back, new]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"open_limit": 1}, "as many unfinished articles as one person may have"),
        ({"wanted": 3}, "ones that you had already"),
    ],
)
def test_whoever_gets_nothing_is_told_why(
    world: World, visit: Visit, said: dict[str, int], sentence: str
) -> None:
    rule(world, **{"sample_wanted": 3, **said})
    bring(world, 1)
    take(world, world.rosa)
    assert sentence in visit(world.rosa).page(LIST).text


def test_an_article_that_is_submitted_leads_to_the_next(world: World, visit: Visit) -> None:
    first, second = bring(world, 2)
    take(world, world.rosa)
    with writing():
        submit(work_of(first, world.rosa), nothing_to_mark=True, actor=world.rosa.actor)
    browser = visit(world.rosa)
    page = browser.page(f"{LIST}/{first}")
    assert page.form(NEXT) is not None
    assert browser.post(NEXT).location == f"{LIST}/{second}"


def test_a_lead_may_hand_out_beyond_the_limit_and_is_told_of_whom(
    world: World, visit: Visit
) -> None:
    rule(world, open_limit=1)
    first, second = bring(world, 2)
    take(world, world.ravi)
    browser, told = visit(world.lead), "Now above the limit of 1 unfinished articles: Ravi"
    people = [world.rosa.id, world.ravi.id]
    browser.post(f"{HANDING}/people", {"article": first, "people": people})
    assert told not in browser.page(LIST).text
    browser.post(f"{HANDING}/people", {"article": second, "people": [world.ravi.id]})
    assert told in browser.page(LIST).text
    assert state_of(second, world.ravi) is State.ASSIGNED


def test_a_lead_ticks_articles_and_hands_them_out(world: World, visit: Visit) -> None:
    first, second, third = bring(world, 3)
    browser = visit(world.lead)
    boxes = [one for one in browser.page(LIST).tree.iter("input") if one.get("name") == "article"]
    assert [box.get("value") for box in boxes] == [first, second, third]
    page = browser.page(chosen(first, third))
    assert "2 articles are chosen." in page.text
    assert "Observer" not in page.text
    assert "Otto Okafor" not in page.text
    people = [world.rosa.id, world.ravi.id]
    answer = browser.post(f"{HANDING}/people", {"article": [first, third], "people": people})
    assert answer.location == chosen(first, third)
    assert "4 assignments made." in browser.page(answer.location).text
    assert state_of(third, world.ravi) is State.ASSIGNED
    assert_recorded(world)


def test_a_lead_says_what_is_urgent(world: World, visit: Visit) -> None:
    first, second = bring(world, 2)
    browser = visit(world.lead)
    fields = {"article": [first, second], "priority": "high", "due_by": "2099-01-02"}
    assert browser.post(f"{HANDING}/urgency", fields).status_code == 302
    db.session.expire_all()
    found = db.session.get_one(Article, second)
    assert (found.priority, str(found.due_on)) == (Priority.HIGH, "2099-01-02")
    page = browser.page(chosen(first, second))
    assert "High priority" in page.text
    ticked = [one for one in page.tree.iter("input") if "checked" in one.keys()]  # noqa: SIM118
    assert [one.get("value") for one in ticked] == ["high"]
    assert "said how urgent an article is" in browser.page("/projects/demo-desk/audit").text
    assert_recorded(world)


def test_a_lead_takes_work_back(world: World, visit: Visit) -> None:
    [only] = bring(world, 1)
    take(world, world.rosa)
    browser = visit(world.lead)
    assignment = work_of(only, world.rosa).id
    path = f"/projects/demo-desk/assignments/{assignment}/release"
    [button] = [
        one
        for one in browser.page(chosen(only)).tree.iter("button")
        if one.get("formaction") == path
    ]
    assert button.get("form") == "take-back"
    answer = browser.post(path, {"article": [only]})
    assert answer.location == chosen(only)
    page = browser.page(answer.location)
    assert "Taken back from Rosa Ramirez; the marks are kept." in page.text
    assert "Nobody has it." in page.text
    assert state_of(only, world.rosa) is State.RELEASED


@pytest.mark.parametrize(
    ("address", "fields", "field"),
    [
        ("people", {"people": ""}, "people"),
        ("people", {"people": "999"}, "people"),
        ("people", {"people": "1", "due_on": "soon"}, "due_on"),
        ("urgency", {"priority": "sooner"}, "priority"),
        ("urgency", {"due_by": "2026-13-01"}, "due_by"),
    ],
)
def test_what_cannot_be_handed_out_so_is_told_at_its_field(
    world: World, visit: Visit, address: str, fields: dict[str, str], field: str
) -> None:
    [only] = bring(world, 1)
    page = visit(world.lead).submit(f"{HANDING}/{address}", {"article": [only], **fields})
    assert field in page.errors()


def test_nothing_chosen_leads_back_to_the_list(world: World, visit: Visit) -> None:
    browser = visit(world.lead)
    assert browser.get(HANDING).location == LIST
    assert "Choose the articles first." in browser.page(LIST).text
    assert browser.get(f"{HANDING}?article=none").location == LIST


def test_an_article_of_another_project_cannot_be_handed_out(world: World, visit: Visit) -> None:
    other = "6b5e0f5e-0000-4000-8000-000000000000"
    answer = visit(world.lead).post(
        f"{HANDING}/people", {"article": [other], "people": [world.rosa.id]}
    )
    assert answer.location == LIST


def test_a_person_says_which_languages_they_read(world: World, visit: Visit) -> None:
    browser = visit(world.rosa)
    browser.page("/account")
    assert browser.post("/account/languages", {"reads": "pt-BR, EN"}).status_code == 302
    assert languages_of(world.rosa.id) == ("en", "pt")
    assert 'value="en, pt"' in browser.page("/account").answer.text
    page = browser.submit("/account/languages", {"reads": "english"})
    assert page.errors()["reads"].startswith("“english” is no language")
    assert browser.post("/account/languages", {"reads": ""}).status_code == 302
    assert languages_of(world.rosa.id) == ()


@pytest.mark.parametrize("who", ["rosa", "observer", "stranger"])
def test_only_leads_hand_out(world: World, visit: Visit, who: str) -> None:
    [only] = bring(world, 1)
    browser = visit(getattr(world, who))
    assert browser.get(chosen(only)).status_code == 404
    fields = {"article": [only], "people": [world.ravi.id]}
    assert browser.post(f"{HANDING}/people", fields).status_code == 404
    assert browser.post(f"{HANDING}/urgency", {"article": [only]}).status_code == 404


def test_an_observer_takes_nothing(world: World, visit: Visit) -> None:
    bring(world, 1)
    browser = visit(world.observer)
    assert browser.post(NEXT).status_code == 404
    assert "Next article" not in browser.page(LIST).text
