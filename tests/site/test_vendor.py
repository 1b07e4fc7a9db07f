"""The vendored files are the published ones, and every icon that a page asks for exists."""

import re
import shutil
from pathlib import Path

import pytest
from drawing import UnknownShapeError, one_path

from scripts import vendor

ROOT = vendor.ROOT
# Calls of something called icon, and values of keys and keyword arguments of that name.
ICON = re.compile(r"""\bicon\s*[(=:]\s*["']([a-z0-9-]+)["']""")


def symbols() -> set[str]:
    sprite = (ROOT / vendor.SPRITE).read_text(encoding="utf-8")
    return set(re.findall(r'<path id="([^"]+)"', sprite))


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


def test_an_icon_is_one_path_without_a_pen_of_its_own() -> None:
    sprite = (ROOT / vendor.SPRITE).read_text(encoding="utf-8")

    drawn = re.findall(r'<path id="[^"]+" d="[^"]+"/>', sprite)

    assert len(drawn) == len(symbols()) == sprite.count("<path")


@pytest.mark.parametrize(
    ("shapes", "path"),
    [
        ('<path d="M12 5v14"/><path d="m19 12-7 7-7-7"/>', "M12 5v14M19 12l-7 7-7-7"),
        ('<path d="M1 2 3 4"/><path d="m5.5-.5 1 1"/>', "M1 2L3 4M5.5 -.5l1 1"),
        ('<line x1="12" x2="12.01" y1="8" y2="9"/>', "M12 8L12.01 9"),
        ('<polyline points="22 12 16 12"/>', "M22 12 16 12"),
        ('<circle cx="12" cy="12" r="4"/>', "M8 12a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"),
        (
            '<rect width="4" height="6" x="1" y="2" rx="1"/>',
            "M2 2h2a1 1 0 0 1 1 1v4a1 1 0 0 1 -1 1h-2a1 1 0 0 1 -1 -1v-4a1 1 0 0 1 1 -1z",
        ),
    ],
)
def test_shapes_become_one_path(shapes: str, path: str) -> None:
    assert one_path(shapes) == path


def test_a_filled_dot_stays_filled() -> None:
    filled = one_path('<circle cx="16.5" cy="7.5" r=".5" fill="currentColor"/>')

    assert filled.endswith("zM16.5 7.5h.01")


@pytest.mark.parametrize(
    "shape",
    ['<ellipse rx="1"/>', '<path d="M1 1h2" fill="currentColor"/>', '<path d="L1 1"/>'],
)
def test_a_shape_that_is_not_known_is_refused(shape: str) -> None:
    with pytest.raises(UnknownShapeError):
        one_path(shape)
