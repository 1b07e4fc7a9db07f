"""The vendored files are the published ones, and every icon that a page asks for exists."""

import re
import shutil
from pathlib import Path

import pytest

from scripts import vendor

ROOT = vendor.ROOT
# Calls of something called icon, and values of keys and keyword arguments of that name.
ICON = re.compile(r"""\bicon\s*[(=:]\s*["']([a-z0-9-]+)["']""")


def symbols() -> set[str]:
    sprite = (ROOT / vendor.SPRITE).read_text(encoding="utf-8")
    return set(re.findall(r'<symbol id="([^"]+)"', sprite))


def test_the_files_are_as_their_locks_say() -> None:
    assert list(vendor.check(ROOT)) == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("static/vendor", "tests/vendor"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in (vendor.SPRITE, vendor.ICONS):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_changed_file_is_noticed(copy: Path) -> None:
    module = copy / "static/vendor/idb.js"
    module.write_bytes(module.read_bytes() + b"\n")

    assert list(vendor.check(copy)) == ["static/vendor/idb.js is not the file that was vendored."]


def test_a_missing_licence_is_noticed(copy: Path) -> None:
    (copy / "static/vendor/LICENSES/idb.txt").unlink()

    assert list(vendor.check(copy)) == ["static/vendor/LICENSES/idb.txt is missing."]


def test_a_file_that_no_lock_names_is_noticed(copy: Path) -> None:
    (copy / "static/vendor/extra.js").touch()

    assert list(vendor.check(copy)) == ["static/vendor/extra.js is in no lock."]


def test_an_icon_listed_but_not_drawn_is_noticed(copy: Path) -> None:
    with (copy / vendor.ICONS).open("a", encoding="utf-8") as icons:
        icons.write("zebra\n")

    (fault,) = vendor.check(copy)

    assert fault.startswith("zebra is not in both")


@pytest.mark.parametrize("folder", ["annotator", "templates", "static/js"])
def test_every_icon_that_the_project_names_is_in_the_sprite(folder: str) -> None:
    drawn = symbols()
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".js"}
        for name in ICON.findall(path.read_text(encoding="utf-8"))
        if name not in drawn
    }

    assert missing == set()
