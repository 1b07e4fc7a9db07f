"""Parquet read back: the same rows, of the same types whatever is in them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from annotator.export.options import Unit
from annotator.export.packing import Line
from annotator.export.tables import arrow
from annotator.export.tables.arrow import ParquetTable
from annotator.export.tables.columns import columns_of
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.export.reading import fragments, rows
from tests.export.tables import exported, native, told
from tests.export.test_readers import Export, Ids
from tests.personas import World

PAGE = "/projects/demo-desk/export"
LACKING = (
    'The format parquet needs the library pyarrow: pip install "annotator[parquet]" brings it.'
)


def opened(data: bytes) -> parquet.ParquetFile:
    return parquet.ParquetFile(BytesIO(data))


@ON_BOTH
@pytest.mark.parametrize("unit", list(Unit))
def test_every_row_is_the_record_of_json_lines(world: World, busy: Ids, unit: Unit) -> None:
    data, export = exported(world, "parquet", unit)
    back = [told(row) for row in opened(data).read().to_pylist()]
    assert back == native(world, unit)
    assert (export.written, export.articles) == (len(back), 3)


@ON_BOTH
@pytest.mark.parametrize("unit", list(Unit))
def test_the_bytes_are_those_of_the_lines_however_they_are_read(
    world: World, busy: Ids, export: Export, unit: Unit
) -> None:
    line, lines = Line(), export(unit=unit)
    with ParquetTable(line, unit) as table:
        table.add(rows(lines), len(lines))
    assert exported(world, "parquet", unit)[0] == line.taken()
    assert exported(world, "parquet", unit)[0] == exported(world, "parquet", unit)[0]


def test_the_words_stand_where_the_row_says(world: World, busy: Ids) -> None:
    articles = opened(exported(world, "parquet", Unit.ARTICLE)[0]).read().to_pylist()
    texts = {row["id"]: row["text"] for row in articles}
    for unit in Unit:
        found = opened(exported(world, "parquet", unit)[0]).read().to_pylist()
        pieces = [(row, piece) for row in found for piece in fragments(row)]
        assert pieces
        for row, piece in pieces:
            text = texts[row.get("article", row["id"])]
            assert text[piece["start"] : piece["end"]] == piece["exact"]


@pytest.mark.parametrize("unit", list(Unit))
def test_types_are_the_same_where_a_column_is_null_throughout(
    world: World, unit: Unit, request: pytest.FixtureRequest
) -> None:
    empty = opened(exported(world, "parquet", unit)[0])
    assert empty.metadata.num_rows == 0
    request.getfixturevalue("busy")
    full = opened(exported(world, "parquet", unit)[0])
    assert full.schema_arrow.equals(empty.schema_arrow, check_metadata=True)
    assert full.schema_arrow.names == [column.name for column in columns_of(unit)]


def test_days_times_numbers_and_lists_have_types_of_their_own(world: World, busy: Ids) -> None:
    schema = opened(exported(world, "parquet", Unit.CLAIM)[0]).schema_arrow
    assert schema.field("published_on").type == pa.date32()
    assert schema.field("created_at").type == pa.timestamp("ms", tz="UTC")
    assert schema.field("revision").type == pa.int64()
    assert schema.field("decisive").type == pa.bool_()
    for name in ("fragments", "evidence", "per_annotator", "distribution"):
        assert pa.types.is_struct(schema.field(name).type.value_type)
    [row, *_] = opened(exported(world, "parquet", Unit.CLAIM)[0]).read().to_pylist()
    assert type(row["published_on"]) is date
    assert type(row["created_at"]) is datetime
    assert row["evidence"][0]["added_by"] in {"r2", "r3"}


@pytest.mark.parametrize("unit", list(Unit))
def test_the_metadata_say_what_a_row_is_and_nothing_of_the_machine(
    world: World, busy: Ids, unit: Unit
) -> None:
    metadata = opened(exported(world, "parquet", unit)[0]).metadata
    assert metadata.metadata == {b"schema": f"annotator/{unit.value}/1".encode()}
    assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_groups_of_rows_are_bounded_and_leave_one_after_the_other(
    world: World, busy: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = native(world, Unit.ARTICLE)
    monkeypatch.setattr(arrow, "_BATCH_BYTES", 1)
    monkeypatch.setattr(arrow, "GROUP_BYTES", 1)
    found = opened(exported(world, "parquet", Unit.ARTICLE)[0])
    assert found.num_row_groups == 3
    assert [told(row) for row in found.read().to_pylist()] == whole


def test_without_its_library_the_page_and_the_command_say_how_to_get_it(
    world: World, run: Run, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    path = tmp_path / "out.parquet"
    result = run("export", world.slug, "--format", "parquet", "-o", path)
    assert (result.exit_code, result.stderr) == (1, f"annotator: {LACKING}\n")
    assert not path.exists()
    lead = visit(world.lead)
    assert LACKING in lead.page(PAGE).text
    sent = {"kind": "parquet", "unit": "span", "layer": "all"}
    for address in (PAGE, f"{PAGE}/losses"):
        refused = lead.post(address, sent)
        assert refused.status_code == 422
        assert "needs the library pyarrow" in refused.text


def test_the_library_is_imported_when_a_table_is_begun_and_not_before() -> None:
    code = "import annotator.export.views, sys; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_observer_downloads_a_table(world: World, busy: Ids, visit: Visit) -> None:
    sent = {"kind": "parquet", "unit": "span", "layer": "all"}
    answer = visit(world.observer).post(PAGE, sent)
    assert answer.status_code == 200
    assert ".parquet" in answer.headers["Content-Disposition"]
    read = opened(answer.data).read()
    assert set(read.column("review").to_pylist()) == {"submitted"}


def duck(path: Path, data: bytes) -> Any:
    """A table named `rows` in DuckDB."""
    duckdb = pytest.importorskip("duckdb")
    path.write_bytes(data)
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW rows AS FROM '{path}'")
    return connection


@pytest.mark.readers
def test_duckdb_finds_the_words_where_the_rows_say(world: World, busy: Ids, tmp_path: Path) -> None:
    data = exported(world, "parquet", Unit.ARTICLE)[0]
    with duck(tmp_path / "articles.parquet", data) as connection:
        found = connection.execute(
            "WITH marks AS (SELECT text, unnest(annotations) AS mark FROM rows), "
            "pieces AS (SELECT text, unnest(mark.fragments) AS piece FROM marks) "
            'SELECT substring(text, piece.start + 1, piece."end" - piece.start), piece.exact '
            "FROM pieces"
        ).fetchall()
    assert found
    assert all(cut == exact for cut, exact in found)


@pytest.mark.readers
def test_duckdb_knows_the_types_and_opens_the_lists(
    world: World, busy: Ids, tmp_path: Path
) -> None:
    data = exported(world, "parquet", Unit.CLAIM)[0]
    with duck(tmp_path / "claims.parquet", data) as connection:
        types = dict(row[:2] for row in connection.execute("DESCRIBE rows").fetchall())
        assert types["published_on"] == "DATE"
        assert types["created_at"] == "TIMESTAMP WITH TIME ZONE"
        [counted] = connection.execute(
            "SELECT sum(one.count) FROM (SELECT unnest(distribution) AS one FROM rows)"
        ).fetchone()
        assert counted == sum(
            sum(row["distribution"].values()) for row in native(world, Unit.CLAIM)
        )
