"""JSON Lines in a file that is made small: the same lines for whoever reads it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from annotator.audit.models import Event
from annotator.db import db
from annotator.export.compressing import compressed
from annotator.export.options import Unit
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.export.test_readers import Export, Ids
from tests.personas import World

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = "/projects/demo-desk/export"
SENT = {"kind": "jsonl", "unit": "span", "layer": "all", "compressed": "y"}


@ON_BOTH
@pytest.mark.parametrize("unit", list(Unit))
def test_the_command_writes_the_same_lines_and_the_same_bytes_each_time(
    world: World, busy: Ids, run: Run, export: Export, tmp_path: Path, unit: Unit
) -> None:
    found = []
    for name in ("a.jsonl.zst", "b.jsonl.ZST"):
        result = run("export", world.slug, "--unit", unit.value, "-o", tmp_path / name)
        assert result.exit_code == 0, result.stderr
        found.append((tmp_path / name).read_bytes())
    assert zstd.decompress(found[0]) == export(unit=unit)
    assert found[0] == found[1]
    assert len(found[0]) < len(export(unit=unit))


@ON_BOTH
def test_the_page_gives_what_the_command_writes(
    world: World, busy: Ids, run: Run, visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "spans.jsonl.zst"
    run("export", world.slug, "--unit", "span", "-o", path)
    answer = visit(world.lead).post(PAGE, SENT)
    assert (answer.status_code, answer.mimetype) == (200, "application/zstd")
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Disposition"].endswith(".jsonl.zst")
    assert answer.data == path.read_bytes()


def test_other_files_of_the_page_are_as_ever(world: World, busy: Ids, visit: Visit) -> None:
    answer = visit(world.lead).post(PAGE, {**SENT, "kind": "csv"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.headers["Content-Disposition"].endswith(".csv")


@pytest.mark.parametrize("kind", ["csv", "brat"])
def test_what_is_no_json_lines_is_refused_and_written_nowhere(
    world: World, run: Run, tmp_path: Path, kind: str
) -> None:
    result = run("export", world.slug, "--format", kind, "-o", tmp_path / "out.zst")
    assert result.exit_code == 1
    assert "Only JSON Lines are written compressed" in result.stderr
    assert not (tmp_path / "out.zst").exists()
    assert db.session.query(Event).filter_by(action="export.made").all() == []


@pytest.mark.parametrize("key", ["reviewer", "stranger"])
def test_others_are_given_nothing(world: World, visit: Visit, key: str) -> None:
    assert visit(getattr(world, key)).post(PAGE, SENT).status_code == 404


def test_the_first_lines_can_be_read_before_the_others_are_made() -> None:
    pieces = compressed(iter([b"first\n", b"second\n"]))
    begun = zstd.ZstdDecompressor()
    assert begun.decompress(next(pieces)) == b"first\n"
    assert begun.decompress(b"".join(pieces)) == b"second\n"
    assert begun.eof


@pytest.mark.readers
def test_duckdb_reads_it_as_it_is(world: World, busy: Ids, run: Run, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "articles.jsonl.zst"
    run("export", world.slug, "-o", path)

    with duckdb.connect() as connection:
        query = "SELECT count(*) FROM read_json(?, compression='zstd')"
        assert connection.execute(query, [str(path)]).fetchone() == (3,)
