"""The pages of figures, and the table of them."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from html import unescape
from io import StringIO

import pytest

from annotator.accounts.service import rename
from annotator.annotations.models import Label
from annotator.articles.models import Article
from annotator.articles.planning import Plan, plan_articles
from annotator.dashboards.service import rebuild
from annotator.db import db, writing
from annotator.projects.models import Project
from annotator.projects.workflow import set_workflow, workflow_of
from annotator.spreadsheets import defused
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.export.work import busy_project
from tests.factories import SHELL
from tests.pace.watch import Watch
from tests.visitor import Visitor


def set_rules(watch: Watch, **values: object) -> None:
    project_id = watch.world.project_id
    with writing():
        project = db.session.get_one(Project, project_id)
        set_workflow(project, replace(workflow_of(project_id), **values), actor=SHELL)  # type: ignore[arg-type]


def work_through(watch: Watch) -> None:
    mark = watch.marks(watch.world.rosa)
    watch.passes(60)
    watch.judges(watch.world.rosa, mark)
    watch.passes(60)
    watch.hands_in(watch.world.rosa)


def many_days(watch: Watch) -> None:
    """Two people over some weeks: what is removed, brought back, judged again, and imported."""
    rosa, ravi = watch.world.rosa, watch.world.ravi
    for day in range(5):
        mark = watch.marks(rosa, label=list(Label)[day % 3])
        if day % 3 == 0:
            for rating in ("supported", "refuted")[: 1 + day % 2]:
                watch.judges(rosa, mark, rating)
        watch.passes(3 * 24 * 3600 + 60)
    for times in (1, 2):
        mark = watch.marks(ravi)
        for removed in (True, False)[:times]:
            watch.removes(ravi, mark, removed=removed)
    watch.judges(ravi, watch.marks(ravi))
    watch.hands_in(rosa)
    watch.passes(24 * 3600)
    watch.hands_in(ravi)
    with writing():
        busy_project(watch.world.project, rosa.id, ravi.id)
    rebuild(watch.world.project_id, lambda _done: None)


def test_a_lead_finds_what_was_made_and_what_needs_a_decision(watch: Watch, visit: Visit) -> None:
    set_rules(watch, wanted=2)
    work_through(watch)
    watch.passes(4 * 24 * 3600)
    base = f"/projects/{watch.world.slug}/dashboard"
    page = visit(watch.world.lead).get(base).text
    for words in ("Ferry fares", "no further reviewer for 4 days", "1 wants another reviewer"):
        assert words in page, words
    assert "Rosa" in page
    rows = visit(watch.world.lead).get(f"{base}/articles?stage=waiting&least=4&most=7").text
    assert "Ferry fares" in rows
    for query in ("stage=waiting&least=8", "stage=settled", "due=2026-01-01"):
        assert "Ferry fares" not in visit(watch.world.lead).get(f"{base}/articles?{query}").text
    for query in ("stage=nonsense", "least=x&most=-3", "due=never", "after=1e9"):
        assert visit(watch.world.lead).get(f"{base}/articles?{query}").status_code == 200


def test_what_is_late_is_named_and_stands_in_the_plan(watch: Watch, visit: Visit) -> None:
    with writing():
        article = db.session.scalars(db.select(Article)).first()
        assert article is not None
        day = article.created_at.date()
        plan_articles([article], Plan(article.priority, day), actor=SHELL)
    watch.passes(2 * 24 * 3600)
    page = visit(watch.world.lead).get(f"/projects/{watch.world.slug}/dashboard").text
    assert "2 days late" in page
    assert "1 of 1 to review" in page


def test_the_table_has_the_same_figures(watch: Watch, visit: Visit) -> None:
    work_through(watch)
    answer = visit(watch.world.lead).get(f"/projects/{watch.world.slug}/dashboard.csv?days=7")
    assert answer.mimetype == "text/csv"
    lines = list(csv.DictReader(StringIO(answer.text)))
    made = [one for one in lines if one["figure"] == "marks" and one["day"]]
    made = [one for one in made if one["number"] != "0"]
    assert [(one["key"], one["number"]) for one in made] == [("claim", "1")]


@pytest.mark.parametrize("begins", ["=", "\uff1d"])
def test_no_name_in_the_table_is_a_formula(watch: Watch, visit: Visit, begins: str) -> None:
    name = f'{begins}HYPERLINK("https://evil.example";1), ;=1+1'
    with writing():
        rename(watch.world.rosa.id, name)
    work_through(watch)
    answer = visit(watch.world.lead).get(f"/projects/{watch.world.slug}/dashboard.csv?days=7")
    lines = answer.text.splitlines()
    cells = list(csv.reader(lines))
    assert f"'{name}" in {cell for line in cells for cell in line}
    assert {len(line) for line in cells} == {5}
    for line in lines:
        assert line.startswith('"')
        assert line.endswith('"')
        assert line.count('","') == 4
    for other in (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20"):
        assert defused(f"{other}1") == f"'{other}1"


def test_a_reviewer_sees_themself_and_no_median_of_few(watch: Watch, visit: Visit) -> None:
    work_through(watch)
    base = f"/projects/{watch.world.slug}/own-figures"
    page = visit(watch.world.rosa).get(base).text
    assert "Ferry fares" not in page
    assert "on 1 article" in page
    assert "Everybody in the project" not in page
    other = visit(watch.world.ravi).get(base).text
    assert "Rosa" not in other
    assert "on 0 articles" in other


def test_a_lead_of_a_blind_project_sees_their_own_figures_alone(watch: Watch, visit: Visit) -> None:
    set_rules(watch, blind=True, wanted=2)
    work_through(watch)
    page = visit(watch.world.lead).get(f"/projects/{watch.world.slug}/dashboard").text
    assert "Rosa" not in page
    assert "1 wants another reviewer" in page
    table = visit(watch.world.lead).get(f"/projects/{watch.world.slug}/dashboard.csv").text
    assert "Rosa" not in table
    made = [line for line in table.splitlines() if line.startswith("marks,")]
    assert [line for line in made if not line.endswith(",0")] == []


def test_the_picture_says_what_the_table_says_and_needs_no_style_of_its_own(
    watch: Watch, visit: Visit
) -> None:
    work_through(watch)
    for base, who in (("dashboard", watch.world.lead), ("own-figures", watch.world.rosa)):
        answer = visit(who).get(f"/projects/{watch.world.slug}/{base}")
        pictures = answer.text.split('<svg class="chart__picture"')[1:]
        assert len(pictures) == 2, base
        assert "Claims 1, Quotes 0, Context 0" in pictures[0]
        assert "Supported 1" in pictures[1]
        assert " style=" not in answer.text
        assert "<style" not in answer.text


def test_where_nothing_was_made_the_page_says_so_without_a_picture(
    watch: Watch, visit: Visit
) -> None:
    for base, who in (("dashboard", watch.world.lead), ("own-figures", watch.world.rosa)):
        page = visit(who).get(f"/projects/{watch.world.slug}/{base}").text
        assert "chart__picture" not in page
        assert "Nothing was made in these days." in page
        assert "No verdicts were given in these days." in page


def test_a_lead_picks_a_label_and_a_person_and_each_figure_leads_to_their_rows(
    watch: Watch, visit: Visit
) -> None:
    work_through(watch)
    base, rosa = f"/projects/{watch.world.slug}/dashboard", watch.world.rosa.id
    lead = visit(watch.world.lead)
    page = lead.get(f"{base}?label=claim&person={rosa}&days=7").text
    assert "Claims 1" in page
    assert "Quotes 0" not in page
    assert f"label=claim&amp;person={rosa}" in page
    assert "/made?what=verdicts&amp;since=" in page
    assert 'name="days" type="hidden" value="7"' in page
    for nothing in (f"person={watch.world.ravi.id}", "label=quote"):
        assert "No verdicts were given in these days." in lead.get(f"{base}?{nothing}").text
        table = lead.get(f"{base}.csv?{nothing}").text
        made = [line for line in table.splitlines() if line.startswith("marks,")]
        assert [line for line in made if not line.endswith(",0")] == []
    for nonsense in ("label=x&person=y", "person=999999", "person=-1&label="):
        found = lead.get(f"{base}?{nonsense}").text
        assert "Claims 1" in found
        assert "cannot be chosen here" in found, nonsense
    assert "cannot be chosen here" in lead.get(f"{base}?days=zzz").text
    assert "cannot be chosen here" not in lead.get(f"{base}?days=7&label=claim").text


def test_in_a_blind_project_no_person_can_be_picked(watch: Watch, visit: Visit) -> None:
    set_rules(watch, blind=True, wanted=2)
    work_through(watch)
    base = f"/projects/{watch.world.slug}/dashboard"
    page = visit(watch.world.lead).get(f"{base}?person={watch.world.rosa.id}").text
    assert 'name="label"' in page
    assert 'name="person"' not in page
    assert "Claims 1" not in page
    assert "Rosa" not in page


def test_a_reviewer_who_has_begun_nothing_reads_how_to_begin(watch: Watch, visit: Visit) -> None:
    base = f"/projects/{watch.world.slug}/own-figures"
    assert "Nothing of yours is here yet" in visit(watch.world.rosa).get(base).text
    watch.marks(watch.world.rosa)
    assert "Nothing of yours is here yet" not in visit(watch.world.rosa).get(base).text


def figures_of(page: str) -> list[tuple[str, int]]:
    """Each number that leads to what was made, with the address of its rows."""
    linked = re.findall(r'href="([^"]*/made\?[^"]*)"[^>]*aria-label="([^"]*): ([\d,]+)"', page)
    tiles = re.findall(r'href="([^"]*/made\?[^"]*)">.*?Marks made.*?tile__value">([\d,]+)<', page)
    found = [(address, number) for address, words, number in linked if words != "Words"]
    return [(unescape(address), int(number.replace(",", ""))) for address, number in found + tiles]


def rows_of(visitor: Visitor, address: str) -> int:
    """How many rows the page lists, page after page."""
    rows, page = 0, visitor.get(address).text
    while True:
        rows += page.count("<tr>") - 1 if "<tbody>" in page else 0
        further = re.search(r'href="([^"]*after=[^"]*)"', page)
        if further is None:
            return rows
        page = visitor.get(unescape(further.group(1))).text


@ON_BOTH
def test_each_figure_of_what_was_made_leads_to_exactly_its_rows(
    watch: Watch, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.dashboards.views.MADE_SIZE", 2)
    many_days(watch)
    base, world = f"/projects/{watch.world.slug}", watch.world
    for who, page in (
        (world.lead, "dashboard?days=90"),
        (world.lead, f"dashboard?days=90&person={world.rosa.id}"),
        (world.lead, "dashboard?days=90&label=claim"),
        (world.rosa, "own-figures?days=90"),
    ):
        visitor = visit(who)
        figures = figures_of(visitor.get(f"{base}/{page}").text)
        assert len(figures) >= 6, page
        for address, number in figures:
            assert rows_of(visitor, address) == number, address


def test_the_rows_of_a_person_show_words_time_and_where_they_are(
    watch: Watch, visit: Visit
) -> None:
    work_through(watch)
    base, lead = f"/projects/{watch.world.slug}/dashboard/made", visit(watch.world.lead)
    marks = lead.get(f"{base}?person={watch.world.rosa.id}").text
    assert "Rosa" in marks
    assert "#mark=" in marks
    assert "/history/annotation/" in marks
    submitted = lead.get(f"{base}?what=submitted").text
    assert "716" in submitted
    assert "Time for 1,000 words" in submitted
    for nonsense in ("what=x&since=y&until=z&label=q&person=-1&after=1_2", "until=9999-12-31"):
        assert lead.get(f"{base}?{nonsense}").status_code == 200, nonsense
