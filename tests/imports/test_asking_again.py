"""What comes in twice, and meanwhile, while imports wait for somebody to choose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.imports import service
from annotator.imports.answers import Answers
from annotator.imports.clearing import clear
from annotator.imports.running import Arrival
from annotator.imports.settling import give_up, settle, settle_one
from annotator.similarity.known import Choice
from annotator.similarity.models import StagedCorrection, Why
from tests.databases import ON_BOTH
from tests.export.work import article
from tests.factories import SHELL
from tests.imports.arriving import half_way, plan, rows, states, stored
from tests.imports.test_asking import EDITED, OTHER, TEXT, _asked, _bring, _ids, _titles, there
from tests.personas import World

__all__ = ["there"]  # A fixture.


def _nameless(world: World, *texts: str) -> str:
    extra = [{"text": text} for text in texts]
    arrival = Arrival(replace(plan(world, rows(0, *extra)), known=Choice.ASK))
    for _ in arrival.run():
        pass
    return str(arrival.import_id)


@ON_BOTH
def test_a_text_that_repeats_a_left_out_one_to_the_letter_can_still_become_the_newest(
    world: World, there: str
) -> None:
    _bring(world, EDITED, EDITED)
    first, second = _ids()
    answers = Answers({first: Choice.SKIP, second: Choice.REVISE})
    settle(world.project_id, answers, actor=SHELL)
    assert stored(StagedCorrection) == 1
    assert db.session.scalars(select(StagedCorrection.article_id)).one() == there


@ON_BOTH
def test_an_import_with_links_of_its_own_can_be_given_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CLEARED_AT_ONCE", 1)
    arrival = _bring(world, OTHER, EDITED, TEXT, OTHER)
    first, _ = _ids()
    settle(world.project_id, Answers({first: Choice.LINK}), actor=SHELL)
    assert states() == [("waiting", 0)]
    import_id = str(arrival.import_id)
    with writing():
        give_up(world.project_id, import_id, actor=SHELL)
    clear(import_id, actor=SHELL)
    assert (states(), stored()) == ([("cleared", 0)], 0)
    assert compare(world.project_id) == []


@ON_BOTH
@pytest.mark.parametrize(("rest", "left"), [(Choice.SKIP, 2), (Choice.ADD, 4)])
def test_what_two_files_that_wait_both_bring_is_asked_about_when_the_second_is_settled(
    world: World, there: str, rest: Choice, left: int
) -> None:
    first, _ = (_nameless(world, TEXT, OTHER) for _ in range(2))
    settle_one(world.project_id, first, Answers(rest=Choice.SKIP), actor=SHELL)
    [asked] = _ids()
    settle(world.project_id, Answers({asked: rest}), actor=SHELL)
    assert states()[1] == ("waiting", 0)
    assert [why for _, why, _ in _asked()] == [Why.SAME_TEXT]
    settle(world.project_id, Answers(rest=rest), actor=SHELL)
    assert (states()[1][0], len(_titles())) == ("finished", left)
    assert compare(world.project_id) == []


def test_one_answer_for_two_files_that_wait_holds_for_what_both_bring(
    world: World, there: str
) -> None:
    for _ in range(2):
        _nameless(world, TEXT, OTHER)
    settle(world.project_id, Answers(rest=Choice.SKIP), actor=SHELL)
    assert _titles().count("The lighthouse is for sale") == 1


def test_what_was_pasted_while_a_file_waits_is_asked_about(world: World, there: str) -> None:
    _bring(world, TEXT, OTHER)
    [same] = _ids()
    with writing():
        pasted = article(world.project, OTHER)
    settle(world.project_id, Answers({same: Choice.SKIP}), actor=SHELL)
    assert _asked() == [(pasted, Why.SAME_TEXT, 100)]


def test_of_two_files_that_come_in_at_once_the_later_one_waits(world: World) -> None:
    made = replace(plan(world, rows(0, {"text": OTHER})), known=Choice.ASK)
    slow, steps = half_way(made)
    assert not _bring(world, OTHER).waits
    for _ in steps:
        pass
    assert slow.waits


@ON_BOTH
def test_an_id_that_came_with_a_file_that_waits_is_refused_in_words_of_its_own(
    world: World, there: str
) -> None:
    _bring(world, TEXT)
    with pytest.raises(Invalid) as refused:
        _bring(world, TEXT)
    assert "“x0” came with another file that is not in yet" in str(refused.value)
    assert states()[0] == ("waiting", 0)
