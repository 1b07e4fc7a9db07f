"""Everything that a person reads goes through gettext."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

from flask import Flask
from jinja2 import Environment, nodes

from tests.site.source import PACKAGE, name_of, of_each, template_files, tree_of

READ_ALOUD = frozenset({"alt", "aria-label", "aria-description", "label", "placeholder", "title"})
GETTEXT = frozenset(
    {
        "_",
        "gettext",
        "ngettext",
        "pgettext",
        "npgettext",
        "_l",
        "_n",
        "lazy_gettext",
        "lazy_ngettext",
    }
)
LAZY = frozenset({"_l", "lazy_gettext", "_ln", "lazy_ngettext"})

#: The product's name is the same in every language, and so are names of keys and formats.
SAME_EVERYWHERE = frozenset({"Annotator", "Enter", "Esc", "Tab", "Shift", "Ctrl", "Alt"})
#: Macros whose words go into attributes and conditions.
NOT_READ = {
    "templates/components/field.html": {"hintx", "error"},
}
#: Commands are typed as they are, in every language.
SILENT = frozenset({"code", "pre", "script", "style"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[A-Z][a-z]+(?:[ ’',.…?!]|$)")


class Words(HTMLParser):
    """The words that stand in mark-up as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        for name, value in attrs:
            if name in READ_ALOUD or name.startswith("data-said"):
                self._hear(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._hear(data)

    def _hear(self, text: str) -> None:
        self.found += [word for word in _WORD.findall(text) if word not in SAME_EVERYWHERE]


def mark_up(environment: Environment, source: str) -> str:
    """A template without its expressions: each becomes an `x` of its own."""
    pieces: list[str] = []
    statement: list[str] = []
    fills_a_tag = False
    for _line, kind, text in environment.lex(source):
        if kind == "block_begin":
            statement = []
        elif kind == "name":
            statement.append(text)
        elif kind == "block_end" and statement[0] in {"block", "endblock"}:
            # Blocks such as main_class stand inside a tag of the layout: nothing to read.
            fills_a_tag = statement[-1].endswith(("_class", "_attributes"))
        elif kind == "variable_begin":
            pieces.append("x ")
        elif kind == "data" and not fills_a_tag:
            pieces.append(text)
    return "".join(pieces)


@of_each(template_files())
def test_mark_up_holds_no_words(app: Flask, path: Path) -> None:
    words = Words()
    words.feed(mark_up(app.jinja_env, path.read_text(encoding="utf-8")))
    words.close()
    found = set(words.found) - NOT_READ.get(name_of(path), set())
    assert not found, f"{name_of(path)}: {found}"


def said_bare(node: nodes.Node, *, inside: bool = False) -> list[str]:
    """Sentences in a template's expressions that are no argument of gettext."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        inside = inside or node.node.name in GETTEXT
    found: list[str] = []
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and not inside:
        found = [node.value] if _SENTENCE.match(node.value) else []
        found = [text for text in found if text not in SAME_EVERYWHERE]
    for child in node.iter_child_nodes():
        found += said_bare(child, inside=inside)
    return found


@of_each(template_files())
def test_expressions_hold_no_sentences(app: Flask, path: Path) -> None:
    tree = app.jinja_env.parse(path.read_text(encoding="utf-8"))
    assert not said_bare(tree), f"{name_of(path)}: {said_bare(tree)}"


def edge_files(*names: str) -> list[Path]:
    found = [path for path in PACKAGE.rglob("*.py") if path.stem in names]
    return sorted(found + [path for path in PACKAGE.glob("*/views/*.py") if "views" in names])


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


@of_each(edge_files("views"))
def test_flashed_messages_are_translated(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and called(node) == "flash":
            # A literal is no translation; a call is one, or gives one.
            assert isinstance(node.args[0], ast.Call), ast.unparse(node)


@of_each(edge_files("forms"))
def test_labels_and_refusals_of_forms_are_translated(path: Path) -> None:
    tree = tree_of(path)
    translated = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in GETTEXT
        for argument in node.args
    }
    # What is raised is translated where it is answered (web/errors.py).
    raised = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and called(node) == "TypeVar")
        for inner in ast.walk(node)
    }
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    bare = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _SENTENCE.match(node.value)
        and id(node) not in translated | docstrings | raised
    ]
    assert not bare, bare


@of_each(edge_files("forms"))
def test_forms_translate_when_they_are_shown(path: Path) -> None:
    # A form's class is made once, at start; a label that is translated then stays in one
    # language for everybody.
    for statement in ast.walk(tree_of(path)):
        if isinstance(statement, ast.ClassDef):
            for item in statement.body:
                if isinstance(item, ast.Assign | ast.AnnAssign) and item.value is not None:
                    calls = {called(n) for n in ast.walk(item.value) if isinstance(n, ast.Call)}
                    assert not calls & (GETTEXT - LAZY), ast.unparse(item)
