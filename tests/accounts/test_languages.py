"""Everybody reads the pages in their own language."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from annotator import create_app
from annotator.config import Config
from annotator.errors import Refused
from tests.conftest import Visit
from tests.databases import SECRET_KEY
from tests.personas import World
from tests.visitor import Seen, Visitor

ARABIC = {"headers": {"Accept-Language": "ar-EG,ar;q=0.9,en;q=0.5"}}


def language_of(page: Seen) -> tuple[str | None, str | None]:
    return page.tree.get("lang"), page.tree.get("dir")


def test_the_sign_in_page_speaks_as_the_browser_asks(world: World, visit: Visit) -> None:
    page = visit().page("/sign-in", **ARABIC)
    assert (page.heading, *language_of(page)) == ("تسجيل الدخول", "ar", "rtl")
    assert language_of(visit().page("/sign-in")) == ("en", "ltr")
    french = {"headers": {"Accept-Language": "fr, *;q=0.1"}}
    assert language_of(visit().page("/sign-in", **french))[0] == "en"


def test_a_person_chooses_a_language_and_keeps_it(world: World, visit: Visit) -> None:
    browser = visit(world.reviewer)
    page = browser.page("/account")
    options = {option.get("value"): option.text for option in page.tree.iter("option")}
    assert options == {"": "As the browser asks for", "ar": "العربية", "en": "English"}
    assert browser.post("/account/language", {"language": "ar"}).location == "/account"
    page = browser.page("/account")
    assert language_of(page) == ("ar", "rtl")
    assert "أصبحت الصفحات بهذه اللغة." in page.text
    assert language_of(visit(world.reviewer).page("/projects")) == ("ar", "rtl")
    assert language_of(visit(world.lead).page("/projects")) == ("en", "ltr")


def test_a_choice_outweighs_the_browser_and_can_be_taken_back(world: World, visit: Visit) -> None:
    browser = visit(world.reviewer)
    browser.post("/account/language", {"language": "en"})
    assert language_of(browser.page("/account", **ARABIC)) == ("en", "ltr")
    browser.post("/account/language", {"language": ""}, **ARABIC)
    page = browser.page("/account", **ARABIC)
    assert language_of(page) == ("ar", "rtl")
    assert "أصبحت الصفحات بهذه اللغة." in page.text


def test_a_language_that_is_not_there_is_refused(world: World, visit: Visit) -> None:
    browser = visit(world.reviewer)
    assert browser.post("/account/language", {"language": "tlh"}, json=True).status_code == 422
    assert language_of(browser.page("/account")) == ("en", "ltr")


def speaker_of_arabic(world: World, visit: Visit) -> Visitor:
    browser = visit(world.reviewer)
    browser.post("/account/language", {"language": "ar"})
    return browser


def test_errors_speak_the_language_of_the_reader(world: World, visit: Visit) -> None:
    browser = speaker_of_arabic(world, visit)
    assert "لا توجد هذه الصفحة." in browser.page("/no-such-page", status=404).text
    answer = browser.get("/projects/nowhere/articles", json=True)
    assert answer.get_json()["error"]["sentence"] == "لا توجد هذه الصفحة."
    page = browser.submit("/account/password", {"current_password": "x", "password": "short"})
    assert page.errors()["again"] == "يُرجى ملء هذا الحقل."


def test_our_words_for_what_the_form_library_says_are_translated_too(
    world: World, visit: Visit
) -> None:
    browser = visit(world.lead)
    browser.post("/account/language", {"language": "ar"})
    path = f"/projects/demo-desk/audit?article={'x' * 301}"
    page = browser.look(browser.get(path), status=422)
    assert page.errors()["article"] == "هذا أطول مما يجوز: اختصره، والحد الأقصى للأحرف هو 300."


def test_scripts_fetch_their_words_once_and_in_english_never(world: World, visit: Visit) -> None:
    assert "data-catalogue" not in visit(world.lead).page("/projects").answer.text
    browser = speaker_of_arabic(world, visit)
    page = browser.page("/projects")
    address = page.tree.get("data-catalogue") or ""
    answer = browser.get(address)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.get_json()["Claim"] == "ادعاء"
    assert len(answer.get_json()["Try again in {n} second."]) == 6
    old = browser.get(address.replace("/catalogue/", "/catalogue/0"))
    assert old.headers["Cache-Control"] == "no-cache"
    assert browser.get("/catalogue/any/tlh", json=True).status_code == 404


def test_a_folder_of_further_languages_is_told_by_a_setting(tmp_path: Path) -> None:
    names = {"ANNOTATOR_INSTANCE": str(tmp_path), "ANNOTATOR_SECRET_KEY": SECRET_KEY}
    missing = {**names, "ANNOTATOR_TRANSLATIONS": str(tmp_path / "gone")}
    with pytest.raises(Refused, match="is no folder"):
        Config.from_environment(missing)
    place = tmp_path / "languages" / "pt_BR" / "LC_MESSAGES"
    place.mkdir(parents=True)
    source = Path(create_app.__code__.co_filename).parent / "translations" / "ar" / "LC_MESSAGES"
    for name in ("messages.mo", "scripts.mo"):
        (place / name).write_bytes((source / name).read_bytes())
    found = {**names, "ANNOTATOR_TRANSLATIONS": str(tmp_path / "languages")}
    config = Config.from_environment(found)
    app = create_app(dataclasses.replace(config, secret_key=SECRET_KEY))
    assert app.extensions["languages"].tags == ["en", "ar", "pt-BR"]
    with app.test_request_context(headers={"Accept-Language": "pt-BR"}):
        assert app.jinja_env.globals["page_language"]() == "pt-BR"  # type: ignore[operator]
