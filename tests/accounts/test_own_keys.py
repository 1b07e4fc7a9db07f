"""A person's own keys, and what is read to them: stored for them alone, and checked."""

from __future__ import annotations

import json
import re

import pytest

from annotator.accounts.queries import preferences
from annotator.accounts.service import set_announces, set_keys
from annotator.accounts.shortcuts import checked_keys, usual_keys
from annotator.db import writing
from annotator.errors import Invalid
from annotator.paths import resource_folder
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World

PAGE = "/account/keys"


def choice(keys: dict[str, list[str]], *, off: bool = False) -> str:
    return json.dumps({"off": off, "keys": keys})


def test_every_command_of_the_table_is_known_with_its_usual_keys() -> None:
    table = (resource_folder("static") / "js/workspace/key-table.js").read_text(encoding="utf-8")
    ids = set(re.findall(r'\bid: "([^"]*)"', table))
    fixed = set(re.findall(r'\bid: "([^"]*)".*fixed: true', table))
    assert set(usual_keys()) == ids - fixed
    assert usual_keys()["next-mark"] == ("j",)
    assert usual_keys()["start-back"] == ("[",)
    assert usual_keys()["delete"] == ("backspace", "delete")


@ON_BOTH
def test_keys_are_kept_for_one_person(world: World) -> None:
    with writing():
        set_keys(world.reviewer.id, choice({"next-mark": ["q"], "note": []}, off=True))
    kept = preferences(world.reviewer.id).keys
    assert kept is not None
    assert json.loads(kept) == {"off": True, "keys": {"next-mark": ["q"], "note": []}}
    assert preferences(world.other_reviewer.id).keys is None


@ON_BOTH
def test_the_usual_keys_come_back(world: World) -> None:
    for text in ("", choice({})):
        with writing():
            set_keys(world.reviewer.id, choice({"next-mark": ["q"]}))
        with writing():
            set_keys(world.reviewer.id, text)
        assert preferences(world.reviewer.id).keys is None


@ON_BOTH
def test_announcing_marks_is_switched_on_and_off(world: World) -> None:
    assert preferences(world.reviewer.id).announces is False
    for wish in (True, False):
        with writing():
            set_announces(world.reviewer.id, wish)
        assert preferences(world.reviewer.id).announces is wish


def test_two_commands_may_change_their_keys_about() -> None:
    assert checked_keys(choice({"next-mark": ["k"], "previous-mark": ["j"]})) is not None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "did not arrive whole"),
        ("[]", "did not arrive whole"),
        ('{"off": 1, "keys": {}}', "did not arrive whole"),
        ('{"off": true, "keys": []}', "did not arrive whole"),
        (choice({"note": ["x"] * 2000}), "did not arrive whole"),
        (choice({"launch": ["q"]}), "no command “launch”"),
        (choice({"leave": ["q"]}), "no command “leave”"),
        ('{"off": false, "keys": {"note": "q"}}', "up to 4 keys"),
        (choice({"note": ["ctrl+t"]}), "“ctrl+t” cannot be a key"),
        (choice({"note": ["escape"]}), "“escape” cannot be a key"),
        (choice({"note": [" "]}), "“ ” cannot be a key"),
        ('{"off": false, "keys": {"note": [7]}}', "“7” cannot be a key"),
        (choice({"next-mark": ["q"], "note": ["q"]}), "given to “next-mark” and to “note”"),
        (choice({"next-mark": ["n"]}), "given to “next-mark” and to “note”"),
    ],
)
def test_what_cannot_be_stored_is_told_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as told:
        checked_keys(text)
    assert sentence in str(told.value)


def test_the_page_takes_keys_and_gives_them_to_the_workspace(world: World, visit: Visit) -> None:
    browser = visit(world.reviewer)
    answer = browser.post(PAGE, {"keys": choice({"next-mark": ["q"]})})
    assert answer.status_code == 302
    assert "Your keys are saved." in browser.get(PAGE).text
    assert "next-mark" in browser.get(PAGE).text
    article = make_article(world.project)
    page = browser.get(f"/projects/demo-desk/articles/{article.id}").text
    assert '"preferences":{"keys":{"keys":{"next-mark":["q"]},"off":false}' in page


def test_the_page_says_what_is_wrong_and_keeps_the_old_keys(world: World, visit: Visit) -> None:
    browser = visit(world.reviewer)
    answer = browser.post(PAGE, {"keys": choice({"next-mark": ["q"], "note": ["q"]})})
    assert answer.status_code == 422
    assert "choose another for one of them" in answer.text
    assert preferences(world.reviewer.id).keys is None


def test_reading_is_set_on_the_account_page(world: World, visit: Visit) -> None:
    browser = visit(world.reviewer)
    assert browser.post("/account/reading", {"announces": "y"}).status_code == 302
    assert preferences(world.reviewer.id).announces
    boxes = re.findall(r"<input[^>]*announces[^>]*>", browser.get("/account").text)
    assert [" checked " in box for box in boxes] == [True]
    assert browser.post("/account/reading", {}).status_code == 302
    assert not preferences(world.reviewer.id).announces
