"""Every way to select words: mouse, mouse with keys, finger; across all that an article has."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from annotator.accounts.queries import user_by_email
from annotator.db import db
from annotator.text.layout import Block
from tests.factories import make_article, make_member, make_project
from tests.formats.native import changed, exported, imported, put
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA, Site
from tests.journeys.test_phone import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEADING = "What the council says"
FILLER = [f"Paragraph number {number} tells of boats." for number in range(1, 15)]
TEXT = "\n\n".join(
    [
        "The ferry will stop in May, the mayor said. She gave no reason.",
        HEADING,
        "Fares have risen by 12 percent since 2019, a councillor told us.",
        "东京的渡轮将在五月停运，市长说。",
        "قالت الوزيرة إن المحطة ستفتح في مايو.",
        *FILLER,
        "The last word belongs to the driver.",
    ]
)

LETS_GO = """() => addEventListener("pointerdown", () => getSelection().removeAllRanges())"""


@pytest.fixture
def article(site: Site) -> str:
    """An article with a heading, of more than one section; where it is."""
    make_article(make_project("elsewhere"), TEXT, title="Boats")
    file = exported("elsewhere")
    blocks, article_id = [block.to_json() for block in _blocks()], str(uuid4())
    for path, value in {"project": "boats", "id": article_id, "layout.blocks": blocks}.items():
        file = changed(file, put(path, value))
    rosa = user_by_email(ROSA)
    assert rosa is not None
    make_member(make_project("boats"), rosa)
    imported(file, "boats")
    db.session.remove()
    return f"{site.address}/projects/boats/articles/{article_id}"


def _blocks() -> list[Block]:
    blocks, start = [], 0
    for line in TEXT.split("\n\n"):
        kind, level = ("heading", 2) if line == HEADING else ("paragraph", None)
        blocks.append(Block(kind, level, start, start + len(line)))
        start += len(line) + 2
    return blocks


@pytest.fixture
def desk(article: str, arrive: Arrive) -> Desk:
    """That article, at a mouse and a keyboard."""
    page = arrive(ROSA).page
    page.goto(article)
    return Desk(page)


def _marked(desk: Desk) -> list[str]:
    """Label what is selected; the words of all marks."""
    expect(desk.label_bar).to_be_visible()
    desk.press("1")
    expect(desk.label_bar).to_be_hidden()
    desk.is_saved()
    desk.shows_what_is_kept()
    return [mark["fragments"][0]["exact"] for mark in desk.marks()]


def _at(desk: Desk, words: str, edge: str = "start") -> tuple[float, float]:
    start, end = desk.extent(words)
    desk.shows(start)
    x, y = desk.spot(start if edge == "start" else end, edge)
    return (x + 2, y) if edge == "start" else (x - 2, y)


def _drag(desk: Desk, begin: tuple[float, float], finish: tuple[float, float]) -> None:
    mouse = desk.page.mouse
    mouse.move(*begin)
    mouse.down()
    mouse.move((begin[0] + finish[0]) / 2, (begin[1] + finish[1]) / 2, steps=3)
    mouse.move(*finish, steps=3)
    mouse.up()


def test_parts_of_words_become_words_and_with_alt_they_stay_parts(desk: Desk) -> None:
    desk.drag(*desk.extent("erry will sto"))
    assert _marked(desk) == ["ferry will stop"]
    desk.press("Backspace")
    desk.drag(*desk.extent("erry will sto"), alt=True)
    assert _marked(desk) == ["erry will sto"]


def test_dragged_backwards_it_is_the_same(desk: Desk) -> None:
    _drag(desk, _at(desk, "will stop in May", "end"), _at(desk, "will stop in May"))
    assert _marked(desk) == ["will stop in May"]


def test_a_double_click_takes_a_word_and_a_triple_click_the_paragraph(desk: Desk) -> None:
    desk.page.mouse.click(*_at(desk, "mayor"), click_count=2)
    assert _marked(desk) == ["mayor"]
    desk.press("Backspace", "Escape")
    desk.page.mouse.click(*_at(desk, "Fares"), click_count=3)
    assert _marked(desk) == ["Fares have risen by 12 percent since 2019, a councillor told us."]
    desk.press("Backspace", "Escape")
    desk.page.mouse.click(*_at(desk, HEADING), click_count=3)
    assert _marked(desk) == [HEADING]


def test_a_triple_click_on_the_last_paragraphs_of_a_section_and_of_all(desk: Desk) -> None:
    last_of_section = TEXT.split("\n\n")[11]
    for paragraph in (last_of_section, "The last word belongs to the driver."):
        desk.page.mouse.click(*_at(desk, paragraph), click_count=3)
        assert _marked(desk) == [paragraph]
        desk.press("Backspace", "Escape")


def test_shift_and_arrows_take_more(desk: Desk) -> None:
    desk.page.mouse.click(*_at(desk, "ferry"), click_count=2)
    desk.press("Control+Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    assert _marked(desk) == ["ferry will stop"]


def test_shift_and_a_click_take_all_between(desk: Desk) -> None:
    desk.page.mouse.click(*_at(desk, "will stop"))
    desk.page.keyboard.down("Shift")
    desk.page.mouse.click(*_at(desk, "the mayor", "end"))
    desk.page.keyboard.up("Shift")
    assert _marked(desk) == ["will stop in May, the mayor"]


def test_over_a_heading_and_paragraphs(desk: Desk) -> None:
    begin = _at(desk, "She gave")
    # From here on nothing scrolls: both ends are in the window.
    x, y = desk.spot(desk.extent("risen by 12 percent")[1], "end")
    _drag(desk, begin, (x - 2, y))
    expected = TEXT[TEXT.index("She gave") : TEXT.index(" since 2019")]
    assert _marked(desk) == [expected]
    assert desk.page.locator("mark.on.first, mark.on.last").count() == 2


def test_over_two_sections(desk: Desk) -> None:
    begin = _at(desk, "number 5")
    _drag(desk, begin, desk.spot(desk.extent("number 9 tells")[1], "end"))
    expected = TEXT[TEXT.index("number 5") : TEXT.index("number 9 tells") + len("number 9 tells")]
    assert _marked(desk) == [expected]
    desk.reload()
    desk.shows_what_is_kept()


def test_a_drag_that_ends_over_a_card_or_in_the_margin_stays_in_its_line(desk: Desk) -> None:
    desk.mark("She gave no reason", "Context")
    desk.press("Escape", "Escape")
    begin = _at(desk, "the mayor said")
    card = desk.page.locator(".card").bounding_box()
    paper = desk.page.locator(".paper").bounding_box()
    assert card is not None
    assert paper is not None
    for x in (card["x"] + 60, paper["x"] + paper["width"] - 4):
        _drag(desk, begin, (x, begin[1]))
        expect(desk.label_bar).to_be_visible()
        draft = "() => [...CSS.highlights.get('draft')].map(String)"
        (words,) = desk.page.evaluate(draft)
        line = TEXT.split("\n\n")[0]
        assert words.startswith("the mayor said")
        assert words.removesuffix(".") in line
        desk.press("Escape")
        expect(desk.label_bar).to_be_hidden()


def test_signs_without_spaces_between_words(desk: Desk) -> None:
    desk.drag(*desk.extent("渡轮将在五月停运"))
    assert _marked(desk) == ["渡轮将在五月停运"]
    desk.press("Backspace", "Escape")
    desk.page.mouse.click(*_at(desk, "市长"), click_count=3)
    assert _marked(desk) == ["东京的渡轮将在五月停运，市长说。"]


def test_from_right_to_left(desk: Desk) -> None:
    desk.drag(*desk.extent("وزيرة إن المح"))
    assert _marked(desk) == ["الوزيرة إن المحطة"]
    desk.press("Backspace", "Escape")
    words = "المحطة ستفتح"
    _drag(desk, _right_to_left(desk, words, "end"), _right_to_left(desk, words, "start"))
    assert _marked(desk) == [words]


def _right_to_left(desk: Desk, words: str, edge: str) -> tuple[float, float]:
    x, y = _at(desk, words, edge)
    return (x - 4, y) if edge == "start" else (x + 4, y)


def test_words_stay_while_a_finger_is_on_the_bar(article: str, arrive: Arrive) -> None:
    page = arrive(ROSA, **PHONE).page
    page.goto(article)
    desk = Desk(page)
    send = page.context.new_cdp_session(page).send
    desk.select(*desk.extent("mayor"))
    expect(desk.label_bar).to_be_visible()
    bar = desk.label_bar.bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] > 844 - 20
    # A phone may let the selection go under a finger on the bar; the words are kept until it lifts.
    button = desk.label_bar.get_by_role("button", name="Claim").bounding_box()
    assert button is not None
    touch = [{"x": button["x"] + 20, "y": button["y"] + 20}]
    page.evaluate(LETS_GO)
    send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": touch})
    send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(desk.open_card().words).to_have_text("mayor")
