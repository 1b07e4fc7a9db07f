"""Seeing the article and its marks: formatting, filters, depth, numbers, the map, print."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from annotator.articles.drafts import ArticleDraft
from annotator.text.layout import Block, Inline, Layout
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import until
from tests.journeys.site import ROSA, Site, brought_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FERRY = "Ferry fares"
HOSPITAL = "Is the Lindmark hospital"


def toast(page: Page, words: str) -> None:
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


ENGLISH = ("Call to order.", "Read the minutes.", "Aloud, as the rules say.", "Vote.", "1. Close.")
ARABIC = ("افتتاح الجلسة.", "قراءة المحضر.", "بصوت عال، كما تنص اللائحة.", "التصويت.", "1. الختام.")


@pytest.mark.parametrize("items", [ENGLISH, ARABIC], ids=["English", "Arabic"])
def test_items_of_an_ordered_list_show_their_numbers_which_are_no_part_of_the_text(
    site: Site, arrive: Arrive, items: tuple[str, ...]
) -> None:
    rosa = arrive(ROSA)
    rosa.goes_to(brought_in(_listed(items)))
    desk = Desk(rosa.page)
    article = desk.page.locator("#article")
    shown = article.locator("li").evaluate_all(
        """(items) => items.map((item) => {
          const { listStyleType, direction } = getComputedStyle(item);
          return [item.closest("ol") && item.value, listStyleType, direction];
        })"""
    )
    way = "rtl" if items is ARABIC else "ltr"
    assert shown == [
        [9, "decimal", way],
        [10, "decimal", way],
        [10, "none", way],
        [1, "decimal", way],
        [11, "none", way],
    ]
    text = "\n\n".join(items)
    assert article.evaluate(_WORDS) == [*items]
    card = desk.mark(items[1], "Claim")
    desk.is_saved()
    assert desk.kept(card)["fragments"][0]["start"] == text.index(items[1])
    desk.shows_what_is_kept()


_WORDS = """(article) => [...article.querySelectorAll("[data-b]")].map((one) => one.textContent)"""


def _listed(items: tuple[str, ...]) -> ArticleDraft:
    """A list that begins at nine: an item of two paragraphs, one within it, one with its own."""
    places = ((1, 9), (1, 10), (1, 10), (2, 1), (1, 11))
    blocks, at = [], 0
    for (level, number), words in zip(places, items, strict=True):
        blocks.append(Block("list_item", level, at, at + len(words), number))
        at += len(words) + 2
    return ArticleDraft(text="\n\n".join(items), layout=Layout(tuple(blocks)), title="A list")


def test_addresses_that_are_not_of_the_web_are_no_links(site: Site, arrive: Arrive) -> None:
    text = "Read more here\n"
    inline = (
        Inline("link", 0, 4, "javascript:alert(1)"),
        Inline("link", 5, 9, "data:text/html,x"),
        Inline("link", 10, 14, "https://example.org/"),
    )
    layout = Layout((Block("paragraph", None, 0, 14),), inline)
    rosa = arrive(ROSA)
    rosa.goes_to(brought_in(ArticleDraft(text=text, layout=layout)))
    desk = Desk(rosa.page)
    expect(desk.page.locator("#article a")).to_have_text(["here"])


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
    expect(page).to_have_url(re.compile("kind=claim"))
    expect(page).to_have_url(re.compile("state=unchecked"))
    desk.reload()
    expect(cards).to_have_count(len(unchecked))
    desk.press("x")
    expect(page.locator("#no-match")).to_be_visible()
    desk.press("j")
    toast(page, "No mark matches")
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
    toast(page, "That is the last mark")
    assert desk.open_card().id == last
    desk.press("Shift+J")
    toast(page, "From the beginning")


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
    toast(page, "The address of paragraph 5 was copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("#b4")


def test_the_map_takes_a_reader_anywhere_by_click_and_by_drag(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(HOSPITAL)
    page = desk.page
    box = page.locator("#map").bounding_box()
    assert box is not None
    x = box["x"] + box["width"] / 2
    page.mouse.move(x, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    until(page, "scrollY > 300")
    page.mouse.move(x, box["y"] + 2, steps=4)
    page.mouse.up()
    until(page, "scrollY === 0")


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
