"""No page of an archived project offers what the archive refuses when it is pressed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from annotator.db import writing
from annotator.shelving.service import archive
from annotator.web.guards import goes_on
from tests.personas import World
from tests.site.conftest import Prepared
from tests.site.table import ROWS

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


class Pressed(HTMLParser):
    """Collects where the forms and buttons of a page post to; None is the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form" and (said.get("method") or "get").lower() == "post":
            self.addresses.append(said.get("action") or "")
        if said.get("formaction") is not None and said.get("formmethod") != "get":
            self.addresses.append(said["formaction"] or "")


def refused(app: Flask, page: str, text: str) -> Iterator[str]:
    """The endpoints that the forms of the page post to and that do not go on."""
    found = Pressed()
    found.feed(text)
    adapter = app.url_map.bind("localhost")
    for address in found.addresses:
        endpoint, values = adapter.match(urlsplit(urljoin(page, address)).path, method="POST")
        if "slug" in values and not goes_on(app.view_functions[endpoint]):
            yield endpoint


@pytest.mark.parametrize("persona", ["lead", "reviewer"])
def test_no_page_of_an_archived_project_has_a_form_that_is_refused(
    app: Flask, world: World, prepared: Prepared, persona: str
) -> None:
    with writing():
        archive(world.project_id, "The work is done.", actor=world.lead.actor)
    browser, dead = prepared.browsers[persona], {}
    for endpoint, row in ROWS.items():
        if row.method != "GET" or "slug" not in row.values:
            continue
        values = {key: text.format_map(prepared.things) for key, text in row.values.items()}
        with app.test_request_context():
            path = app.url_for(endpoint, **values)
        answer = browser.get(path)
        shown = answer.status_code == 200 and answer.mimetype == "text/html"
        if shown and (found := sorted(set(refused(app, path, answer.text)))):
            dead[endpoint] = found
    assert dead == {}


#: Forms that no macro draws: they are in no project, are there in an archived one, or their page
#: itself asks whether the article may be changed.
BY_HAND = ("accounts/", "components/", "layouts/", "notifications/", "people/", "shelving/")
GO_ON = ("audit/index.html", "audit/sample.html", "export/index.html", "proofs/index.html")
ASKED_ABOVE = (
    *("assignments/_mine.html", "workspace/_dialogs.html", "workspace/_notices.html"),
    *("fetching/_door.html", "projects/new.html"),
)


def test_every_form_that_changes_a_project_is_drawn_by_the_macro_that_knows_the_archive() -> None:
    forgotten = [
        name
        for path in sorted(TEMPLATES.rglob("*.html"))
        for name in [path.relative_to(TEMPLATES).as_posix()]
        if re.search(r'<form[^>]* method="post"', text := path.read_text(encoding="utf-8"))
        and not name.startswith(BY_HAND)
        and name not in (*GO_ON, *ASKED_ABOVE)
        and "{% set only_asks = true %}" not in text
    ]
    assert forgotten == []


def test_a_page_that_is_only_a_form_says_so_and_leads_back(
    app: Flask, world: World, prepared: Prepared
) -> None:
    address, lead = f"/projects/{world.slug}/guidelines/new", prepared.browsers["lead"]
    assert "This page waits" not in lead.get(address).text
    with writing():
        archive(world.project_id, "The work is done.", actor=world.lead.actor)
    page = lead.page(address)
    assert page.heading == "This page waits"
    assert page.text.count("This project is archived.") == 1


def test_settings_of_an_archived_project_are_read_and_not_saved(
    app: Flask, world: World, prepared: Prepared
) -> None:
    with writing():
        archive(world.project_id, "The work is done.", actor=world.lead.actor)
    page = prepared.browsers["lead"].page(f"/projects/{world.slug}/settings")
    held = next(
        one for one in page.tree.iter("fieldset") if "only-read" in (one.get("class") or "")
    )
    assert held.get("disabled") is not None
    assert [one.get("name") for one in held.iter("input") if one.get("name") == "wanted"]
