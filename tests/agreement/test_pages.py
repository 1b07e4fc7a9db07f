"""The page of agreement, the command and the JSON: the same figures for whoever may read them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from annotator.agreement import comparing, jobs, listing
from annotator.config import Config
from tests.agreement.desk import LONGER, WORDS, read_by_two, reckon_what_was_asked
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World


def page(world: World, rest: str = "") -> str:
    return f"/projects/{world.slug}/agreement{rest}"


def document(world: World, visit: Visit, rest: str = "") -> dict[str, Any]:
    found: dict[str, Any] = visit(world.lead).get(page(world, f".json{rest}")).get_json()
    return found


@ON_BOTH
def test_the_page_the_command_and_the_json_give_the_same_figures(
    world: World, visit: Visit, run: Run
) -> None:
    read_by_two(world, visit, articles=3)
    exported = document(world, visit)
    told = run("agreement", world.slug).stdout
    shown = visit(world.lead).get(page(world)).text

    assert json.loads(run("agreement", world.slug, "--json").stdout) == exported
    together = shown[shown.index("All together") : shown.index('id="left-out"')]
    values = re.findall(r'<b class="figure__value[^>]*>([^<]*)</b>', together)
    figures = [one for one in exported["figures"] if one["value"] is not None]
    assert values == [f"{one['value']:.2f}" for one in figures]
    for one in figures:
        assert f"{one['measure']:<22} {one['value']:.3f}" in told


@ON_BOTH
def test_figures_are_those_of_what_was_marked(world: World, visit: Visit) -> None:
    read_by_two(world, visit)
    found = document(world, visit)
    figures = {one["measure"]: one for one in found["figures"]}
    left = {one["reason"]: one["count"] for one in found["left_out"]}

    # Each of the two articles: five marks, of which four match in two pairs, one to the letter.
    assert figures["span_exact_f1"]["value"] == pytest.approx(2 * 1 / 5)
    assert figures["span_overlap_f1"]["value"] == pytest.approx(2 * 2 / 5)
    assert figures["span_overlap_f1"]["n"] == 10
    assert figures["label_kappa"]["n"] == 4
    assert figures["verdict_ordinal_alpha"]["reason"] == "nothing_compared"
    assert left["marks_without_a_counterpart"] == 2
    assert left["matched_claims_not_judged_by_two"] == 2
    assert [line["key"] for line in found["by_label"]] == ["claim", "context", "quote"]


@ON_BOTH
def test_only_submitted_work_is_compared(world: World, visit: Visit) -> None:
    [article] = read_by_two(world, visit, articles=1)
    address = f"/projects/{world.slug}/articles/{article.id}/submission/withdrawal"
    assert visit(world.ravi).post(address).status_code in (200, 302)

    found = document(world, visit)

    assert found["articles"] == 0
    left = {one["reason"]: one["count"] for one in found["left_out"]}
    assert left["articles_one_person_submitted"] == 1
    assert "Nothing to compare yet" in visit(world.lead).get(page(world)).text


def test_other_articles_are_told_as_left_out(world: World, visit: Visit) -> None:
    read_by_two(world, visit, articles=1)
    make_article(world.project, "Nobody read this.\n")
    found = document(world, visit)

    left = {one["reason"]: one["count"] for one in found["left_out"]}
    assert left["articles_nobody_submitted"] == 1


def test_no_interval_and_no_figure_are_told_in_words(world: World, visit: Visit) -> None:
    read_by_two(world, visit, articles=1)
    text = visit(world.lead).get(page(world)).text

    assert "No interval: it takes two articles at least." in text
    assert "Not available: nothing was compared." in text


@pytest.mark.parametrize("rest", ["", ".json", "/differences"])
def test_a_reviewer_is_told_nothing(world: World, visit: Visit, rest: str) -> None:
    read_by_two(world, visit, articles=1)

    assert visit(world.rosa).get(page(world, rest)).status_code == 404
    assert visit(world.rosa).post(page(world)).status_code == 404
    assert visit(world.observer).get(page(world, rest)).status_code == 200


def test_the_filter_decides_what_is_the_same_and_which_articles(world: World, visit: Visit) -> None:
    read_by_two(world, visit)

    assert document(world, visit, "?threshold=0.9")["options"]["threshold"] == 0.9
    stricter = document(world, visit, "?threshold=0.9")["figures"][1]["value"]
    assert stricter < document(world, visit)["figures"][1]["value"]
    assert document(world, visit, "?language=en")["articles"] == 2
    assert document(world, visit, "?language=xx")["options"]["language"] is None


@ON_BOTH
def test_a_figure_leads_to_the_differences_behind_it(world: World, visit: Visit) -> None:
    first, _ = read_by_two(world, visit)
    lead = visit(world.lead)
    shown = lead.get(page(world)).text
    [link] = set(re.findall(r'href="([^"]*kind=borders[^"]*first=r\d+&amp;second=r\d+)"', shown))

    text = lead.get(link.replace("&amp;", "&")).text

    assert WORDS in text
    assert LONGER in text
    assert f"/articles/{first.id}?reviewer={world.rosa.id}#mark=" in text


def test_a_cell_of_a_confusion_leads_to_its_marks(world: World, visit: Visit) -> None:
    read_by_two(world, visit)
    lead = visit(world.lead)
    shown = lead.get(page(world)).text

    assert "kind=labels&amp;one=quote&amp;other=context" in shown
    mixed = lead.get(page(world, "/differences?kind=labels&one=context&other=quote")).text
    assert mixed.count('class="versus"') == 2
    alike = lead.get(page(world, "/differences?kind=labels&one=claim&other=claim")).text
    assert alike.count('class="versus"') == 2
    none = lead.get(page(world, "/differences?kind=labels&one=claim&other=quote")).text
    assert "No differences" in none


def test_what_one_alone_marked_is_listed_by_person_label_article_and_week(
    world: World, visit: Visit
) -> None:
    first, second = read_by_two(world, visit)
    lead = visit(world.lead)

    def count(rest: str) -> int:
        text = lead.get(page(world, f"/differences?kind=marked{rest}")).text
        return text.count('class="versus"')

    week = document(world, visit)["by_week"][0]["key"]
    assert count("") == 2
    assert count(f"&article={first.id}") == 1
    assert count(f"&week={week}") == 2
    assert count("&week=2001-01-01") == 0
    assert count("&label=claim") == 2
    # Among quotes alone, and among contexts alone, what the other called otherwise has no match.
    assert count("&label=quote") == 2
    assert lead.get(page(world, "/differences?week=soon")).status_code == 404


@ON_BOTH
def test_an_address_that_names_no_article_leads_nowhere(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    assert lead.get(page(world, "/differences?article=soon")).status_code == 404
    assert lead.get(page(world, f"/differences?after={10**20}")).status_code == 200


def test_differences_go_on_behind_the_last_article(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by_two(world, visit, articles=3)
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    lead = visit(world.lead)

    text = lead.get(page(world, "/differences")).text
    [link] = re.findall(r'href="([^"]*after=\d+)"', text)

    assert lead.get(link.replace("&amp;", "&")).text.count('class="versus"') == 1


def test_the_command_refuses_a_project_that_is_not_there(world: World, run: Run) -> None:
    answer = run("agreement", "nowhere")

    assert answer.exit_code == 1
    assert "There is no project nowhere." in answer.stderr


@ON_BOTH
def test_much_is_reckoned_in_the_background(
    config: Config, world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by_two(world, visit)
    at_once = document(world, visit)
    monkeypatch.setattr(jobs, "MOST_IN_REQUEST", 1)
    # A second process takes part.
    monkeypatch.setattr(comparing, "ALONE", 0)
    lead = visit(world.lead)

    assert "There is much to compare" in lead.get(page(world)).text
    assert lead.get(page(world, ".json")).status_code == 404
    assert lead.post(page(world)).status_code == 302
    assert "reckoned in the background" in lead.get(page(world)).text

    reckon_what_was_asked(config)

    shown = lead.get(page(world)).text
    assert "Reckoned on" in shown
    assert "More articles are open to you now" not in shown
    assert document(world, visit) == at_once
    # It is the lead's own: what somebody else may read may be something else.
    assert visit(world.observer).get(page(world, ".json")).status_code == 404
    assert (
        f"/projects/{world.slug}/agreement?threshold=0.5"
        in lead.get(f"/projects/{world.slug}/jobs").text
    )
