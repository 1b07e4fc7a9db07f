"""What `make test` leaves out is there, and a build server runs it."""

from __future__ import annotations

import ast

import pytest

from tests.site.source import ROOT, tree_of
from tests.thorough import THOROUGH, WALKED_EACH_TIME, is_thorough

TESTS = ROOT / "tests"


@pytest.mark.parametrize("name", sorted(THOROUGH))
def test_what_is_named_thorough_is_there(name: str) -> None:
    tests = {
        node.name
        for node in ast.walk(tree_of(TESTS / name))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert tests
    assert set(THOROUGH[name]) <= tests


def test_the_journeys_that_are_walked_each_time_are_there() -> None:
    assert all((TESTS / "journeys" / name).is_file() for name in WALKED_EACH_TIME)


def test_a_journey_is_thorough_unless_it_is_walked_each_time() -> None:
    assert is_thorough(TESTS / "journeys" / "test_every_screen.py", "test_any")
    assert not is_thorough(TESTS / "journeys" / "test_keyboard_alone.py", "test_any")
    assert not is_thorough(TESTS / "export" / "test_proof.py", "test_any")


def test_a_build_server_runs_both_parts() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert {"make test", "make test-thorough"} <= set(script)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert '$(PYTEST) -m "not thorough"' in makefile
    assert "$(PYTEST) -m thorough" in makefile
