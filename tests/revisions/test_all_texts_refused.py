"""Files of all texts that say two things of one article."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from annotator.errors import Invalid
from tests.revisions.all_texts import Row, file_of, imported, rows_of


def leave_out_a_report(rows: list[Row]) -> None:
    rows[0]["corrections"][0]["marks"] = []


def leave_out_a_text(rows: list[Row]) -> None:
    del rows[2]


def leave_out_the_newest(rows: list[Row]) -> None:
    del rows[3]


def name_a_mark_that_is_nowhere(rows: list[Row]) -> None:
    marks = rows[0]["corrections"][1]["marks"]
    marks.append({**marks[0], "id": rows[0]["article"], "annotation": rows[0]["article"]})


def shift_a_report(rows: list[Row]) -> None:
    rows[0]["corrections"][0]["marks"][0]["before"][0]["start"] += 1


def take_the_author_of_a_mark(rows: list[Row]) -> None:
    for mark in rows[2]["annotations"]:
        mark["author"] = "r9"
    rows[2]["links"] = []


def judge_otherwise(rows: list[Row]) -> None:
    for mark in rows[2]["annotations"]:
        if mark["claim"] and mark["claim"]["verdicts"]:
            mark["claim"]["verdicts"][0]["rationale"] = "Another one."
            mark["claim"]["verdict"] = mark["claim"]["verdicts"][0]


def judge_by_other_guidelines(rows: list[Row]) -> None:
    rows[2]["guideline_version"] = 7
    for mark in rows[2]["annotations"]:
        if mark["claim"] and mark["claim"]["verdicts"]:
            mark["claim"]["verdicts"][-1]["guideline_version"] = 7
            mark["claim"]["verdict"] = mark["claim"]["verdicts"][-1]


def forget_a_verdict(rows: list[Row]) -> None:
    rows[2]["scheme_version"] = None
    for mark in rows[2]["annotations"]:
        if mark["claim"]:
            mark["claim"].update(verdict=None, verdicts=[])


def forget_a_review(rows: list[Row]) -> None:
    rows[2]["reviews"] = []


def settle_without_a_time(rows: list[Row]) -> None:
    rows[0]["corrections"][0]["marks"][0].update(settled="kept", settled_at=None)


def count_backwards(rows: list[Row]) -> None:
    rows[0]["revisions"] = [2, 1]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (leave_out_a_report, "no report says why"),
        (leave_out_a_text, "text 2 comes next"),
        (leave_out_the_newest, "the line of text 3 of the article .* is missing"),
        (name_a_mark_that_is_nowhere, "which no text has"),
        (shift_a_report, "the text says"),
        (take_the_author_of_a_mark, "another author in an earlier text"),
        (judge_otherwise, "reads differently in an earlier text"),
        (judge_by_other_guidelines, "reads differently in an earlier text"),
        (forget_a_verdict, "are others than in an earlier text"),
        (forget_a_review, "a review is missing"),
        (settle_without_a_time, "what is settled has a time"),
        (count_backwards, "each greater than the last"),
    ],
)
def test_a_file_that_tells_two_pasts_is_refused(
    files: tuple[bytes, bytes],
    elsewhere: Flask,
    change: Callable[[list[Row]], None],
    sentence: str,
) -> None:
    rows = rows_of(files[0])
    change(rows)
    with pytest.raises(Invalid, match=sentence):
        imported(file_of(rows))
