"""Static files: what travels of them, compressed, and never more than is asked."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask

from annotator.paths import resource_folder
from annotator.web.assembling import assembled, without_comments
from annotator.web.static import Assets
from tests.site.source import of_each

STATIC = resource_folder("static")
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))


def test_comments_go_and_every_line_keeps_its_number() -> None:
    script = (
        "/** What it does. */\nconst a = 1; // kept\n  // gone\n  /*\n   * gone\n   */\n  a();\n"
    )

    assert without_comments(script) == "\nconst a = 1; // kept\n\n\n\n\na();\n"


def test_what_only_looks_like_a_comment_stays() -> None:
    script = 'const a = `\n  // text\n  /* text */\n`;\nconst b = "/*";\nb("//");\n'

    assert without_comments(script) == script


@of_each(SCRIPTS)
def test_every_script_loses_only_comments_and_space(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    kept = assembled(path).decode().split("\n")

    for line, left in zip(source.split("\n"), kept, strict=True):
        behind_comment = line.rpartition("*/")[2].strip()
        assert left in {line, line.lstrip(), behind_comment, ""}
        if not left:
            assert line.strip() == "" or line.lstrip().startswith(("//", "/*", "*"))


def test_the_stylesheet_comes_in_one_piece() -> None:
    sheet = assembled(STATIC / "css" / "app.css").decode()

    assert "@import" not in sheet
    assert "@layer components {" in sheet
    assert sheet.count("{") == sheet.count("}")


def test_a_vendored_file_travels_byte_for_byte() -> None:
    path = STATIC / "vendor" / "idb.js"

    assert assembled(path) == path.read_bytes()


@pytest.mark.parametrize("name", ["js/main.js", "css/app.css", "icons.svg", "vendor/idb.js"])
def test_files_travel_compressed_to_whoever_can_read_that(app: Flask, name: str) -> None:
    assets: Assets = app.extensions["assets"]
    client = app.test_client()
    plain = client.get(assets.address(name))
    packed = client.get(assets.address(name), headers={"Accept-Encoding": "gzip"})

    assert plain.headers.get("Content-Encoding") is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == assembled(STATIC / name)
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "immutable" in packed.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["js/none.js", "../app.py", "js/../../app.py", "js"])
def test_nothing_outside_the_folder_is_given(app: Flask, name: str) -> None:
    assets: Assets = app.extensions["assets"]

    assert app.test_client().get(assets.address(name)).status_code == 404


def test_a_page_that_repeats_what_was_asked_is_not_compressed(app: Flask) -> None:
    answer = app.test_client().get(
        "/sign-in?next=/projects", headers={"Accept-Encoding": "gzip, br, zstd"}
    )

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
