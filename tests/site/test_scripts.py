"""The scripts of the pages: which folder may use which, and what a page loads ahead."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from annotator.paths import resource_folder
from annotator.web.static import Assets
from tests.site.source import of_each

SCRIPTS = resource_folder("static") / "js"
# A folder may use those before it, and its own.
ORDER = [
    "common",
    "text",
    "marks",
    "outbox",
    "article",
    "cards",
    "workspace",
    "pages",
    "adjudication",
    "spotchecks",
]
IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?from\s*["'](\.[\w./-]+\.js)["']""", re.MULTILINE)
FILES = sorted(path for path in SCRIPTS.rglob("*.js") if path.parent != SCRIPTS)


@of_each(FILES)
def test_a_script_uses_only_folders_before_its_own(path: Path) -> None:
    own = ORDER.index(path.parent.name)
    for imported in _imports(path):
        assert (SCRIPTS / imported).is_file(), imported
        assert ORDER.index(imported.split("/")[0]) <= own, imported


def test_the_workspace_is_told_of_every_script_it_will_need() -> None:
    assets = Assets(resource_folder("static"))
    needed, queue = set(), ["workspace/workspace.js"]
    while queue:
        file = queue.pop()
        if file not in needed:
            needed.add(file)
            queue.extend(_imports(SCRIPTS / file))
    told = assets.modules("workspace/workspace")
    assert sorted(told) == sorted(assets.address(f"js/{file}") for file in needed)


def test_what_opens_at_a_press_is_not_fetched_before_the_page_is_usable() -> None:
    told = Assets(resource_folder("static")).modules("workspace/workspace")
    late = ["workspace/further", "workspace/palette", "article/find", "cards/editor"]
    late += [
        "article/caret",
        "cards/comparison",
        "cards/past",
        "workspace/help",
        "workspace/relations",
    ]
    assert not [file for file in late if any(url.endswith(f"/{file}.js") for url in told)]
    assert all((SCRIPTS / f"{file}.js").is_file() for file in late)


def _imports(path: Path) -> list[str]:
    here = path.parent.relative_to(SCRIPTS).as_posix()
    return [
        posixpath.normpath(posixpath.join(here, imported))
        for imported in IMPORT.findall(path.read_text(encoding="utf-8"))
    ]
