"""The project's own files, for tests that read them."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "annotator"
TEMPLATES = ROOT / "templates"


def python_files() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def template_files() -> list[Path]:
    """Every template."""
    return sorted(TEMPLATES.rglob("*.html"))


def tree_of(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """The file as a reader of a failing test finds it."""
    return path.relative_to(ROOT).as_posix()
