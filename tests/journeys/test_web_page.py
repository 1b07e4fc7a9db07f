"""A web page on its way in: sent, looked over, put right by keyboard, and opened as an article."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "The river rose by two metres in a night, and the lower town was under water. " * 4
#: How many proposals the browser keeps changes of.
KEPT = (
    "() => Object.keys(localStorage).filter((key) => key.startsWith('annotator-proposal ')).length"
)
#: Comes to its end once that is none.
FORGOTTEN = f"""() => new Promise((done) => {{
  const look = () => (({KEPT})() === 0 ? done() : requestAnimationFrame(look));
  look();
}})"""
PAGE = f"""<html lang=en><title>The river rose | The Harbour</title>
<meta name=author content="Jane Doe"><nav><a href=/>Home</a> <a href=/w>Weather</a></nav>
<article><h1>The river rose</h1><p>{WORDS}<script>document.title = "run"</script>
<p>“We had no warning,” said <em>Ada Mast</em>, who lives there. {WORDS}
<p class="promo">Read more: the storm of last year</p></article><footer>Imprint</footer>"""


def test_a_lead_puts_right_what_was_kept_of_a_page_and_it_is_an_article(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    lea = arrive(LEAD)
    lea.goes_to("/projects/demo/articles/new")
    lea.page.get_by_role("link", name="Read a web page").click()
    lea.page.get_by_label("HTML file").set_input_files(
        [{"name": "page.html", "mimeType": "text/html", "buffer": PAGE.encode()}]
    )
    lea.page.get_by_role("button", name="Read the page").click()

    expect(lea.page.get_by_role("heading", level=1)).to_have_text("What is the article?")
    assert lea.page.title() != "run"
    expect(lea.page.get_by_label("Title")).to_have_value("The river rose")
    expect(lea.page.get_by_label("Byline")).to_have_value("Jane Doe")
    promo = lea.page.get_by_label("Read more: the storm of last year")
    expect(lea.page.get_by_label("We had no warning")).to_be_checked()
    expect(lea.page.get_by_label("Imprint")).not_to_be_checked()
    expect(promo).to_be_checked()
    assert accessibility_faults(lea.page) == []

    # What is unticked moves across to the side of what is cut; only keys are needed.
    kept = promo.bounding_box()
    promo.focus()
    lea.page.keyboard.press("Space")
    cut = promo.bounding_box()
    assert kept is not None
    assert cut is not None
    assert kept["x"] < cut["x"]
    lea.page.keyboard.press("Tab")
    lea.page.keyboard.press("Tab")
    expect(lea.page.get_by_label("Imprint")).to_be_focused()
    lea.page.keyboard.press("Space")
    # Enter in a field adds the article, whatever buttons stand before that one.
    lea.page.get_by_label("Byline").press("Enter")

    expect(lea.page.get_by_role("heading", level=1)).to_have_text("The river rose")
    text = lea.page.locator("#article")
    expect(text).to_contain_text("“We had no warning,” said Ada Mast")
    expect(text).to_contain_text("Imprint")
    expect(text).not_to_contain_text("Read more")


def test_a_title_that_is_the_headline_is_put_right_together_with_it(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    lea = arrive(LEAD)
    lea.goes_to("/projects/demo/web-pages/new")
    lea.page.locator("textarea[name=html]").fill(PAGE)
    lea.page.locator("form.form button[type=submit]").click()

    title = lea.page.get_by_label("Title")
    lea.page.get_by_role("button", name="Correct these words: The river rose", exact=True).click()
    headline = lea.page.get_by_label("Words", exact=True)
    headline.fill("The river fell")
    expect(title).to_have_value("The river fell")
    lea.page.get_by_role("button", name="Put back what was extracted").click()
    expect(title).to_have_value("The river rose")
    # A title that says something else is somebody's own.
    title.fill("Our flood")
    lea.page.get_by_role("button", name="Correct these words: The river rose", exact=True).click()
    headline.fill("The river sank")
    expect(title).to_have_value("Our flood")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_words_are_put_right_by_keyboard_before_there_is_an_article(
    arrive: Arrive, complaints: Complaints, scripts: bool
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    complaints.expect("status of 422")
    lea = arrive(LEAD, java_script_enabled=scripts)
    lea.goes_to("/projects/demo/web-pages/new")
    lea.page.locator("textarea[name=html]").fill(
        PAGE.replace("by two metres in", "by tow metres in")
    )
    lea.page.locator("form.form button[type=submit]").click()

    tick = lea.page.get_by_label("“We had no warning,”")
    paragraph = lea.page.locator("#paragraph-3")
    tick.focus()
    lea.page.keyboard.press("Tab")
    lea.page.keyboard.press("Enter")
    words = paragraph.get_by_label("Words", exact=True)
    expect(words).to_be_focused()
    lea.page.keyboard.press("Control+Home")
    for _ in range(len("“We had ")):
        lea.page.keyboard.press("ArrowRight")
    lea.page.keyboard.type("almost ")
    if scripts:
        expect(paragraph.locator("ins")).to_have_text("almost ")
        expect(paragraph.locator("del")).to_have_count(0)
        assert accessibility_faults(lea.page) == []
    for key in ("Tab", "Enter"):
        lea.page.keyboard.press(key)
    expect(words).to_have_count(0)
    expect(tick).to_be_checked()
    expect(paragraph.locator("ins")).to_have_count(0)
    expect(paragraph.locator(".proposal__words")).to_contain_text("“We had no warning,”")

    # Only what is opened a second time is corrected; its emphasis stays where it was.
    paragraph.get_by_role("button", name="Correct these words").press("Enter")
    words.fill("")
    lea.page.get_by_role("button", name="Add the article").click()
    expect(paragraph.get_by_text("No words are left")).to_be_visible()
    words.fill("“We had hardly any warning,” said Ada Mast.\n\nShe lives there.")
    lea.page.get_by_role("button", name="Add the article").click()
    expect(lea.page.get_by_role("heading", level=1)).to_have_text("The river rose")
    text = lea.page.locator("#article")
    expect(text.locator("em", has_text="Ada Mast")).to_be_visible()
    expect(text.locator("[data-b]", has_text="She lives there.")).to_have_text("She lives there.")


def test_corrected_words_outlive_a_reload_and_a_closed_tab_until_they_are_the_article(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    complaints.expect("status of 422")
    lea = arrive(LEAD)
    lea.goes_to("/projects/demo/web-pages/new")
    lea.page.locator("textarea[name=html]").fill(PAGE)
    lea.page.locator("form.form button[type=submit]").click()
    paragraph = lea.page.locator("#paragraph-3")
    paragraph.get_by_role("button", name="Correct these words").press("Enter")
    words = paragraph.get_by_label("Words", exact=True)
    words.fill("“We had hardly any warning,” said Ada Mast.")
    lea.page.get_by_label("Read more: the storm").press("Space")
    lea.page.get_by_label("Publisher").fill("The Lighthouse")

    lea.page.reload()
    expect(lea.page.get_by_text("What you had changed on this page before")).to_be_visible()
    expect(words).to_have_value("“We had hardly any warning,” said Ada Mast.")
    expect(paragraph.locator("ins").first).to_have_text("hardly any ")
    expect(lea.page.get_by_label("Read more: the storm")).not_to_be_checked()
    assert accessibility_faults(lea.page) == []

    # What was put back is as it was extracted the next time as well; another tab knows the rest.
    paragraph.get_by_role("button", name="Put back what was extracted").press("Enter")
    other = lea.page.context.new_page()
    other.goto(lea.page.url, wait_until="networkidle")
    lea.page.close()
    expect(other.get_by_label("Publisher")).to_have_value("The Lighthouse")
    expect(other.locator("[data-editor]")).to_have_count(0)

    # A refusal shows what was sent, and nothing twice; then it can all be begun anew.
    pencil = other.locator("#paragraph-3").get_by_role("button", name="Correct these words")
    pencil.press("Enter")
    other.locator("#paragraph-3").get_by_label("Words", exact=True).fill("")
    other.get_by_role("button", name="Add the article").click()
    expect(other.get_by_text("No words are left")).to_be_visible()
    expect(other.locator("[data-editor]")).to_have_count(1)
    other.goto(other.url, wait_until="networkidle")
    other.get_by_role("button", name="Begin anew").press("Enter")
    expect(other.get_by_label("Publisher")).to_have_value("")
    expect(other.locator("[data-editor]")).to_have_count(0)
    expect(other.get_by_text("What you had changed on this page before")).to_be_hidden()

    # What is in the article is kept nowhere else.
    other.get_by_label("Publisher").fill("The Lighthouse")
    assert other.evaluate(KEPT) == 1
    other.get_by_role("button", name="Add the article").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("The river rose")
    other.evaluate(FORGOTTEN)


def test_the_page_of_a_proposal_has_no_fault_on_a_phone_and_from_right_to_left(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    phone = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
    lea = arrive(LEAD, **phone, locale="ar")
    lea.goes_to("/projects/demo/web-pages/new")
    lea.page.locator("textarea[name=html]").fill(PAGE)
    assert accessibility_faults(lea.page) == []
    lea.page.locator("form.form button[type=submit]").click()
    expect(lea.page.locator(".proposal input").first).to_be_attached()
    lea.page.locator("[data-open]").first.click()
    lea.page.locator("[data-editor] textarea").fill("The river has risen")
    assert accessibility_faults(lea.page) == []
    assert lea.page.evaluate("document.documentElement.scrollWidth") <= 390
