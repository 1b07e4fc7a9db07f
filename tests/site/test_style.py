"""Files and functions that fit in a reader's head."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.site.source import ROOT, name_of, of_each, python_files, tree_of

pytestmark = pytest.mark.xdist_group("sources")

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 300, 30, 15
VAGUE = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "manager"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, Function)]


def lines_of(function: Function) -> int:
    """Lines of the head and of the body, without the docstring."""
    head = function.body[0].lineno - function.lineno
    return head + body_lines(function)


def body_lines(function: Function) -> int:
    """Lines below the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def is_view(function: Function) -> bool:
    return any(ast.unparse(item).startswith("requires(") for item in function.decorator_list)


@of_each(python_files())
def test_files_and_functions_are_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_FILE
    long = [(item.name, lines_of(item)) for item in functions(path)]
    assert not [pair for pair in long if pair[1] > LONGEST_FUNCTION]


@pytest.mark.parametrize("folder", ["tests", "scripts", "bench"])
def test_files_beside_the_package_are_short_too(folder: str) -> None:
    sizes = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / folder).rglob("*.py")
    }
    assert {name: lines for name, lines in sizes.items() if lines > LONGEST_FILE} == {}


@of_each([path for path in python_files() if "views" in path.as_posix()])
def test_views_hold_no_rules(path: Path) -> None:
    views = [(item.name, body_lines(item)) for item in functions(path) if is_view(item)]
    assert not [pair for pair in views if pair[1] > LONGEST_VIEW]


@of_each(python_files())
def test_names_say_what_a_module_is_about(path: Path) -> None:
    assert path.stem not in VAGUE


@of_each(python_files())
def test_services_leave_the_commit_to_their_callers(path: Path) -> None:
    if path.stem in {"views", "cli"} or "views" in path.parts or path.parent.name == "db":
        return
    calls = [
        ast.unparse(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)
    ]
    assert "db.session.commit" not in calls
