"""`annotator audit verify`: what it prints, what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, event, insert, select, update

from annotator.audit.cli import audit
from annotator.audit.models import EventFacet
from annotator.audit.verify import verify
from annotator.db import READ, db, writing
from annotator.errors import Refused
from annotator.projects.models import Membership
from tests.audit.tampering import Tamper
from tests.databases import ON_BOTH
from tests.factories import make_project
from tests.personas import SLUG, World

FACETS = EventFacet.__table__


def run(app: Flask, *arguments: str) -> Result:
    """The command as the console script runs it, its refusal still an exception."""
    return app.test_cli_runner().invoke(audit, ["verify", *arguments])


def refusal(result: Result) -> str:
    """The one sentence of a refusal, which the console script prints before it ends with 1."""
    assert isinstance(result.exception, Refused)
    return str(result.exception)


@ON_BOTH
def test_a_whole_chain_gives_its_head_on_standard_output(app: Flask, trail: Tamper) -> None:
    result = run(app, SLUG, "--rows")
    head = verify(trail.project_id).head
    assert result.exit_code == 0
    assert orjson.loads(result.stdout) == {"project": SLUG, "seq": head.seq, "hash": head.hash}
    assert f"{SLUG}: {head.seq} events, each true to the one before." in result.stderr
    assert "every row is as its events left it" in result.stderr


def test_without_a_name_every_project_is_proved(app: Flask, world: World) -> None:
    make_project("a-second-desk")
    result = run(app)
    heads = [orjson.loads(line) for line in result.stdout.splitlines()]
    assert {head["project"] for head in heads} == {SLUG, "a-second-desk"}


@ON_BOTH
def test_no_transaction_waits_while_a_long_chain_is_read(app: Flask, trail: Tamper) -> None:
    open_while_reading = []

    def look(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "ORDER BY event.seq" in statement:
            open_while_reading.append(db.session.registry().in_transaction())

    event.listen(db.engines[READ], "before_cursor_execute", look)
    try:
        assert run(app).exit_code == 0
    finally:
        event.remove(db.engines[READ], "before_cursor_execute", look)
    assert open_while_reading
    assert not any(open_while_reading)


def test_a_changed_event_is_named(app: Flask, trail: Tamper) -> None:
    trail.edit(9, actor_name="Nobody")
    result = run(app, SLUG)
    assert refusal(result).startswith(f"{SLUG}: Event 9 was changed")
    assert result.stdout == ""


def test_all_broken_projects_are_named_and_the_others_proved(app: Flask, trail: Tamper) -> None:
    other = make_project("another-desk")
    make_project("whole-desk")
    trail.edit(9, actor_name="Nobody")
    Tamper(other.id).edit(2, via="telepathy")
    result = run(app)
    assert f"{SLUG}: Event 9" in refusal(result)
    assert "another-desk: Event 2" in refusal(result)
    assert orjson.loads(result.stdout)["project"] == "whole-desk"


@ON_BOTH
def test_a_head_that_was_kept_shows_what_the_chain_alone_does_not(
    app: Flask, trail: Tamper, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.head"
    kept.write_text(run(app, SLUG).stdout)
    assert run(app, SLUG, "--head", str(kept)).exit_code == 0
    trail.cut_off(20)
    assert run(app, SLUG).exit_code == 0
    assert "Event 20 is missing" in refusal(run(app, SLUG, "--head", str(kept)))


def test_heads_of_many_days_may_lie_in_one_file(app: Flask, trail: Tamper, tmp_path: Path) -> None:
    kept = tmp_path / "kept.head"
    rows = trail.rows()
    lines = [{"project": SLUG, "seq": row["seq"], "hash": row["hash"]} for row in rows[4::10]]
    kept.write_bytes(b"\n\n".join(orjson.dumps(line) for line in lines))
    assert run(app, SLUG, "--head", str(kept)).exit_code == 0
    trail.chain_anew(16)
    assert "Event 25 is not the one" in refusal(run(app, SLUG, "--head", str(kept)))


@pytest.mark.parametrize(
    "words",
    [
        *("{", "[]", '{"project": "x"}', '{"seq": "x"}', "1", "\x00\xff", "[" * 5000),
        '{"project": "demo-desk", "seq": 1e999, "hash": "x"}',
        '{"project": "demo-desk", "seq": 3, "hash": "x"}',
        '{"project": "demo-desk", "seq": true, "hash": "' + "0" * 64 + '"}',
    ],
)
def test_a_file_that_holds_no_heads_is_refused(
    app: Flask, world: World, tmp_path: Path, words: str
) -> None:
    kept = tmp_path / "kept.head"
    kept.write_bytes(words.encode("latin-1"))
    assert "Line 1 of the file of hashes" in refusal(run(app, SLUG, "--head", str(kept)))


def test_a_head_that_would_be_compared_with_nothing_is_refused(
    app: Flask, world: World, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.head"
    kept.write_bytes(orjson.dumps({"project": "gone", "seq": 3, "hash": "0" * 64}))
    assert "gone" in refusal(run(app, "--head", str(kept)))
    assert SLUG in refusal(run(app, SLUG, "--head", str(kept)))


def test_an_empty_file_of_heads_is_refused(app: Flask, world: World, tmp_path: Path) -> None:
    kept = tmp_path / "kept.head"
    kept.write_text("\n")
    assert "holds no hash" in refusal(run(app, SLUG, "--head", str(kept)))


def test_an_unknown_project_is_refused(app: Flask, world: World) -> None:
    assert refusal(run(app, "no-such-desk")) == "There is no project no-such-desk."


@ON_BOTH
def test_rows_that_were_changed_behind_the_trail_are_named(app: Flask, world: World) -> None:
    with writing():
        member = db.session.get_one(Membership, (world.project_id, world.observer.id))
        member.number = 77
    assert run(app, SLUG).exit_code == 0
    result = run(app, SLUG, "--rows")
    key = f"{world.project_id}/{world.observer.id}"
    assert f"membership {key}: It is not as event" in result.stderr
    assert refusal(result) == f"{SLUG}: 1 row is not as its events left it."
    assert result.stdout == ""


@ON_BOTH
def test_what_a_timeline_is_filtered_by_is_held_against_the_events(
    app: Flask, trail: Tamper
) -> None:
    mine = FACETS.c.project_id == trail.project_id
    with db.engines[None].begin() as connection:
        connection.execute(update(FACETS).where(mine, FACETS.c.seq == 9).values(fields=0, way="x"))
        connection.execute(delete(FACETS).where(mine, FACETS.c.seq == 11))
        row = connection.execute(select(FACETS).where(mine, FACETS.c.seq == 12)).mappings().one()
        connection.execute(insert(FACETS).values({**row, "seq": 0}))
    assert run(app, SLUG).exit_code == 0
    result = run(app, SLUG, "--rows")
    assert "event_facet 9: It is not what event 9 says: way, fields." in result.stderr
    assert "event_facet 11: Event 11 has no such row." in result.stderr
    assert "event_facet 0: It stands beside no event." in result.stderr
    assert refusal(result) == f"{SLUG}: 3 rows are not as their events left them."


def test_the_help_has_an_example(app: Flask) -> None:
    words = run(app, "--help").stdout
    assert "annotator audit verify climate-desk --head climate-desk.head" in words


@ON_BOTH
def test_a_head_kept_every_day_shows_what_was_cut_off_since(
    app: Flask, trail: Tamper, tmp_path: Path
) -> None:
    kept, cli = tmp_path / "daily.heads", app.test_cli_runner()
    for _ in range(2):
        assert cli.invoke(audit, ["heads", "--append", str(kept)]).exit_code == 0
    lines = [orjson.loads(line) for line in kept.read_bytes().splitlines()]
    head = verify(trail.project_id).head
    assert lines == [{"project": SLUG, "seq": head.seq, "hash": head.hash}] * 2
    assert orjson.loads(cli.invoke(audit, ["heads", SLUG]).stdout) == lines[0]
    assert run(app, "--head", str(kept)).exit_code == 0
    trail.drop(head.seq)
    assert f"Event {head.seq} is missing" in refusal(run(app, "--head", str(kept)))
    assert "no-such" in str(cli.invoke(audit, ["heads", "no-such"]).exception)
    nowhere = cli.invoke(audit, ["heads", "--append", str(tmp_path / "no" / "file")])
    assert "No such file or directory" in str(nowhere.exception)
