"""Copy front-end files out of npm packages, and check that nobody has changed them since.

python scripts/vendor.py --update idb@8.0.4     needs npm and a network; fonts need fonttools too
python scripts/vendor.py --check                needs neither
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drawing import UnknownShapeError, one_path

ROOT = Path(__file__).resolve().parent.parent
LOCK = "vendor.lock.json"
SPRITE = "static/icons.svg"

# One symbol of the sprite a line; `name=file` where lucide has renamed the drawing.
ICONS = "scripts/icons.txt"


@dataclass(frozen=True)
class Recipe:
    """Which files of a package go where; `folder` holds the lock and the licence."""

    folder: str
    files: dict[str, str] = field(default_factory=dict)
    icons: bool = False
    # The name that fonts go by once they are made smaller: their own may be reserved.
    font_name: str = ""


def _fonts(family: str, *faces: str) -> dict[str, str]:
    names = [f"{family}-{face}.woff2" for face in faces]
    return {f"files/{name}": f"static/vendor/fonts/{name}" for name in names}


# What our stylesheets ask of a font.
WEIGHTS = (400, 650)
FEATURES = frozenset({"ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"})
# The fonts of Western Europe have its letters in one piece, and three marks that are set on others.
# Without those they need no features that set marks: the reader's own fonts have all marks.
MARKS = frozenset({0x304, 0x308, 0x329})
OF_MARKS = frozenset({"ccmp", "mark", "mkmk"})
# Family, unique name, full name, PostScript name, and the typographic family.
NAMES = frozenset({1, 3, 4, 6, 16, 25})

RECIPES = {
    "idb": Recipe("static/vendor", {"build/index.js": "static/vendor/idb.js"}),
    "@fontsource-variable/source-serif-4": Recipe(
        "static/vendor",
        _fonts(
            "source-serif-4",
            "latin-wght-normal",
            "latin-wght-italic",
            "latin-ext-wght-normal",
            "latin-ext-wght-italic",
        ),
        font_name="Annotator Serif",
    ),
    "@fontsource-variable/inter": Recipe(
        "static/vendor",
        _fonts("inter", "latin-wght-normal", "latin-ext-wght-normal"),
        font_name="Annotator Sans",
    ),
    "lucide-static": Recipe("static/vendor", icons=True),
    # For tests only, so its lock and its file stay out of what is served.
    "axe-core": Recipe("tests/vendor", {"axe.min.js": "tests/vendor/axe.min.js"}),
}


class VendorError(Exception):
    """What is wrong, as a sentence."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--update", metavar="NAME@VERSION", help="fetch a package and copy it")
    action.add_argument("--check", action="store_true", help="compare the files with the locks")
    options = parser.parse_args()
    try:
        faults = list(check(ROOT)) if options.check else update(options.update)
    except VendorError as error:
        faults = [str(error)]
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print("The vendored files are as their locks say.")
    return 1 if faults else 0


def check(root: Path) -> Iterator[str]:
    """One sentence for each difference between the files under `root` and their locks."""
    for folder in sorted({recipe.folder for recipe in RECIPES.values()}):
        packages = _read_lock(root / folder)
        locked = {package["name"] for package in packages}
        wanted = {name for name, recipe in RECIPES.items() if recipe.folder == folder}
        yield from (f"{name} is not in {folder}/{LOCK}." for name in sorted(wanted ^ locked))
        entries = [
            entry for package in packages for entry in (*package["files"], package["licence"])
        ]
        yield from (fault for entry in entries if (fault := _fault(root, entry)))
        yield from _strangers(root, folder, {entry["to"] for entry in entries})
    yield from _icon_faults(root)


def _fault(root: Path, entry: dict[str, str]) -> str | None:
    path = root / entry["to"]
    if not path.is_file():
        return f"{entry['to']} is missing."
    content = path.read_bytes()
    if _sha256(content) != entry["sha256"] or _sri(content) != entry["sri"]:
        return f"{entry['to']} is not the file that was vendored."
    return None


def _icon_faults(root: Path) -> Iterator[str]:
    listed = {icon.partition("=")[0] for icon in _icons(root)}
    drawn = set(re.findall(r'<path id="([^"]+)"', (root / SPRITE).read_text(encoding="utf-8")))
    for name in sorted(listed ^ drawn):
        yield f"{name} is not in both {ICONS} and {SPRITE}: update lucide-static."


