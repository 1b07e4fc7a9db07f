"""Who may import whom: features in one order, and no pages below the edge."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.site.source import PACKAGE, name_of, of_each, python_files, tree_of

# One worker reads and parses the files, once.
pytestmark = pytest.mark.xdist_group("sources")

#: May import only what stands to the left; parts of one inner tuple do not know each other.
ORDER = (
    ("clock", "errors", "paths", "spreadsheets"),
    ("charts", "secret_key"),
    ("text", "config"),
    ("sandbox", "safefetch"),
    ("db", "mail"),
    ("audit",),
    ("accounts",),
    ("projects",),
    ("jobs",),
    ("articles",),
    ("notifications",),
    ("guidelines",),
    ("assignments",),
    ("people",),
    ("speakers",),
    ("annotations",),
    ("links",),
    ("sources",),
    ("verdicts",),
    ("comments",),
    ("adjudication",),
    ("schemes",),
    ("revisions",),
    ("agreement",),
    ("training",),
    ("similarity",),
    ("splits",),
    ("webpages",),
    ("formats",),
    ("imports",),
    ("datasets",),
    ("fetching",),
    ("captures",),
    ("claimreview",),
    ("export",),
    ("workspace",),
    ("claims",),
    ("spotchecks",),
    ("pace",),
    ("dashboards",),
    ("proofs",),
    ("history",),
    ("releases",),
    ("trash",),
    ("shelving",),
    ("demo",),
)
LEVELS = {part: level for level, parts in enumerate(ORDER) for part in parts}
EDGES = frozenset({"forms", "views", "cli"})
#: Replaying the events of a project rebuilds every table there is.
BY_DECISION = ((["models"], "annotator/audit/kinds.py"),)
#: What brings everything together; nothing below the edge knows it.
TOP = frozenset({"__init__", "application", "cli", "models", "permissions", "registry", "web"})


def imports(path: Path) -> list[str]:
    """Full names of what a module imports, `annotator.audit.service.record` for one name."""
    found = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def place(path: Path) -> tuple[str, str]:
    """The feature and the part of a module: ("audit", "service"), ("clock", "")."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0], parts[1] if len(parts) > 1 else ""


def is_edge(feature: str, part: str) -> bool:
    return feature in TOP or part in EDGES


def inner_files() -> list[Path]:
    return [path for path in python_files() if not is_edge(*place(path))]


def own(path: Path) -> list[list[str]]:
    """What the module imports of the package, in parts without the package's name."""
    return [name.split(".")[1:] for name in imports(path) if name.startswith("annotator.")]


@of_each(inner_files())
def test_inner_files_import_only_what_lies_below(path: Path) -> None:
    feature, _part = place(path)
    for name in own(path):
        target = name[0]
        if (name, name_of(path)) in BY_DECISION:
            continue
        assert target in LEVELS, f"{name_of(path)} imports {'.'.join(name)}"
        below = LEVELS[target] < LEVELS[feature]
        # Clock, errors and paths know each other, as the bottom of everything.
        assert below or target == feature or LEVELS[feature] == 0, (
            f"{name_of(path)} imports {'.'.join(name)}, which does not lie below it"
        )
        assert name[1:2] == [] or name[1] not in EDGES, f"{name_of(path)} imports an edge"


@of_each(inner_files())
def test_inner_files_know_no_web(path: Path) -> None:
    # The storage is given to Flask-SQLAlchemy, and so has to know it.
    if place(path)[0] == "db":
        return
    for name in imports(path):
        assert not name.split(".")[0].startswith(("flask", "werkzeug", "wtforms", "jinja2")), (
            f"{name_of(path)} imports {name}"
        )


@of_each(python_files())
def test_no_edge_imports_another_features_edge(path: Path) -> None:
    feature, _part = place(path)
    for name in own(path):
        if len(name) > 1 and name[0] in LEVELS and name[1] in EDGES:
            assert name[0] == feature, f"{name_of(path)} imports {'.'.join(name)}"


@of_each(python_files())
def test_only_the_registry_imports_views(path: Path) -> None:
    feature, part = place(path)
    if part == "views":
        return
    assert not [name for name in own(path) if "views" in name[1:2]], name_of(path)
    text = path.read_text(encoding="utf-8")
    assert "import_module" not in text or path == PACKAGE / "registry.py"


def test_every_feature_has_its_place_in_the_order() -> None:
    features = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert features - TOP == {part for part in LEVELS if (PACKAGE / part).is_dir()}
