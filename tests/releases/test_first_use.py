"""The page on the first use of a release: its commands, and all of its code as the notebook."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from scripts.first_use import NOTEBOOK, PAGE, blocks, notebook
from tests.conftest import Run
from tests.releases.learnable import READ, UNREAD, learnable_project

#: So much better than what needs no learning is a model that learned.
BETTER = 0.2
SENTENCES = 7

_OFFLINE = """
import socket
def refused(*words, **more):
    raise AssertionError("The notebook asked the network.")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refused
"""
_TOLD = """
print("TOLD", json.dumps({
    "rows": {"article": {name: split.num_rows for name, split in articles.items()},
             "claim": {name: split.num_rows for name, split in claims.items()}},
    "sentences": {name: len(rows) for name, rows in detection.items()},
    "claims": {name: int(rows["claim"].sum()) for name, rows in detection.items()},
    "ratings": ratings,
    "detection": detection_scores.to_dict("index"),
    "verdicts": verdict_scores.to_dict("index"),
}))
"""


def executed(release: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a kernel without a network found when it ran the notebook on this release."""
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    for name, value in {"RELEASE": release, "HF_HOME": cache, "IPYTHONDIR": cache}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    book = nbformat.read(NOTEBOOK, as_version=4)
    code = nbformat.v4.new_code_cell
    book.cells = [code(_OFFLINE), *book.cells, code(_TOLD)]
    nbclient.NotebookClient(book, timeout=240, kernel_name="python3").execute()
    [*_, last] = [one["text"] for one in book.cells[-1].outputs if one["output_type"] == "stream"]
    return json.loads(last.partition("TOLD ")[2])


def run_commands(run: Run) -> list[str]:
    """Run every command of the page; returns what they wrote."""
    lines = [line for block in blocks(PAGE.read_text(), "sh") for line in block.splitlines()]
    said = []
    for line in lines:
        program, *words = shlex.split(line)
        assert program == "annotator"
        result = run(*words)
        assert result.exit_code == 0, (line, result.stderr)
        said.append(result.stdout)
    return said


def test_the_notebook_is_the_page() -> None:
    assert NOTEBOOK.read_text() == notebook(PAGE.read_text()), "run `make formats`"
    assert not any(cell.get("outputs") for cell in json.loads(NOTEBOOK.read_text())["cells"])


@pytest.mark.readers
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_its_commands_make_a_release_from_which_its_notebook_learns_offline(
    run: Run, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnable_project("climate")
    made, listed, *_ = run_commands(run)
    release = instance / "releases" / "climate" / "claims-v1"
    assert Path(made.strip().removeprefix("file://")) == release
    assert "claims-v1" in listed
    told = executed(release, tmp_path, monkeypatch)

    counts = json.loads((release / "manifest.json").read_text())["counts"]["rows"]
    assert told["rows"] == {unit: counts[unit] for unit in ("article", "claim")}
    assert sum(counts["article"].values()) == READ + UNREAD
    assert set(counts["claim"]) == {"train", "dev", "test"}
    # An article that nobody read has no sentence without a claim; nor any with one.
    assert sum(told["sentences"].values()) == SENTENCES * READ
    assert told["claims"] == counts["claim"]
    assert sum(told["ratings"].values()) == sum(counts["claim"].values()) == 2 * READ
    for scores in (told["detection"], told["verdicts"]):
        assert set(scores) == {"train", "dev", "test"}
        assert all(one["F1"] > one["baseline"] + BETTER for one in scores.values()), scores
