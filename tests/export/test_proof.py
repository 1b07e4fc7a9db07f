"""What is not true to its text does not leave."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from annotator.db import db
from annotator.export.options import Unit
from annotator.export.records.proof import Unproved
from tests.export.reading import rows
from tests.personas import World

Export = Callable[..., bytes]
Ids = tuple[str, str, str]


def _corrupt(statement: str, **values: object) -> None:
    # The fence that keeps revisions as they are stands in the way, as it should.
    with db.engines[None].begin() as connection:
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS revision_refuses_{verb}"))
        connection.execute(text(statement), values)


def test_a_text_that_was_changed_stops_the_export(world: World, busy: Ids, export: Export) -> None:
    _corrupt("UPDATE revision SET text = text || 'x' WHERE article_id = :id", id=busy[1])
    with pytest.raises(Unproved) as error:
        export()
    assert busy[1] in str(error.value)
    assert "SHA-256 does not match" in str(error.value)


@pytest.mark.parametrize(
    "change", ['"start" = "start" - 1', '"end" = "end" + 1', "exact = 'other words'"]
)
@pytest.mark.parametrize("unit", list(Unit))
def test_a_fragment_that_is_not_true_stops_the_export(
    world: World, busy: Ids, export: Export, change: str, unit: Unit
) -> None:
    claim = next(row for row in rows(export(unit=Unit.CLAIM)))
    _corrupt(f"UPDATE fragment SET {change} WHERE annotation_id = :id", id=claim["id"])  # noqa: S608
    with pytest.raises(Unproved) as error:
        export(unit=unit)
    for words in (
        busy[0],
        claim["id"],
        "the text says",
        "97 percent" if "exact" not in change else "other",
    ):
        assert words in str(error.value)


def test_an_annotation_without_words_stops_the_export(
    world: World, busy: Ids, export: Export
) -> None:
    claim = next(row for row in rows(export(unit=Unit.CLAIM)))
    _corrupt("DELETE FROM fragment WHERE annotation_id = :id", id=claim["id"])
    with pytest.raises(Unproved, match="marks no words at all"):
        export()
