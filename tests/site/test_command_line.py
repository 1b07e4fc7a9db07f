"""The console script as a whole: what it answers before there is anything to answer with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Command, Group
from click.testing import CliRunner, Result
from sqlalchemy.exc import DataError

from annotator.cli import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run the console script with an instance folder that is not there yet."""
    monkeypatch.setenv("ANNOTATOR_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("ANNOTATOR_DATABASE_URL", raising=False)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return invoke


def test_help_makes_nothing_and_offers_no_option_of_the_framework(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    answer = run("--help")

    assert answer.exit_code == 0
    assert "--debug" not in answer.output
    assert not (tmp_path / "instance").exists()


def lines_of(command: Command, *words: str) -> Iterator[list[str]]:
    """The words of each command that does something, through groups of any depth."""
    if not isinstance(command, Group):
        yield list(words)
        return
    for name, part in sorted(command.commands.items()):
        yield from lines_of(part, *words, name)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_with_an_example(run, name: str) -> None:  # type: ignore[no-untyped-def]
    for line in lines_of(main.commands[name], name):
        answer = run(*line, "--help")
        assert answer.exit_code == 0
        assert "Example" in answer.output, line


def test_a_database_that_was_never_made_is_told_in_one_sentence(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("export", "desk")

    assert answer.exit_code == 1
    assert answer.output.count("\n") == 1
    assert "annotator init" in answer.output


def test_an_unknown_command_is_a_matter_of_usage(run) -> None:  # type: ignore[no-untyped-def]
    assert run("exprot").exit_code == 2


def test_a_value_that_the_database_cannot_hold_is_told_in_one_sentence(
    run,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_ctx: object) -> None:
        raise DataError("canary", {}, Exception("value out of range\nDETAIL: canary"))

    monkeypatch.setattr(main.commands["routes"], "invoke", fail)
    answer = run("routes")

    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        "annotator: The database cannot hold a value: value out of range."
    ]
