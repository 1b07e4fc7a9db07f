"""An import that brings articles which are there already waits until somebody has chosen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from annotator.annotations.models import Annotation, Label
from annotator.articles.models import Article
from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid, NotFound
from annotator.formats.interface import Options
from annotator.formats.mapping import LabelMapping
from annotator.imports import service
from annotator.imports.answers import Answers
from annotator.imports.clearing import clear, clear_stale
from annotator.imports.queries import past_imports, waiting_articles
from annotator.imports.rehearsal import Rehearsal
from annotator.imports.running import Arrival
from annotator.imports.settling import give_up, settle
from annotator.projects.models import Membership
from annotator.similarity.known import Choice
from annotator.similarity.models import StagedCorrection, StagedRepeat, Why
from annotator.similarity.queries import linked_articles
from annotator.similarity.staging import make_staged
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.imports.arriving import plan, rows, run, states, stored
from tests.personas import World
from tests.similarity.test_known import EDITED, TEXT, there

OTHER = (
    "The lighthouse is for sale\n"
    "Its keeper left the island in nineteen ninety and the lamp has burned by itself ever since.\n"
    "Whoever buys the tower has to keep the road open for the coast guard at any time of day."
)
SPAN = {"text": TEXT, "spans": [{"start": 0, "end": 5, "label": "Claim"}], "id": "again"}


__all__ = ["there"]  # A fixture.


def _bring(world: World, *texts: str, choice: Choice = Choice.ASK, **more: object) -> Arrival:
    extra = [{"text": text} for text in texts]
    arrival = Arrival(replace(plan(world, rows(1, *extra)), known=choice, **more))  # type: ignore[arg-type]
    for _ in arrival.run():
        pass
    return arrival


def _asked() -> list[tuple[str, Why, int]]:
    db.session.rollback()
    query = select(StagedRepeat).order_by(StagedRepeat.id)
    return [(row.other_id, row.why, row.percent) for row in db.session.scalars(query)]


def _ids() -> list[str]:
    return list(db.session.scalars(select(StagedRepeat.id).order_by(StagedRepeat.id)))


def _titles() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Article.title).order_by(Article.number)))


@ON_BOTH
def test_an_import_with_known_articles_waits_and_nobody_sees_it(world: World, there: str) -> None:
    arrival = _bring(world, EDITED, TEXT)
    assert arrival.waits
    assert states() == [("waiting", 0)]
    [(one, why, percent), same] = _asked()
    assert (one, why) == (there, Why.NEAR)
    assert 60 < percent < 100
    assert same == (there, Why.SAME_TEXT, 100)
    assert linked_articles(there) == []
    assert compare(world.project_id) == []
    assert clear_stale(actor=SHELL) == 0


@ON_BOTH
@pytest.mark.parametrize(
    ("rest", "titles", "links", "corrections"),
    [
        (Choice.SKIP, 2, 0, 0),
        (Choice.ADD, 4, 0, 0),
        (Choice.LINK, 4, 2, 0),
        (Choice.REVISE, 2, 0, 1),
    ],
)
def test_one_choice_settles_all(
    world: World, there: str, rest: Choice, titles: int, links: int, corrections: int
) -> None:
    _bring(world, EDITED, TEXT)
    assert settle(world.project_id, Answers(rest=rest), actor=SHELL) == titles - 1
    assert states() == [("finished", titles - 1)]
    assert len(_titles()) == titles
    assert len(linked_articles(there)) == links
    assert stored(StagedCorrection) == corrections
    assert stored(StagedRepeat) == 0
    assert compare(world.project_id) == []


@ON_BOTH
def test_each_known_article_can_have_a_choice_of_its_own(world: World, there: str) -> None:
    _bring(world, EDITED, TEXT, EDITED.replace("May", "June"))
    near, same, later = _ids()
    answers = Answers({near: Choice.REVISE, same: Choice.SKIP, later: Choice.LINK})
    assert settle(world.project_id, answers, actor=SHELL) == 2
    assert len(_titles()) == 3
    [(linked, _)] = linked_articles(there)
    assert linked != there
    import_id = db.session.scalars(select(StagedCorrection.import_id)).one()
    db.session.rollback()
    assert list(make_staged(import_id, actor=SHELL)) == [None]
    [past] = past_imports(world.project_id)
    assert list(map(str, past.report.remarks)) == [
        "“Ferry fares have doubled” is there already; this became its newest text.",
        "“Ferry fares have doubled” is there already; this was left out.",
        "“Ferry fares have doubled” is there already; this came in, linked to it.",
    ]
    assert compare(world.project_id) == []


@ON_BOTH
def test_what_nobody_has_answered_waits_on(world: World, there: str) -> None:
    _bring(world, EDITED, TEXT)
    near, _ = _ids()
    assert settle(world.project_id, Answers({near: Choice.SKIP}), actor=SHELL) == 0
    assert states() == [("waiting", 0)]
    assert [why for _, why, _ in _asked()] == [Why.SAME_TEXT]
    assert settle(world.project_id, Answers(rest=Choice.ADD), actor=SHELL) == 2
    assert states() == [("finished", 2)]


@ON_BOTH
def test_near_duplicates_within_a_file_are_asked_about_before_anybody_sees_them(
    world: World,
) -> None:
    _bring(world, OTHER, EDITED, TEXT, OTHER)
    titles = _titles()
    assert len(titles) == 5
    assert [why for _, why, _ in _asked()] == [Why.NEAR, Why.SAME_TEXT]
    settle(world.project_id, Answers(rest=Choice.SKIP), actor=SHELL)
    assert _titles() == ["Article 0", "The lighthouse is for sale", "Ferry fares have doubled"]


def test_what_repeats_an_article_that_was_left_out_is_about_the_one_that_stays(
    world: World, there: str
) -> None:
    _bring(world, EDITED, EDITED)
    first, second = _ids()
    [(known, _, _), (own, why, _)] = _asked()
    assert (known, why) == (there, Why.SAME_TEXT)
    assert own != there
    settle(world.project_id, Answers({first: Choice.SKIP}), actor=SHELL)
    assert [other for other, _, _ in _asked()] == [there]
    settle(world.project_id, Answers({second: Choice.LINK}), actor=SHELL)
    assert len(linked_articles(there)) == 1


ADDRESS = "https://news.example.com/ferry"


def _of_one_page(world: World, *texts: str) -> None:
    extra = [{"text": text, "url": f"{ADDRESS}?utm_source={len(text)}"} for text in texts]
    run(replace(plan(world, rows(0, *extra)), known=Choice.ASK))


def test_an_address_that_is_there_is_known_whatever_its_words_are(world: World) -> None:
    _of_one_page(world, TEXT)
    _of_one_page(world, OTHER)
    [(_, why, percent)] = _asked()
    assert (why, percent) == (Why.SAME_PAGE, 0)
    [one] = waiting_articles(world.project_id)
    assert one.is_another


def test_other_words_from_one_page_in_one_file_are_no_repeat(world: World) -> None:
    _of_one_page(world, TEXT, OTHER)
    assert (_asked(), states()) == ([], [("finished", 2)])


def test_changed_words_from_one_page_in_one_file_are_asked_about(world: World) -> None:
    _of_one_page(world, TEXT, OTHER, EDITED)
    [(_, why, percent)] = _asked()
    assert (why, percent > 10) == (Why.SAME_PAGE, True)


def test_an_import_in_which_nothing_is_known_waits_for_nobody(world: World) -> None:
    arrival = _bring(world, OTHER)
    assert not arrival.waits
    assert states() == [("finished", 2)]


@ON_BOTH
def test_an_import_can_be_given_up_while_it_waits(world: World, there: str) -> None:
    arrival = _bring(world, EDITED)
    import_id = str(arrival.import_id)
    with writing():
        give_up(world.project_id, import_id, actor=SHELL)
    clear(import_id, actor=SHELL)
    assert states() == [("cleared", 0)]
    assert (stored(), stored(StagedRepeat)) == (1, 0)
    assert compare(world.project_id) == []
    with pytest.raises(Conflict, match="waits for nothing"), writing():
        give_up(world.project_id, import_id, actor=SHELL)


def test_who_answers_second_is_told_so_and_changes_nothing(world: World, there: str) -> None:
    _bring(world, EDITED, TEXT)
    near, same = _ids()
    settle(world.project_id, Answers({near: Choice.SKIP}), actor=SHELL)
    with pytest.raises(Conflict, match="Somebody else"):
        settle(world.project_id, Answers({near: Choice.ADD, same: Choice.ADD}), actor=SHELL)
    assert len(_asked()) == 1


def test_another_projects_import_is_out_of_reach(world: World, there: str) -> None:
    arrival = _bring(world, EDITED)
    with pytest.raises(NotFound), writing():
        service.held_waiting(world.project_id + 1, str(arrival.import_id))
    assert settle(world.project_id + 1, Answers(rest=Choice.ADD), actor=SHELL) == 0
    assert states() == [("waiting", 0)]


def test_the_trail_says_who_was_asked_and_what_was_answered(world: World, there: str) -> None:
    _bring(world, EDITED)
    settle(world.project_id, Answers(rest=Choice.SKIP), actor=SHELL)
    told = db.session.scalars(
        select(Event.action).where(Event.target == "import").order_by(Event.seq)
    )
    assert list(told) == ["import.started", "import.waiting", "import.answered", "import.finished"]


def test_a_dry_run_says_what_would_be_asked(world: World, there: str) -> None:
    address = "https://news.example.com/1"
    again = [{"text": "Here", "url": address}, {"text": "There", "url": address}]
    made = replace(plan(world, rows(1, {"text": EDITED}, *again)), known=Choice.ASK)
    rehearsal = Rehearsal(made)
    for _ in rehearsal.run():
        pass
    assert list(map(str, rehearsal.report.remarks)) == [
        "“Ferry fares have doubled” is there already; you would be asked.",
    ]
    assert (rehearsal.report.articles, stored(), states()) == (4, 1, [])
    assert run(made).asked == rehearsal.report.known


def _annotated(world: World, choice: Choice, lines: Sequence[object]) -> Arrival:
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    options = Options(project=world.slug, mapping=LabelMapping(labels={"Claim": Label.CLAIM}))
    made = replace(plan(world, data), known=choice, kind="spans", options=options)
    arrival = Arrival(made)
    for _ in arrival.run():
        pass
    return arrival


@ON_BOTH
@pytest.mark.parametrize(("choice", "marks"), [(Choice.SKIP, 0), (Choice.LINK, 1)])
def test_a_dataset_does_with_known_articles_what_was_chosen(
    world: World, there: str, choice: Choice, marks: int
) -> None:
    before = stored(Membership)
    assert not _annotated(world, choice, [SPAN]).waits
    assert states() == [("finished", marks)]
    assert (stored(), stored(Annotation)) == (1 + marks, marks)
    assert len(linked_articles(there)) == marks
    assert stored(Membership) == before + marks
    assert compare(world.project_id) == []


def test_an_article_with_marks_never_becomes_the_text_of_another_one(
    world: World, there: str
) -> None:
    assert _annotated(world, Choice.ASK, [SPAN]).waits
    [asked] = _ids()
    with pytest.raises(Invalid, match="marks of its own"):
        settle(world.project_id, Answers({asked: Choice.REVISE}), actor=SHELL)
    assert settle(world.project_id, Answers(rest=Choice.REVISE), actor=SHELL) == 1
    assert len(linked_articles(there)) == 1
