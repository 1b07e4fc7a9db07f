"""Settings, guidelines, speakers and the plan of an article are made as they were."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from annotator.articles.models import Article, Priority
from annotator.articles.planning import Plan, plan_articles
from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.guidelines.queries import current_guidelines
from annotator.guidelines.service import publish
from annotator.projects.queries import current_scheme
from annotator.projects.workflow import amend_workflow, workflow_of
from annotator.shelving.service import archive
from annotator.speakers.drafts import SpeakerDraft
from annotator.speakers.queries import find_speaker
from annotator.speakers.service import add_speaker, revise_speaker
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.history.ways import Ways, address, events_of
from tests.personas import World


def settings(world: World, **said: int | bool | None) -> Event:
    """Set these; gives the event."""
    with writing():
        amend_workflow(world.project, said, actor=world.lead.actor)
    return events_of("workflow")[-1]


@ON_BOTH
def test_settings_are_all_as_they_were(world: World, lead: Ways) -> None:
    then = settings(world, wanted=3, open_limit=7, sample_percent=20, sample_wanted=5)
    was = workflow_of(world.project_id)
    settings(world, wanted=1, open_limit=None, sample_percent=0, reading_pace=300)
    lead.make(then)
    assert workflow_of(world.project_id) == was
    assert compare(world.project_id) == []


def test_blind_review_is_not_ended_by_the_way(world: World, lead: Ways) -> None:
    then = settings(world, wanted=2)
    settings(world, blind=True, wanted=3)
    assert "end the blind review" in lead.make(then, "refused")
    assert workflow_of(world.project_id).blind
    assert workflow_of(world.project_id).wanted == 3


@ON_BOTH
def test_guidelines_are_published_again_as_a_new_version(world: World, lead: Ways) -> None:
    for text in ("Mark every claim.", "Mark what can be checked."):
        with writing():
            publish(world.project, text, actor=world.lead.actor)
    first = events_of("guideline_version")[0]
    assert "every claim" in lead.page(first).text
    lead.make(first)
    newest = current_guidelines(world.project_id)
    assert newest is not None
    assert (newest.number, newest.text) == (3, "Mark every claim.")
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_speaker_is_called_as_before(world: World, lead: Ways) -> None:
    key = str(uuid4())
    draft = SpeakerDraft(key, "Mara Lind", ("M. Lind",), "mayor", "Q42", "https://lind.example/")
    with writing():
        add_speaker(world.project_id, draft, actor=world.reviewer.actor)
    with writing():
        found = find_speaker(world.project_id, key)
        assert found is not None
        revise_speaker(found, 1, SpeakerDraft(key, "Somebody"), actor=world.lead.actor)
    lead.make(events_of("speaker", key)[0])
    found = find_speaker(world.project_id, key)
    assert found is not None
    assert (found.name, found.role, found.wikidata) == ("Mara Lind", "mayor", "Q42")
    assert found.aliases == '["M. Lind"]'
    assert compare(world.project_id) == []


def test_an_article_is_as_urgent_as_it_was(world: World, lead: Ways) -> None:
    key = make_article(world.project).id
    for priority in (Priority.HIGH, None):
        with writing():
            article = db.session.get_one(Article, key)
            plan_articles([article], Plan(priority), actor=world.lead.actor)
    planned = [one for one in events_of("article", key) if one.action == "article.planned"]
    lead.make(planned[0])
    assert db.session.scalar(select(Article.priority)) is Priority.HIGH


@pytest.mark.parametrize("who", ["reviewer", "observer", "ravi", "stranger"])
def test_only_leads_make_what_is_the_projects_as_it_was(
    world: World, visit: Visit, who: str
) -> None:
    then = settings(world, wanted=2)
    settings(world, wanted=3)
    with writing():
        publish(world.project, "Mark every claim.", actor=world.lead.actor)
        publish(world.project, "Mark none.", actor=world.lead.actor)
    for event in (then, events_of("guideline_version")[0]):
        visitor = visit(getattr(world, who))
        assert visitor.get(address(event)).status_code == 404
        Ways(visitor).make(event, "absent", seen=event.hash)
    assert workflow_of(world.project_id).wanted == 3


def test_who_may_is_told_how_a_role_and_a_version_of_the_scale_are_brought_back(
    world: World, visit: Visit
) -> None:
    role = f"/projects/demo-desk/history/membership/{world.reviewer.id}"
    version = f"/projects/demo-desk/history/scheme_version/{current_scheme(world.project_id).id}"
    row = f"member-{world.reviewer.id}"
    members, versions = "/projects/demo-desk/members", "/projects/demo-desk/scheme"
    lead = visit(world.lead)
    assert f"{members}#{row}" in lead.page(role).links()
    assert f'id="{row}"' in lead.get(members).text
    assert f"{versions}#versions" in lead.page(version).links()
    assert f"{versions}#versions" not in visit(world.reviewer).page(version).links()
    with writing():
        archive(world.project_id, "The work is done.", actor=SHELL)
    assert f"{members}#{row}" not in lead.page(role).links()
    assert f"{versions}#versions" not in lead.page(version).links()
