"""A web page on its way in: sent, looked over, put right by keyboard, and opened as an article."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "The river rose by two metres in a night, and the lower town was under water. " * 4
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
    expect(lea.page.get_by_label("Imprint")).to_be_focused()
    lea.page.keyboard.press("Space")
    lea.page.keyboard.press("Tab")
    lea.page.keyboard.press("Enter")

    expect(lea.page.get_by_role("heading", level=1)).to_have_text("The river rose")
    text = lea.page.locator("#article")
    expect(text).to_contain_text("“We had no warning,” said Ada Mast")
    expect(text).to_contain_text("Imprint")
    expect(text).not_to_contain_text("Read more")


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
    assert accessibility_faults(lea.page) == []
    assert lea.page.evaluate("document.documentElement.scrollWidth") <= 390
