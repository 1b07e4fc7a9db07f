"""A reviewer's first day, from the sign-in to data that proves itself."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.databases import ON_BOTH
from tests.journeys.conftest import Arrive
from tests.journeys.pages import Person
from tests.journeys.proof import fragments_in, proved, rows_of
from tests.journeys.site import LEAD, ROSA, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
LANTERN = "minister calms valley"
LIGHTHOUSE = "Skerry lighthouse"
ARABIC = "وزيرة المياه"


@ON_BOTH
def test_from_the_sign_in_to_proved_data(
    site: Site, arrive: Arrive, open_page: Callable[..., Page]
) -> None:
    rosa = Person(open_page(viewport={"width": 1440, "height": 900}, **CLIPBOARD), site)
    rosa.sign_in(ROSA)
    desk = rosa.at("Ferry fares")

    # Dragged from within the first word to within the last, and snapped to whole words.
    quote = desk.mark(
        '"If you have a hospital appointment, you plan your day around the boat', "Quote", inside=2
    )
    expect(quote.words).to_have_text(
        "If you have a hospital appointment, you plan your day around the boat"
    )
    claim = desk.mark("you plan your day around the boat", "Claim", inside=1)
    context = desk.mark("smaller group of residents wants the board dissolved", "Context", inside=1)
    overlapping = [
        desk.mark(words, label, inside=1)
        for words, label in (
            ("The summer timetable, which begins on 1 June", "Context"),
            ("which begins on 1 June, has five crossings a day", "Claim"),
            ("five crossings a day instead of seven", "Quote"),
        )
    ]
    desk.is_saved()
    desk.shows_what_is_kept()
    assert len(desk.marks()) == 6 + 6

    # Another kind, and a border moved by a word.
    desk.opens("five crossings a day instead of seven")
    overlapping[2].moves_border("End one word earlier")
    expect(overlapping[2].words).to_have_text("five crossings a day instead of")
    overlapping[2].element.focus()
    desk.press("1")
    overlapping[2].element.focus()
    desk.press("Shift+BracketRight")
    kept = desk.kept(overlapping[2])
    assert (kept["label"], kept["fragments"][0]["exact"]) == (
        "claim",
        "five crossings a day instead of seven",
    )
    desk.shows_what_is_kept()

    # A claim, all the way to a verdict.
    desk.opens("you plan your day around the boat")
    claim.writes("wording", "People on the island plan their days around the ferry.")
    claim.writes("note", "Ask Marta Queel.")
    claim.chooses("Supported")
    expect(claim.lacks).to_contain_text("give a reason and a source other than the article")
    expect(claim.badge).to_have_text("Supported, not complete")
    claim.pastes("https://timetable.example.org/2026?utm_source=x\nhttps://minutes.example.org/5\n")
    expect(claim.sources).to_have_count(2)
    expect(claim.lacks).to_contain_text("give a reason.")
    claim.writes("rationale", "The timetable has two crossings before noon.")
    expect(claim.badge).to_have_text("Supported")
    expect(claim.lacks).to_be_hidden()
    kept = desk.kept(claim)
    assert kept["note"] == "Ask Marta Queel."
    assert kept["claim"]["verdict"]["rating"] == "supported"
    assert [one["url"] for one in kept["claim"]["sources"]] == [
        "https://timetable.example.org/2026",
        "https://minutes.example.org/5",
    ]

    # Reworded it is to be confirmed, and confirmed it stands.
    claim.writes("wording", "Everybody on the island plans their day around the ferry.")
    expect(claim.badge).to_have_text("Supported, to be confirmed")
    expect(claim.stale).to_contain_text("The wording changed after this verdict.")
    claim.acts("Confirm verdict")
    expect(claim.badge).to_have_text("Supported")
    verdicts = desk.kept(claim)["claim"]["verdicts"]
    assert [one["stale"] for one in verdicts] == [False, False]

    # Deleted and brought back.
    desk.opens("smaller group of residents wants the board dissolved")
    context.element.focus()
    desk.press("Backspace")
    expect(rosa.page.locator("#toast")).to_contain_text("Context deleted")
    expect(context.element).to_have_count(0)
    desk.press("z")
    expect(context.element).to_have_count(1)
    desk.is_saved()

    before = desk.marks()
    desk.reload()
    desk.shows_what_is_kept()
    assert desk.marks() == before
    expect(claim.badge).to_have_text("Supported")
    expect(quote.element).to_have_count(1)

    # Not read to the end, then a claim that is no verdict yet, then submitted.
    rosa.page.locator("#submit-button").click()
    expect(desk.dialog.locator(".submit__pending")).to_contain_text(
        "The harbour board of Port Merrow pays a higher price"
    )
    desk.dialog.get_by_label("I read the article to its end.").check()
    desk.submit(accept_pending=True)
    expect(rosa.page.locator(".notice--success")).to_contain_text("You submitted this article")
    assert desk.layer()["layer"]["state"] == "submitted"
    expect(rosa.page.locator("#label-bar")).to_have_count(0)

    lea = arrive(LEAD)
    lea.opens_project()
    rows = rows_of(lea.downloads_export())
    by_command = site.run("export", "demo")
    assert by_command.returncode == 0, by_command.stderr
    assert rows_of(by_command.stdout) == rows
    with ZipFile(BytesIO(lea.downloads_export(format="brat stand-off"))) as zipped:
        texts = [name for name in zipped.namelist() if name.endswith(".txt")]
    assert len(texts) == len(rows)
    told = lea.page.locator("[data-progress-words]")
    expect(told).to_contain_text(f"{len(rows)} of {len(rows)} articles")
    expect(lea.page.get_by_role("group", name="One line is")).to_be_hidden()
    expect(lea.page.get_by_text("What was kept of a brat file")).to_be_visible()
    assert proved(rows) == 6 + 6 + 4 + 4 + 3 + 3 + 2 + 8
    row = next(row for row in rows if row["text"] == desk.text)
    exact = {piece["exact"] for piece in fragments_in(row)}
    assert {mark["fragments"][0]["exact"] for mark in before} <= exact
    verified = site.run("audit", "verify")
    assert verified.returncode == 0, verified.stderr


def test_marks_among_emoji_and_in_arabic_stand_where_the_words_are(arrive: Arrive) -> None:
    rosa = arrive(ROSA)
    for title, marked in (
        (
            LIGHTHOUSE,
            (
                ("to the first family that asks 👨‍👩‍👧‍👦", "Claim"),
                ("a family 👩🏽‍🤝‍👨🏿 to keep the light on", "Quote"),
                ("🇫🇷🏴󠁧󠁢󠁳󠁣󠁴󠁿", "Context"),
                ("CASTLE 🏰👇🏿", "Context"),
            ),
        ),
        (
            ARABIC,
            (
                ("تبلغ الطاقة الإنتاجية المخطط لها 22,000 متر مكعب في اليوم", "Claim"),
                ("لم ينقطع الماء عن أي حيّ من أحياء المدينة هذا الصيف", "Quote"),
                ("شركة AquaNova، التي فازت", "Context"),
            ),
        ),
    ):
        desk = rosa.at(title)
        for words, label in marked:
            expect(desk.mark(words, label).words).to_have_text(words)
        desk.is_saved()
        desk.shows_what_is_kept()
        desk.reload()
        desk.shows_what_is_kept()
        kept = {mark["fragments"][0]["exact"]: mark["label"] for mark in desk.marks()}
        assert kept == {words: label.lower() for words, label in marked}
