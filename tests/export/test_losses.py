"""What a file of another kind leaves out: each kind of loss, and the page that counts them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest

from annotator.annotations.models import Annotation, Confidence, Label, Layer, StaleReason, Voice
from annotator.annotations.particulars import types_json
from annotator.assignments.models import State
from annotator.db import db, writing
from annotator.export import losses
from annotator.export.formats.averitec import AveritecRecords
from annotator.export.formats.interface import Export
from annotator.export.options import Options
from annotator.export.reading.snapshot import Snapshot
from annotator.formats.averitec.loss import Loss, remarks_of
from annotator.projects.models import Project
from annotator.sources.models import AnswerType
from tests.claimreview.desk import checks_in, say_publisher
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.export import work
from tests.export.sources import source
from tests.personas import World

PAGE = "/projects/demo-desk/export"
ADDRESS = "https://agency.example/table"


@dataclass(frozen=True, slots=True)
class Made:
    """One claim that AVeriTeC holds whole, and by whom and where it is."""

    project: Project
    article: str
    rosa: int
    claim: Annotation

    def another(self, words: str, **fields: object) -> Annotation:
        """Another mark of hers."""
        return work.mark(self.project, self.article, self.rosa, words, **fields)  # type: ignore[arg-type]

    def judge(self, claim: Annotation, rating: str, **fields: object) -> None:
        """A verdict of hers on a claim, with an answered question."""
        answered(claim, self.rosa)
        work.verdict(claim, self.rosa, rating, 1, "We looked.", **fields)


def answered(claim: Annotation, adder: int, **fields: object) -> None:
    asked = {"question": "How many?", "answer": "91.", "answer_type": AnswerType.ABSTRACTIVE}
    source(claim, adder, ADDRESS, **{"stance": None, **asked, **fields})


def whole(world: World) -> Made:
    project = db.session.merge(world.project)
    article = work.article(project, title="Trains")
    work.review(project, article, world.rosa.id, State.SUBMITTED)
    claim = work.mark(project, article, world.rosa.id, "97 percent")
    made = Made(project, article, world.rosa.id, claim)
    made.judge(claim, "refuted")
    return made


def lost_of(world: World) -> Counter[Loss]:
    with Snapshot(world.project_id) as snapshot:
        made = AveritecRecords(Export(snapshot, world.slug, Options(kind="averitec")))
        json.loads(b"".join(made.pieces()))
    return +made.lost


def said(made: Made, **values: object) -> None:
    claim = made.claim.claim
    assert claim is not None
    for name, value in values.items():
        setattr(claim, name, value)


def gold(made: Made) -> None:
    adjudicated = made.another("six minutes late", layer=Layer.GOLD)
    made.judge(adjudicated, "refuted")


def speaks(made: Made) -> None:
    ida = work.speaker(made.project, "Ida Holm", role="Minister")
    said(made, speaker_id=ida.id)


CASES: dict[str, tuple[Loss, Callable[[Made], object]]] = {
    "a claim without a verdict": (Loss.UNJUDGED, lambda made: made.another("a record")),
    "a rating that it has no label for": (
        Loss.NO_LABEL,
        lambda made: made.judge(made.another("a record"), "uncheckable"),
    ),
    "a reviewer's claim beside gold": (Loss.BESIDE_GOLD, gold),
    "a quote": (
        Loss.OTHER_MARKS,
        lambda made: made.another("We have never been better", label=Label.QUOTE),
    ),
    "a piece of context": (
        Loss.OTHER_MARKS,
        lambda made: made.another("Punctuality counts", label=Label.CONTEXT),
    ),
    "a type that it lacks": (
        Loss.TYPES,
        lambda made: said(made, types=types_json(["prediction"])),
    ),
    "a place that is no country": (Loss.PLACES, lambda made: said(made, place="Parliament")),
    "a short form": (Loss.CLAIM_DETAILS, lambda made: said(made, short="Trains")),
    "a voice": (Loss.CLAIM_DETAILS, lambda made: said(made, voice=Voice.OUTLET)),
    "check-worthiness": (Loss.CLAIM_DETAILS, lambda made: said(made, checkworthy=True)),
    "a note": (Loss.CLAIM_DETAILS, lambda made: setattr(made.claim, "note", "Look again.")),
    "what a speaker is": (Loss.CLAIM_DETAILS, speaks),
    "a stale verdict": (
        Loss.STALE,
        lambda made: said(made, stale_reason=StaleReason.EVIDENCE),
    ),
    "an earlier verdict": (
        Loss.VERDICT_DETAILS,
        lambda made: work.verdict(made.claim, made.rosa, "refuted", 2, "Again."),
    ),
    "confidence": (
        Loss.VERDICT_DETAILS,
        lambda made: work.verdict(
            made.claim, made.rosa, "refuted", 2, "Again.", confidence=Confidence.LOW
        ),
    ),
    "a source that answers no question": (
        Loss.UNASKED,
        lambda made: source(
            made.claim, made.rosa, ADDRESS, position=2, stance=None, excerpt="91 percent"
        ),
    ),
    "a source's title": (
        Loss.SOURCE_DETAILS,
        lambda made: answered(made.claim, made.rosa, position=2, title="A table"),
    ),
    "a source's flags": (
        Loss.SOURCE_DETAILS,
        lambda made: answered(made.claim, made.rosa, position=2, flags='["biased"]'),
    ),
    "a medium that it lacks": (
        Loss.SOURCE_DETAILS,
        lambda made: answered(made.claim, made.rosa, position=2, medium="letter"),
    ),
    "an excerpt beside an answer": (
        Loss.SOURCE_DETAILS,
        lambda made: answered(made.claim, made.rosa, position=2, excerpt="91 percent"),
    ),
}


def test_a_claim_that_it_holds_whole_loses_nothing(world: World) -> None:
    with writing():
        whole(world)
    assert lost_of(world) == {}


@pytest.mark.parametrize("case", list(CASES))
def test_each_loss_is_counted_once_and_no_other_is(world: World, case: str) -> None:
    loss, lose = CASES[case]
    with writing():
        lose(whole(world))
    assert lost_of(world) == {loss: 1}


def test_every_kind_of_loss_has_a_case_and_a_sentence() -> None:
    assert {loss for loss, _lose in CASES.values()} == set(Loss)
    sentences = [str(one) for one in remarks_of((loss, 3) for loss in Loss)]
    assert len(set(sentences)) == len(Loss)
    assert all("3" in one for one in sentences)
    assert list(remarks_of([(Loss.STALE, 0)])) == []


@ON_BOTH
def test_the_page_counts_what_averitec_leaves_out_before_the_download(
    world: World, visit: Visit
) -> None:
    with writing():
        made = whole(world)
        made.another("a record")
        said(made, place="Parliament")
    lead = visit(world.lead)
    answer = lead.submit(f"{PAGE}/losses", {"kind": "averitec", "layer": "all"}, status=200)
    text = unescape(answer.text)
    assert "1 record, line or file would be written." in text
    assert "Claims without a verdict, left out, for every record has a label: 1." in text
    assert "Places that are no ISO code of a country: 1." in text
    taken = json.loads(lead.post(PAGE, {"kind": "averitec", "layer": "all"}).data)
    assert len(taken) == 1


def test_the_page_says_that_nothing_is_left_out(world: World, visit: Visit) -> None:
    with writing():
        whole(world)
    answer = visit(world.lead).submit(
        f"{PAGE}/losses", {"kind": "averitec", "layer": "all"}, status=200
    )
    assert "Nothing would be left out." in answer.text


def test_checks_that_cannot_be_published_are_counted(world: World, visit: Visit) -> None:
    say_publisher(world)
    checks_in(world.project, world.rosa.id)
    answer = visit(world.lead).submit(
        f"{PAGE}/losses", {"kind": "claimreview", "layer": "all"}, status=200
    )
    assert "3 records, lines or files would be written." in answer.text
    assert "under Publishing each says why: 1." in answer.text


def test_what_stand_off_has_no_place_for_is_counted(world: World, visit: Visit) -> None:
    with writing():
        said(whole(world), wording="97 percent of trains were on time.")
    answer = visit(world.lead).submit(
        f"{PAGE}/losses", {"kind": "brat", "layer": "all"}, status=200
    )
    for sentence in (
        "Claims whose wording it has no place for: 1.",
        "Verdicts, which it has no place for: 1.",
        "Sources, which it has no place for: 1.",
    ):
        assert sentence in answer.text


def test_too_many_articles_are_counted_by_the_command_only(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(losses, "MOST_ARTICLES", 0)
    with writing():
        whole(world)
    answer = visit(world.lead).submit(
        f"{PAGE}/losses", {"kind": "averitec", "layer": "all"}, status=422
    )
    assert "Only up to 0 articles are counted on this page" in answer.text


def test_an_observer_is_counted_what_was_handed_in(world: World, visit: Visit) -> None:
    with writing():
        made = whole(world)
        work.mark(made.project, made.article, world.ravi.id, "a record")
    answer = visit(world.observer).submit(
        f"{PAGE}/losses", {"kind": "averitec", "layer": "all"}, status=200
    )
    assert "Claims without a verdict" not in answer.text
