"""The project's own files, for tests that read them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable
from functools import cache, wraps
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "annotator"
TEMPLATES = ROOT / "templates"


def python_files() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def template_files() -> list[Path]:
    """Every template."""
    return sorted(TEMPLATES.rglob("*.html"))


@cache
def tree_of(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """The file as a reader of a failing test finds it."""
    return path.relative_to(ROOT).as_posix()


def of_each(files: Iterable[Path]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Decorates a test with an argument `path`: one test of all the files, not one for each.

    All that fail are told together, each by the file's name. A thousand tests of a moment each
    cost their worker, and whoever listens to it, ten times what they do.
    """
    paths = sorted(files)

    def whole(check: Callable[..., None]) -> Callable[..., None]:
        @wraps(check)
        def test(**fixtures: Any) -> None:
            assert paths
            faults = [fault for path in paths if (fault := _fault(check, path, fixtures))]
            assert not faults, "\n".join(faults)

        asked = inspect.signature(check)
        others = [one for name, one in asked.parameters.items() if name != "path"]
        test.__signature__ = asked.replace(parameters=others)  # type: ignore[attr-defined]
        return test

    return whole


def _fault(check: Callable[..., None], path: Path, fixtures: dict[str, Any]) -> str:
    """The file's name and what is wrong with it; nothing where nothing is."""
    try:
        check(path=path, **fixtures)
    except Exception as error:
        return f"{name_of(path)}: {type(error).__name__}: {error}"
    return ""
