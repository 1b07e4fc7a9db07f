"""What people see of jobs: each their own, leads everybody's."""

from __future__ import annotations

from annotator.audit.models import COMMAND_LINE, Actor
from annotator.db import writing
from annotator.jobs import bookkeeping
from annotator.similarity.jobs import ask_for_likenesses
from tests.conftest import Visit
from tests.jobs.conftest import Ask, WorkOff
from tests.personas import World

PAGE = "/projects/demo-desk/jobs"


def test_a_lead_sees_everybodys_jobs_and_others_their_own(
    world: World, visit: Visit, ask: Ask
) -> None:
    ask("the lead's")
    ask("the reviewer's", who=world.reviewer)
    assert "the reviewer's" in visit(world.lead).page(PAGE).text
    own = visit(world.reviewer).page(PAGE).text
    assert "the reviewer's" in own
    assert "the lead's" not in own
    assert "Nothing is going on" in visit(world.other_reviewer).page(PAGE).text


def test_the_page_tells_how_far_each_job_is_and_what_came_of_it(
    world: World, visit: Visit, ask: Ask, work_off: WorkOff
) -> None:
    ask("well done")
    ask("refused", "refuse")
    work_off()
    running = bookkeeping.claim(ask("at work").id)
    assert running is not None
    bookkeeping.note_progress(running, 3, 8)
    ask("in the line")
    seen = visit(world.lead).page(PAGE)
    for words in ("Done", "Failed", "The title is wrong.", "Running", "3 of 8", "Waiting"):
        assert words in seen.text
    assert "/projects/demo-desk/articles?q=well+done" in seen.links()


def test_what_the_command_line_began_is_said_in_the_readers_language(
    world: World, visit: Visit
) -> None:
    with writing():
        ask_for_likenesses(world.project_id, Actor(None, COMMAND_LINE, COMMAND_LINE))
    lead = visit(world.lead)
    assert "command line" in lead.page(f"{PAGE}?routine=1").text
    arabic = lead.get(f"{PAGE}?routine=1", headers={"Accept-Language": "ar"}).text
    assert '<span dir="auto">سطر الأوامر</span>' in arabic


def test_the_same_is_told_as_json(world: World, visit: Visit, ask: Ask) -> None:
    ask("one")
    (job,) = visit(world.lead).get(f"{PAGE}/progress", json=True).get_json()["jobs"]
    assert (job["label"], job["is_ended"], job["may_stop"]) == ("Waiting", False, True)


def test_a_person_stops_their_own_job(world: World, visit: Visit, ask: Ask) -> None:
    job = ask("one", who=world.reviewer)
    address = f"{PAGE}/{job.id}/cancellation"
    assert visit(world.other_reviewer).post(address).status_code == 404
    browser = visit(world.reviewer)
    assert browser.post(address).status_code == 302
    page = browser.page(PAGE).text
    assert "Stopped" in page
    assert "It is being stopped." in page
    browser.post(address)
    assert "ended already" in browser.page(PAGE).text


def test_a_job_at_work_says_that_it_is_being_stopped(world: World, visit: Visit, ask: Ask) -> None:
    job = ask("one")
    with writing():
        bookkeeping.claim(job.id)
    visit(world.lead).post(f"{PAGE}/{job.id}/cancellation")
    assert "Being stopped" in visit(world.lead).page(PAGE).text


def test_routine_work_that_went_well_is_listed_on_request(
    world: World, visit: Visit, work_off: WorkOff
) -> None:
    with writing():
        ask_for_likenesses(world.project_id, world.lead.actor)
    lead = visit(world.lead)
    assert "Looking for similar articles" in lead.page(PAGE).text
    work_off()
    page = lead.page(PAGE)
    assert "Looking for similar articles" not in page.text
    assert f"{PAGE}?routine=1" in page.links()
    whole = lead.page(f"{PAGE}?routine=1")
    assert "Looking for similar articles" in whole.text
    assert PAGE in whole.links()
    told = lead.get(f"{PAGE}/progress", json=True).get_json()["jobs"]
    assert [job["is_ended"] for job in told] == [True]
    assert "Routine work" not in visit(world.reviewer).page(PAGE).text
