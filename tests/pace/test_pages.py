"""The pages of pace: for whom they are, and what they tell."""

from __future__ import annotations

import pytest

from annotator.db import db
from annotator.pace.models import PaceTalk
from tests.conftest import Visit
from tests.pace.watch import Watch

PAGE = "/projects/demo-desk/pace"
OWN = "/projects/demo-desk/own-pace"
SAID = "Handed in 5 s after it was begun; the article has 716 words."


@pytest.fixture
def signal(watch: Watch) -> str:
    """Rosa handed an article in, 5 seconds after she had taken it; the signal's key."""
    watch.takes(watch.world.rosa)
    watch.passes(5)
    return watch.hands_in(watch.world.rosa)


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", 200), ("admin", 200), ("reviewer", 404), ("other_reviewer", 404),
     ("observer", 404), ("stranger", 404)],
)  # fmt: skip
def test_signals_are_for_leads(
    watch: Watch, signal: str, visit: Visit, who: str, status: int
) -> None:
    browser = visit(getattr(watch.world, who))
    for path in (PAGE, f"{PAGE}?talked=1", f"{PAGE}?before=9", f"{PAGE}/{signal}"):
        assert browser.get(path).status_code == status, path
    assert browser.post(f"{PAGE}/{signal}", {"note": ""}).status_code == (
        422 if status == 200 else 404
    )


def test_everybody_reads_their_own_in_the_same_words_and_no_other(
    watch: Watch, signal: str, visit: Visit
) -> None:
    world = watch.world
    assert SAID in visit(world.lead).get(PAGE).text
    assert SAID in visit(world.rosa).get(OWN).text
    for other in (world.ravi, world.lead):
        assert SAID not in visit(other).get(OWN).text
    assert visit(world.observer).get(OWN).status_code == 404


def test_a_lead_finds_their_own_signals_on_their_own_page_alone(watch: Watch, visit: Visit) -> None:
    lead = watch.world.lead
    watch.takes(lead)
    watch.passes(5)
    key = watch.hands_in(lead)
    assert SAID not in visit(lead).get(PAGE).text
    assert visit(lead).get(f"{PAGE}/{key}").status_code == 404
    assert SAID in visit(lead).get(OWN).text
    assert SAID in visit(watch.world.admin).get(PAGE).text


def test_in_a_blind_project_signals_are_for_who_only_supervises_it(
    watch: Watch, signal: str, visit: Visit
) -> None:
    watch.sets(blind=True)
    lead = visit(watch.world.lead)
    assert SAID not in lead.get(PAGE).text
    assert lead.get(f"{PAGE}/{signal}").status_code == 404
    assert lead.post(f"{PAGE}/{signal}", {"note": "We talked."}).status_code == 404
    assert db.session.query(PaceTalk).count() == 0
    assert lead.post("/projects/demo-desk/supervision", {}).status_code == 302
    assert SAID in lead.get(PAGE).text


def test_a_noted_talk_is_read_by_both_and_noted_once(
    watch: Watch, signal: str, visit: Visit
) -> None:
    lead, rosa = visit(watch.world.lead), visit(watch.world.rosa)
    assert "Say what came of it." in lead.post(f"{PAGE}/{signal}", {"note": " "}).text
    answer = lead.post(f"{PAGE}/{signal}", {"note": "She had read it on paper."})
    assert answer.headers["Location"] == PAGE
    for browser, page in ((lead, PAGE), (rosa, OWN)):
        assert SAID not in browser.get(page).text
        talked = browser.get(f"{page}?talked=1").text
        assert SAID in talked
        assert "She had read it on paper." in talked
    again = lead.post(f"{PAGE}/{signal}", {"note": "Another note."})
    assert again.status_code == 409
    assert "Another note." in again.text
    assert "meanwhile" in again.text


def test_the_page_says_what_gives_a_signal_and_how_many_are_left_out(
    watch: Watch, visit: Visit
) -> None:
    watch.marks(watch.world.rosa)
    watch.passes(5)
    watch.hands_in(watch.world.rosa)
    lead = visit(watch.world.lead)
    assert "who reads 714 words a minute" in lead.get(PAGE).text
    assert "nobody knows how long it took: 1." in lead.get(PAGE).text
    watch.sets(reading_pace=0, verdict_seconds=0)
    assert "Articles give none" in lead.get(PAGE).text
    assert "Verdicts give none" in lead.get(PAGE).text
