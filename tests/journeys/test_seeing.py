"""Seeing the article and its marks: formatting, find, filters, depth, hidden characters."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from annotator.articles.drafts import ArticleDraft
from annotator.articles.service import import_text
from annotator.db import db, writing
from annotator.projects.queries import project_by_slug
from annotator.text.layout import Block, Inline, Layout
from tests.browser import accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA, Site
from tests.workspace.nasty_trip import SHELL

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FERRY = "Ferry fares"
HOSPITAL = "Is the Lindmark hospital"
ATTACK = (
    "A ferry for all\n"
    "The fare is \u202e29 crowns\u202c today, said \u2067 Haldor.\n"
    "Nothing here is \u200bhid\u00adden, said the \U000e0041board\u00a0of directors.\n"
    "It ends with an open \u202e\u2066override\n"
)


@pytest.fixture
def attack(site: Site) -> str:
    """The address of an article whose hidden characters turn its words around."""
    return _brought_in(ArticleDraft(text=ATTACK, language="en"))


def _brought_in(draft: ArticleDraft) -> str:
    project = project_by_slug("demo")
    assert project is not None
    with writing():
        article_id = import_text(project, draft, actor=SHELL)
    db.session.remove()
    return f"/projects/demo/articles/{article_id}"


def _at(arrive: Arrive, path: str) -> Desk:
    rosa = arrive(ROSA)
    rosa.goes_to(path)
    return Desk(rosa.page)


def _until(page: Page, holds: str) -> None:
    """Wait until something holds in the page, which forbids what Playwright would do for it."""
    page.evaluate(
        f"new Promise((done) => {{ const look = () => ({holds}) ? done()"
        ": requestAnimationFrame(look); look(); })"
    )


def _toast(page: Page, words: str) -> None:
    expect(page.locator("#toast")).to_contain_text(words)


def test_headings_lists_quotes_and_links_are_there_and_a_mark_keeps_them(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(HOSPITAL)
    article = desk.page.locator("#article")
    expect(article.get_by_role("heading", name="What was claimed", level=2)).to_be_visible()
    expect(article.get_by_role("listitem")).to_have_count(4)
    expect(article.locator("blockquote p")).to_contain_text("normal variation")
    expect(article.locator("em").first).to_have_text("“Across the Table”")

    start, _ = desk.extent("read the only statistics")
    card = desk.mark("read the only statistics on waiting", "Claim")
    desk.is_saved()
    link = article.get_by_role("link", name="the only statistics")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link.locator("mark")).to_have_text("the only statistics on waiting")
    assert desk.kept(card)["fragments"][0]["start"] == start
    before = article.inner_html()
    desk.shows_what_is_kept()
    desk.reload()
    assert _bare(article.inner_html()) == _bare(before)


def _bare(html: str) -> str:
    return re.sub(r' (?:class|aria-details|draggable)="[^"]*"', "", html)


def test_a_click_on_a_link_in_a_mark_opens_the_card_and_with_control_the_link(
    arrive: Arrive,
) -> None:
    desk = arrive(ROSA).at(HOSPITAL)
    page = desk.page
    desk.mark("the only statistics on waiting", "Claim")
    desk.press("Escape", "Escape")
    inside = page.locator("#article a mark")
    inside.click()
    expect(desk.open_card().element).to_be_focused()
    assert len(page.context.pages) == 1
    with page.context.expect_page():
        inside.click(modifiers=["Control"])
    page.bring_to_front()
    with page.context.expect_page():
        desk.press("o")
    assert len(page.context.pages) == 3


def test_addresses_that_are_not_of_the_web_are_no_links(site: Site, arrive: Arrive) -> None:
    text = "Read more here\n"
    inline = (
        Inline("link", 0, 4, "javascript:alert(1)"),
        Inline("link", 5, 9, "data:text/html,x"),
        Inline("link", 10, 14, "https://example.org/"),
    )
    layout = Layout((Block("paragraph", None, 0, 14),), inline)
    desk = _at(arrive, _brought_in(ArticleDraft(text=text, layout=layout)))
    assert [link.inner_text() for link in desk.page.locator("#article a").all()] == ["here"]


def test_words_are_found_counted_stepped_through_and_marked(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(FERRY)
    page = desk.page
    bar, count = page.get_by_role("search"), page.locator(".find-bar__count")
    desk.press("/")
    box = bar.get_by_role("searchbox")
    expect(box).to_be_focused()
    box.fill('"NOBODY HERE')
    expect(count).to_have_text("1 of 1")
    box.fill("the board")
    total = desk.text.lower().count("the board")
    expect(count).to_have_text(f"1 of {total}")
    desk.press("Enter")
    expect(count).to_have_text(f"2 of {total}")
    desk.press("Shift+Enter", "Shift+F3")
    expect(count).to_have_text(f"{total} of {total}")
    assert page.evaluate("CSS.highlights.get('found').size") == 1
    box.fill("summer timetable")
    expect(count).to_have_text("1 of 1")
    desk.press("Escape")
    expect(bar).to_be_hidden()
    expect(desk.label_bar).to_be_visible()
    desk.press("3")
    card = desk.open_card()
    assert desk.kept(card)["fragments"][0]["exact"] == "summer timetable"
    assert desk.kept(card)["label"] == "context"


def test_a_hit_is_marked_without_leaving_the_find(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(HOSPITAL)
    desk.press("/")
    box = desk.page.get_by_role("searchbox")
    box.fill("bed sheet")
    desk.press("Alt+3", "Enter", "Alt+3")
    expect(box).to_be_focused()
    desk.is_saved()
    assert [mark["fragments"][0]["exact"] for mark in desk.marks()] == ["bed sheet"] * 2


def test_nothing_found_is_said_and_escape_goes_back(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(HOSPITAL)
    page = desk.page
    page.mouse.wheel(0, 900)
    _until(page, "scrollY > 800")
    before = page.evaluate("scrollY")
    desk.press("/")
    page.keyboard.type("zeppelin")
    expect(page.locator(".find-bar__count")).to_have_text("Not found")
    desk.press("Escape")
    expect(page.get_by_role("search")).to_be_hidden()
    assert page.evaluate("scrollY") == before


def test_marks_are_shown_by_kind_and_by_how_far_they_are(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(FERRY)
    page = desk.page
    marks = desk.marks()
    kinds = {label: [m for m in marks if m["label"] == label] for label in ("claim", "quote")}
    desk.press("x")
    cards = page.locator(".card")
    expect(cards).to_have_count(len(kinds["claim"]))
    expect(page.locator("#article mark.dim").first).to_be_visible()
    states = page.locator(".mark-states")
    states.locator("summary").click()
    unchecked = [
        m for m in kinds["claim"] if not m["claim"]["verdict"] and not m["claim"]["pending"]
    ]
    states.get_by_role("checkbox", name="Not checked").check()
    expect(cards).to_have_count(len(unchecked))
    assert "kind=claim" in page.url
    assert "state=unchecked" in page.url
    desk.reload()
    expect(cards).to_have_count(len(unchecked))
    desk.press("x")
    expect(page.locator("#no-match")).to_be_visible()
    desk.press("j")
    _toast(page, "No mark matches")
    page.locator("#no-match").get_by_role("button", name="Show all marks").click()
    expect(cards).to_have_count(len(marks))
    expect(page.locator("#article mark.dim")).to_have_count(0)


def test_the_last_mark_is_told_and_unchecked_claims_go_round(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(FERRY)
    page = desk.page
    total = len(desk.marks())
    desk.press(*["j"] * total)
    last = desk.open_card().id
    desk.press("j")
    _toast(page, "That is the last mark")
    assert desk.open_card().id == last
    desk.press("Shift+J")
    _toast(page, "From the beginning")


def test_every_depth_is_reached_by_clicks_and_back_with_shift(arrive: Arrive) -> None:
    desk = arrive(ROSA).at("No, the Skerry")
    words = "which has 190,000 followers"
    start, end = desk.extent(words)
    page = desk.page
    for cut in range(5):
        desk.press("Escape", "Escape")
        desk.lets_go_with_alt()
        desk.select(start, end - 2 * cut)
        expect(desk.label_bar).to_be_visible()
        desk.press("123"[cut % 3])
    desk.is_saved()
    desk.press("Escape", "Escape")
    mark = page.locator("#article mark").filter(has_text="which has 190,000")
    mark.evaluate("(mark) => mark.scrollIntoView({ block: 'center' })")
    box = mark.bounding_box()
    assert box is not None
    x, y = box["x"] + 8, box["y"] + box["height"] - 16
    opened = []
    for position in range(1, 6):
        page.mouse.click(x, y)
        expect(page.locator("#depth-hint")).to_have_text(f"{position} of 5")
        opened.append(desk.open_card().id)
    assert len(set(opened)) == 5
    by_length = {m["id"]: m["fragments"][0]["end"] for m in desk.marks()}
    assert opened == sorted(opened, key=lambda one: by_length[one])
    page.keyboard.down("Shift")
    page.mouse.click(x, y)
    page.keyboard.up("Shift")
    expect(page.locator("#depth-hint")).to_have_text("4 of 5")


def test_hidden_characters_are_counted_listed_and_shown(arrive: Arrive, attack: str) -> None:
    desk = _at(arrive, attack)
    page = desk.page
    note = page.locator("#hidden-note")
    expect(note).to_contain_text("8 characters in this text cannot be seen")
    expect(note).to_contain_text("5 turn the direction of reading")
    before = desk.text
    desk.press("h")
    pills = page.locator("#article .hidden-character")
    expect(pills).to_have_count(9)
    assert pills.first.get_attribute("data-label") == "RLO"
    assert desk.text == before
    assert desk.text == ATTACK
    note.get_by_text("Where they are").click()
    note.get_by_role("button", name="right-to-left override").first.click()
    selected = page.evaluate("getSelection().toString()")
    assert selected in ("\u202e", "")
    desk.press("h")
    expect(pills).to_have_count(0)
    card = desk.mark("Nothing here", "Claim")
    assert desk.kept(card)["fragments"][0]["exact"] == "Nothing here"


def test_a_text_that_turns_directions_cannot_turn_the_page_around_it(
    arrive: Arrive, attack: str
) -> None:
    desk = _at(arrive, attack)
    start, end = desk.extent("It ends with an open \u202e\u2066override")
    desk.lets_go_with_alt()
    desk.select(start, end)
    expect(desk.label_bar).to_be_visible()
    desk.press("1")
    desk.is_saved()
    desk.press("Escape", "Escape")
    card = desk.card_of("It ends with an open \u202e\u2066override").element
    boxes = [card.locator(f".card__{name}").bounding_box() for name in ("words", "count")]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] < boxes[1]["x"]
    expect(card.locator(".card__count")).to_have_text("no source")


def test_numbers_stand_beside_the_paragraphs_on_request_and_give_their_address(
    arrive: Arrive,
) -> None:
    desk = arrive(ROSA).at(FERRY)
    page = desk.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.press("Shift+P")
    expect(page.locator("#article")).to_have_class(re.compile("text--numbered"))
    desk.reload()
    expect(page.locator("#numbers-button")).to_have_attribute("aria-pressed", "true")
    box = page.locator("#b4").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] - 24, box["y"] + 16)
    _toast(page, "The address of paragraph 5 was copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("#b4")


def test_the_map_takes_a_reader_anywhere_by_click_and_by_drag(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(HOSPITAL)
    page = desk.page
    box = page.locator("#map").bounding_box()
    assert box is not None
    x = box["x"] + box["width"] / 2
    page.mouse.move(x, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    _until(page, "scrollY > 300")
    page.mouse.move(x, box["y"] + 2, steps=4)
    page.mouse.up()
    _until(page, "scrollY === 0")


def test_what_helps_to_see_is_free_of_accessibility_faults(arrive: Arrive, attack: str) -> None:
    desk = _at(arrive, attack)
    page = desk.page
    page.locator("#hidden-note").get_by_text("Where they are").click()
    desk.press("h", "Shift+P", "/")
    page.keyboard.type("ferry")
    assert accessibility_faults(page) == []
    desk.press("Escape", "Escape")
    page.locator(".mark-states summary").click()
    assert accessibility_faults(page) == []


def test_a_mark_over_a_link_prints_with_its_line_and_the_tools_do_not(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(HOSPITAL)
    page = desk.page
    desk.mark("the only statistics on waiting", "Claim")
    desk.is_saved()
    desk.press("/")
    page.keyboard.type("Lindmark")
    page.emulate_media(media="print")
    for tool in (".find-bar", ".map", ".article-head__tools", ".mark-filters", ".top-bar"):
        expect(page.locator(tool)).to_be_hidden()
    line = "(mark) => getComputedStyle(mark).backgroundImage"
    assert "gradient" in page.locator("#article a mark").evaluate(line)
