"""Each column of a difference leads to the history of the mark, verdict and sources in it."""

from __future__ import annotations

import re
from uuid import uuid4

from annotator.adjudication.drafts import Picks
from annotator.db import writing
from annotator.shelving.service import archive, bring_back
from annotator.verdicts.queries import verdicts_of
from tests.adjudication.made import LONG, Bench
from tests.adjudication.test_views import base, fields
from tests.conftest import Visit
from tests.factories import SHELL
from tests.visitor import Seen


def led_to(page: Seen) -> dict[str, set[str]]:
    """The keys of the things to whose histories the page leads, by kind."""
    found: dict[str, set[str]] = {}
    for link in page.links():
        if match := re.search(r"/history/(\w+)/([0-9a-f-]{36})$", link):
            found.setdefault(match[1], set()).add(match[2])
    return found


def test_each_column_leads_to_its_mark_verdict_and_sources(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    lead = visit(bench.world.lead)
    # A history names who marked, so it is there where the project shows names.
    assert "annotation" not in led_to(lead.page(base(bench)))
    said = {"version": 0, "wanted": 1, "sample_wanted": 2, "names_shown": "y"}
    assert lead.post(f"/projects/{bench.world.slug}/settings", said).status_code == 302
    found = led_to(lead.page(base(bench)))
    assert found["annotation"] == set(disputed)
    assert found["verdict"] == {verdicts_of(mark)[-1].id for mark in disputed}
    assert len(found["source"]) == 3
    for kind in ("annotation", "verdict", "source"):
        for key in found[kind]:
            page = lead.page(f"/projects/{bench.world.slug}/history/{kind}/{key}")
            assert "All that happened to it" in page.text


def test_a_decision_leads_to_its_own_history(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    lead = visit(bench.world.lead)
    decision = str(uuid4())
    answer = lead.post(f"{base(bench)}/decisions/{decision}", fields(bench, disputed), json=True)
    assert answer.status_code == 200, answer.text
    assert decision in led_to(lead.page(base(bench)))["adjudication"]
    story = lead.page(f"/projects/{bench.world.slug}/history/adjudication/{decision}")
    assert "The logs end there." in story.text


def test_nobody_else_is_led_to_them_or_finds_them(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    one, _two = disputed
    history = f"/projects/{bench.world.slug}/history"
    assert visit(bench.world.rosa).get(f"{history}/annotation/{one}").status_code == 200
    for person in (bench.world.ravi, bench.world.stranger):
        assert visit(person).get(f"{history}/annotation/{one}").status_code == 404
    assert visit(bench.world.observer).get(f"{history}/annotation/{one}").status_code == 200


def test_an_archived_project_shows_what_was_decided_and_proposes_nothing(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    lead = visit(bench.world.lead)
    here = f"/projects/{bench.world.slug}/articles/{bench.article_id}/adjudication"
    assert "First proposal" in lead.get(here).text
    with writing():
        archive(bench.world.project_id, "The work is done.", actor=SHELL)
    page = lead.get(here).text
    for offered in ("First proposal", 'type="radio"', "<textarea", "Drop"):
        assert offered not in page
    assert "Nothing was decided here." in page
    assert LONG in re.sub("<.*?>", "", page)
    with writing():
        bring_back(bench.world.project_id, actor=SHELL)
    one, two = disputed
    bench.settle(bench.draft(one, two, picks=Picks(one, one, one)))
    with writing():
        archive(bench.world.project_id, "The work is done.", actor=SHELL)
    page = lead.get(here).text
    assert 'type="radio"' not in page
    assert "Nothing was decided here." not in page
    assert "Settled:" in page
