"""What became of a mark here is what is written to brat, and what no longer holds is not."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from flask import Flask

from annotator.export.options import Layers
from annotator.formats.brat.records import Event, Record, TextBound, write
from annotator.formats.brat.writing import write_marks
from tests.formats.brat import ANN, TEXT, bring_in, native_rows, row, take_out
from tests.formats.native import SLUG


@pytest.fixture
def came() -> dict[str, Any]:
    return row({"dam.txt": TEXT, "dam_ann.ann": ANN})


def lines(came: dict[str, Any], text: str = TEXT) -> tuple[list[str], int]:
    kept = came["origin"]["brat"]["by_person"]["ann"]
    records, gone = write_marks(text, came["annotations"], came["links"], kept)
    return [write(record) for record in records], gone


def piece(part: str, words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"part": part, "start": start, "end": start + len(words), "exact": words}


def bounds(records: list[Record]) -> list[str]:
    return [record.quote for record in records if isinstance(record, TextBound)]


def test_ids_stay_what_they_were(came: dict[str, Any]) -> None:
    written, gone = lines(came)
    assert gone == 0
    # As lines, since one record holds a line break.
    assert sorted("\n".join(written).splitlines()) == sorted(ANN.splitlines())


def test_a_speaker_that_one_quote_was_given_anew_is_a_record_of_its_own(
    came: dict[str, Any],
) -> None:
    first = came["annotations"][0]
    first["fragments"] = [*first["fragments"][:3], piece("speaker", "Critics")]
    written, _ = lines(came)
    assert sum("\tSource " in line for line in written) == 2
    assert any(line.endswith("\tCritics") and "\tSource " in line for line in written)


def test_a_part_that_a_quote_was_given_here_is_added_to_its_event(came: dict[str, Any]) -> None:
    third = came["annotations"][2]
    third["fragments"].append(piece("speaker", "the mayor"))
    records, _ = write_marks(TEXT, [third], [], [])
    [event] = [record for record in records if isinstance(record, Event)]
    assert [role for role, _ in event.roles] == ["Content", "Source"]


def test_a_cue_that_was_taken_away_leaves_its_event_with_a_trigger(came: dict[str, Any]) -> None:
    first = came["annotations"][0]
    first["fragments"] = [one for one in first["fragments"] if one["part"] == "content"]
    records, _ = write_marks(TEXT, [first], [], [])
    [event] = [record for record in records if isinstance(record, Event)]
    assert [role for role, _ in event.roles] == ["Content"]
    assert event.trigger in {record.id for record in records}


def test_a_mark_of_another_kind_is_written_as_that_kind(came: dict[str, Any]) -> None:
    first = came["annotations"][0]
    first["label"], first["note"] = "claim", None
    first["fragments"] = first["fragments"][:1]
    records, _ = write_marks(TEXT, [first], [], [])
    assert [(record.type, record.quote) for record in records if isinstance(record, TextBound)] == [
        ("Claim", "The dam will hold")
    ]


def test_what_speaks_of_a_mark_that_is_gone_is_left_out_and_counted(came: dict[str, Any]) -> None:
    came["annotations"] = came["annotations"][1:]
    written, gone = lines(came)
    # The attribute of the first event, and the equivalence of its content.
    assert gone == 2
    assert not any(line.startswith(("A1\t", "*\t")) for line in written)


def test_kept_words_that_a_correction_took_away_are_left_out_and_counted(
    came: dict[str, Any],
) -> None:
    came["annotations"] = []
    written, gone = lines(came, TEXT.replace("disagree", "grumble!"))
    # The words themselves, their attribute and their note; and what spoke of marks.
    assert not any("Discuss" in line or line.startswith(("M1", "#2")) for line in written)
    assert gone >= 3


@pytest.mark.parametrize(
    "origin",
    [
        {"brat": 1},
        {"brat": {"id": "E1"}},
        {"brat": {"id": "E1\nT1", "type": "A", "label": "quote", "spans": []}},
        {
            "brat": {
                "id": "E1",
                "type": "A",
                "label": "quote",
                "spans": [{"role": "x", "ref": "T1"}],
            }
        },
        {"brat": {"id": "T1", "type": "A b", "label": "quote"}},
        {"other": {}},
        None,
    ],
)
def test_an_origin_that_cannot_be_is_passed_over(came: dict[str, Any], origin: Any) -> None:
    first = came["annotations"][0]
    first["origin"] = origin
    records, _ = write_marks(TEXT, [first], [], [])
    assert "Attribution" in {record.type for record in records}
    assert "the mayor" in bounds(records)


def test_the_gold_layer_carries_nothing_of_what_reviewers_kept(elsewhere: Flask) -> None:
    bring_in(SLUG, {"dam.txt": TEXT, "dam_ann.ann": ANN})
    assert sorted(take_out(SLUG, layer=Layers.GOLD)) == ["dam.txt"]
    assert b"Negation" in native_rows(SLUG)
    [line] = native_rows(SLUG, layer=Layers.GOLD).splitlines()
    assert orjson.loads(line)["origin"]["brat"]["by_person"] == {}