def _strangers(root: Path, folder: str, known: set[str]) -> Iterator[str]:
    for path in sorted((root / folder).rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and path.name != LOCK and name not in known:
            yield f"{name} is in no lock."


def update(wanted: str) -> list[str]:
    """Fetch, prove, copy and lock one package; then say what is still wrong, if anything."""
    name, _, version = wanted.rpartition("@")
    if name not in RECIPES or not re.fullmatch(r"\d+\.\d+\.\d+", version):
        known = ", ".join(RECIPES)
        raise VendorError(f"Say NAME@VERSION with one of {known} and a version such as 1.2.3.")
    recipe = RECIPES[name]
    with tempfile.TemporaryDirectory() as scratch:
        tarball = _fetch(wanted, Path(scratch))
        entry = _copy(name, version, recipe, tarball)
    packages = [other for other in _read_lock(ROOT / recipe.folder) if other["name"] != name]
    packages = sorted([*packages, entry], key=lambda package: str(package["name"]))
    lock = json.dumps({"packages": packages}, indent=2) + "\n"
    (ROOT / recipe.folder / LOCK).write_text(lock, encoding="utf-8")
    return list(check(ROOT))


def _fetch(wanted: str, scratch: Path) -> Path:
    promised = json.loads(_npm("view", "--json", wanted, "dist.integrity"))
    _npm("pack", "--silent", "--pack-destination", str(scratch), wanted)
    (tarball,) = scratch.glob("*.tgz")
    found = _integrity(tarball)
    if found != promised:
        raise VendorError(f"{wanted} came as {found}, but the registry promises {promised}.")
    return tarball


def _npm(*arguments: str) -> str:
    try:
        ran = subprocess.run(["npm", *arguments], check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise VendorError("npm is needed to fetch a package, and it is not installed.") from None
    except subprocess.CalledProcessError as error:
        raise VendorError(f"npm {' '.join(arguments)} failed: {error.stderr.strip()}") from None
    return ran.stdout


def _copy(name: str, version: str, recipe: Recipe, tarball: Path) -> dict[str, Any]:
    with tarfile.open(tarball) as archive:
        files = [
            _place(source, target, _fitted(_member(archive, source), source, recipe))
            for source, target in recipe.files.items()
        ]
        if recipe.icons:
            sprite = _sprite(archive, f"lucide-static {version}, ISC")
            files.append(_place("icons/*.svg", SPRITE, sprite))
        slug = name.removeprefix("@").replace("/", "-")
        licence = _member(archive, "LICENSE")
        licence_entry = _place("LICENSE", f"{recipe.folder}/LICENSES/{slug}.txt", licence)
        about = json.loads(_member(archive, "package.json"))
    return {
        "name": name,
        "version": version,
        "tarball_integrity": _integrity(tarball),
        "licence": {"name": about["license"], **licence_entry},
        "files": files,
    }


def _fitted(content: bytes, source: str, recipe: Recipe) -> bytes:
    """A font with the characters, in the weights and with the features that pages use."""
    if not recipe.font_name:
        return content
    try:
        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont
        from fontTools.varLib.instancer import instantiateVariableFont
    except ImportError:
        raise VendorError("fonttools and brotli are needed to make fonts smaller.") from None
    whole = TTFont(io.BytesIO(content), recalcTimestamp=False)
    lighter = io.BytesIO()
    instantiateVariableFont(whole, {"wght": WEIGHTS}).save(lighter)
    lighter.seek(0)
    font = TTFont(lighter, recalcTimestamp=False)
    has_marks = "-latin-wght-" not in source
    features = FEATURES if has_marks else FEATURES - OF_MARKS
    options = Options(layout_features=sorted(features), hinting=False, name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=set(font.getBestCmap()) - (set() if has_marks else MARKS))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in NAMES:
            record.string = recipe.font_name.replace(" ", "-" if record.nameID == 6 else " ")
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    try:
        member = archive.extractfile(f"package/{name}")
    except KeyError:
        member = None
    if member is None:
        raise VendorError(f"The package has no file {name}.")
    return member.read()


def _place(source: str, target: str, content: bytes) -> dict[str, str]:
    path = ROOT / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {"from": source, "to": target, "sha256": _sha256(content), "sri": _sri(content)}


def _sprite(archive: tarfile.TarFile, origin: str) -> bytes:
    """One path an icon, which is drawn with the pen of `.icon` in our stylesheets."""
    lines = ['<svg xmlns="http://www.w3.org/2000/svg">', f"<!-- {origin} -->"]
    for icon in _icons(ROOT):
        symbol, _, drawing = icon.partition("=")
        svg = _member(archive, f"icons/{drawing or symbol}.svg").decode()
        shapes = re.search(r'<svg[^>]*viewBox="0 0 24 24"[^>]*>(.*)</svg>', svg, re.DOTALL)
        if shapes is None:
            raise VendorError(f"The icon {icon} is not the SVG that this script knows.")
        try:
            path = one_path(shapes.group(1))
        except UnknownShapeError as error:
            raise VendorError(f"The icon {icon} cannot be drawn: {error}") from None
        lines.append(f'<path id="{symbol}" d="{path}"/>')
    return "\n".join([*lines, "</svg>", ""]).encode()


def _icons(root: Path) -> list[str]:
    return (root / ICONS).read_text(encoding="utf-8").split()


def _read_lock(folder: Path) -> list[dict[str, Any]]:
    path = folder / LOCK
    if not path.is_file():
        return []
    packages: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["packages"]
    return packages


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sri(content: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def _integrity(tarball: Path) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()


if __name__ == "__main__":
    sys.exit(main())
