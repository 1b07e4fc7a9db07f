"""What goes in: each criterion, and that the count and the file are of one mind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import orjson
import pytest
from click.testing import Result

from annotator.annotations.choosing import ClaimChoice
from annotator.annotations.models import Label
from annotator.assignments.models import State
from annotator.audit.models import Event
from annotator.db import db
from annotator.errors import Invalid
from annotator.export.options import Layers, Options
from annotator.export.reading.known import snapshot_for
from annotator.export.records.lines import lines
from annotator.export.selection import NONE, Reason, Selection
from annotator.export.tally import Tally, tally_of
from tests.databases import ON_BOTH
from tests.export import ids
from tests.personas import World

Ids = tuple[str, str, str]

DAY = ids.START.date()
SELECTIONS = {
    "everything": Selection(),
    "claims": Selection(labels=(Label.CLAIM,)),
    "quotes and context": Selection(labels=(Label.QUOTE, Label.CONTEXT)),
    "what was refuted": Selection(ratings=("refuted",)),
    "what nobody judged": Selection(ratings=(NONE,)),
    "refuted or not judged": Selection(ratings=("refuted", NONE)),
    "handed in": Selection(states=(State.SUBMITTED,)),
    "not handed in": Selection(states=(State.STARTED, State.RETURNED)),
    "in English": Selection(languages=("en",)),
    "in no known language": Selection(languages=(NONE,)),
    "published that day": Selection(published=(DAY, DAY)),
    "published before": Selection(published=(None, date(1999, 12, 31))),
    "marked from that day on": Selection(marked=(DAY, None)),
    "marked before": Selection(marked=(None, date(1999, 12, 31))),
    "of a type": Selection(claims=ClaimChoice(type="numerical")),
    "refuted claims in English": Selection(
        labels=(Label.CLAIM,), ratings=("refuted",), languages=("en",)
    ),
}


def taken(world: World, options: Options) -> tuple[list[dict[str, object]], Tally]:
    """The articles of the file, and what is counted, in one snapshot."""
    with snapshot_for(world.project_id, options) as snapshot:
        found = [orjson.loads(line) for line in lines(snapshot, world.slug, options)]
        return found, tally_of(snapshot, options)


@ON_BOTH
def test_the_count_and_the_file_are_of_one_mind(world: World, busy: Ids) -> None:
    asked = product(Layers, [False, True], SELECTIONS.items())
    for layer, submitted_only, (name, selection) in asked:
        options = Options(layer=layer, submitted_only=submitted_only, selection=selection)
        articles, tally = taken(world, options)
        marks = [mark for article in articles for mark in article["annotations"]]  # type: ignore[attr-defined]
        by_label = {label: sum(mark["label"] == label for mark in marks) for label in Label}
        assert (tally.articles, tally.marks) == (len(articles), by_label), name


def test_each_criterion_leaves_something_in_and_something_out(world: World, busy: Ids) -> None:
    whole = taken(world, Options())[1]
    for name in ("claims", "quotes and context", "what was refuted", "what nobody judged"):
        tally = taken(world, Options(selection=SELECTIONS[name]))[1]
        assert 0 < sum(tally.marks.values()) < sum(whole.marks.values()), name
    for name in ("in English", "in no known language", "published that day"):
        tally = taken(world, Options(selection=SELECTIONS[name]))[1]
        assert 0 < tally.articles < whole.articles, name


def test_everything_left_out_has_one_reason(world: World, busy: Ids) -> None:
    whole = taken(world, Options())[1]
    asked = Selection(labels=(Label.CLAIM,), ratings=("refuted",), languages=("en",))
    tally = taken(world, Options(selection=asked))[1]
    assert set(tally.articles_left_out) == {Reason.LANGUAGE}
    assert tally.articles + sum(tally.articles_left_out.values()) == whole.articles
    # All marks are on the one article in English.
    assert set(tally.marks_left_out) - {Reason.EARLIER_TEXT} <= {Reason.LABEL, Reason.RATING}
    inside, outside = sum(tally.marks.values()), sum(tally.marks_left_out.values())
    assert inside + outside == sum(whole.marks.values()) + whole.marks_left_out.get(
        Reason.EARLIER_TEXT, 0
    )


def test_an_article_read_in_vain_stays_and_one_never_opened_goes(world: World, busy: Ids) -> None:
    # To have read to the end and marked nothing is an answer.
    _full, in_vain, never_opened = busy
    articles, tally = taken(world, Options(selection=SELECTIONS["quotes and context"]))
    assert in_vain in {article["id"] for article in articles}
    assert never_opened not in {article["id"] for article in articles}
    assert tally.articles_left_out == {Reason.NO_MARKS: 1}


def test_days_that_cross_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        Selection(published=(date(2026, 2, 1), date(2026, 1, 1)))
    assert refused.value.field == "published"
    assert "2026-02-01" in str(refused.value)


Run = Callable[..., Result]


def test_the_command_takes_out_what_it_is_asked_for_and_says_what_stays(
    world: World, busy: Ids, run: Run
) -> None:
    asked = ("--label", "claim", "--rating", "refuted", "--language", "en", "--marked-from",
             DAY.isoformat(), "--person", "r2", "--state", "submitted")  # fmt: skip
    result = run("export", world.slug, *asked)
    assert result.exit_code == 0, result.stderr
    marks = [
        mark for line in result.stdout.splitlines() for mark in orjson.loads(line)["annotations"]
    ]
    assert {mark["label"] for mark in marks} <= {"claim"}
    assert "Articles left out, in another language: 2." in result.stderr
    assert "Marks left out, of another label:" in result.stderr
    event = db.session.query(Event).filter_by(action="export.made").one()
    made = orjson.loads(event.after or "")
    assert (made["labels"], made["persons"], made["languages"]) == ("claim", "r2", "en")
    assert made["marked"] == f"{DAY}/"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("--label", "claims"), "There is no label “claims” here: choose from claim, quote"),
        (("--rating", "wrong"), "There is no rating “wrong” here: choose from supported, refuted"),
        (("--state", "done"), "There is no state “done” here: choose from assigned"),
        (("--person", "Rosa"), "There is no person “Rosa” here: choose from r1"),
        (("--type", "gossip"), "There is no claim type “gossip” here: choose from"),
        (("--published-from", "yesterday"), "“yesterday” is no day: write it as 2026-11-23."),
        (("--marked-until", "9999-12-31"), "“9999-12-31” is no day"),
        (("--marked-from", "2026-02-01", "--marked-until", "2026-01-01"), "comes after the last"),
        (("--format", "claimreview", "--label", "claim"), "only a type of claim or a speaker"),
    ],
)
def test_what_the_project_does_not_know_is_refused_and_leaves_no_event(
    world: World, run: Run, asked: tuple[str, ...], sentence: str
) -> None:
    unit = ("--unit", "claim") if "--type" in asked else ()
    result = run("export", world.slug, *unit, *asked)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert db.session.query(Event).filter_by(action="export.made").count() == 0
