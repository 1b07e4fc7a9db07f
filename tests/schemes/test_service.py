"""Publishing a version of the scale, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import AnnotatorError, Conflict, Invalid, Stale, VersionMissing
from annotator.projects.definition import (
    DEFAULT_DEFINITION,
    Choice,
    Thresholds,
    definition_from_json,
)
from annotator.projects.presets import PRESETS
from annotator.projects.queries import current_scheme
from annotator.projects.scheme import DEFAULT_RATINGS, Rating, ratings_from_json
from annotator.projects.service import create_project
from annotator.schemes.drafts import SchemeDraft
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.personas import World
from tests.schemes.scales import NEW, draft_of, publish, without
from tests.workspace.marks import Hand, rating

FIRST = DEFAULT_RATINGS[0]


def ids(world: World) -> list[str]:
    return list(ratings_from_json(current_scheme(world.project_id).ratings))


@ON_BOTH
def test_a_lead_publishes_a_version_with_one_event_that_replays(world: World) -> None:
    publish(world.project, draft_of(), world.lead.actor)
    version = current_scheme(world.project_id)
    assert (version.number, version.reason) == (2, "The desk decided so.")
    assert version.created_by == world.lead.id
    assert ids(world)[-1] == "needs_context"
    events = db.session.query(Event).filter_by(project_id=world.project_id).all()
    assert [event.action for event in events].count("scheme.published") == 2
    assert compare(world.project_id) == []


@ON_BOTH
@pytest.mark.parametrize("unseen", ["\x00", "\x07", "\u0085x\x9f"])
def test_what_a_version_says_has_no_controls_in_it(world: World, unseen: str) -> None:
    described = replace(DEFAULT_DEFINITION.media[0], description=f"a{unseen}b")
    definition = replace(DEFAULT_DEFINITION, media=(described,))
    for draft, field in (
        (draft_of(reason=f"a{unseen}b"), "reason"),
        (draft_of(definition=definition), "media-0-description"),
    ):
        with pytest.raises(Invalid, match="control character") as refusal:
            publish(world.project, draft, world.lead.actor)
        assert refusal.value.field == field


@ON_BOTH
def test_the_database_refuses_to_change_a_version(world: World) -> None:
    for change in ("UPDATE scheme_version SET ratings = '[]'", "DELETE FROM scheme_version"):
        with pytest.raises(DBAPIError, match="append-only"), writing():
            db.session.execute(text(change))


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_published(world: World, preset: str) -> None:
    with writing():
        start = PRESETS["averitec" if preset != "averitec" else "politifact"]
        project = create_project("started", "Started", actor=SHELL, preset=start)
    wanted = PRESETS[preset]
    assert publish(project, draft_of(*wanted.ratings, definition=wanted.definition)) == 2


def test_an_id_is_made_of_the_label_once_and_stays(world: World) -> None:
    publish(world.project, draft_of())
    ratings = list(ratings_from_json(current_scheme(world.project_id).ratings).values())
    ratings[-1] = replace(ratings[-1], label="Context is missing")
    publish(world.project, draft_of(*ratings, base=2))
    assert ids(world)[-1] == "needs_context"


@pytest.mark.parametrize(
    ("label", "made"),
    [
        ("Halb wahr!", "halb_wahr"),
        ("Vérité", "verite"),
        ("صحيح", "entry"),
        ("50 %", "entry_50"),
        ("Supported?", "supported_2"),
    ],
)
def test_an_id_is_plain_whatever_the_label(world: World, label: str, made: str) -> None:
    publish(world.project, draft_of(*DEFAULT_RATINGS, replace(NEW, label=label)))
    assert ids(world)[-1] == made


def test_what_is_retired_keeps_its_name_until_it_comes_back(world: World) -> None:
    satire = next(one for one in DEFAULT_DEFINITION.flags if one.id == "satire")
    others = tuple(one for one in DEFAULT_DEFINITION.flags if one != satire)
    publish(world.project, draft_of(definition=replace(DEFAULT_DEFINITION, flags=others)))
    then = definition_from_json(current_scheme(world.project_id).definition)
    assert then.retired == {"flags": (satire,)}
    publish(world.project, draft_of(base=2))
    assert definition_from_json(current_scheme(world.project_id).definition).retired == {}


def wrong(**fields: object) -> tuple[Rating, ...]:
    return (*without("supported"), replace(FIRST, **fields))  # type: ignore[arg-type]


def lists(**fields: object) -> SchemeDraft:
    return draft_of(definition=replace(DEFAULT_DEFINITION, **fields))  # type: ignore[arg-type]


TWICE = (Choice("a", "A"), Choice("b", "a"))
REFUSALS: dict[str, tuple[SchemeDraft, str, str]] = {
    "no rating": (replace(draft_of(), ratings=()), "ratings", "at least one"),
    "no label": (draft_of(*wrong(label=" ")), "ratings-4-label", "has no label"),
    "a long label": (draft_of(*wrong(label="x" * 81)), "ratings-4-label", "80 characters"),
    "a label nobody sees": (draft_of(*wrong(label="A\u202e")), "ratings-4-label", "invisible"),
    "one label twice": (draft_of(*wrong(label="refuted")), "ratings-4-label", "stands twice"),
    "one id twice": (draft_of(*wrong(id="refuted")), "ratings-4-id", "stands twice"),
    "an id with a space": (draft_of(*wrong(id="is true")), "ratings-4-id", "cannot be an id"),
    "one place twice": (draft_of(*wrong(order=1)), "ratings-4-order", "the same place"),
    "a place below one": (draft_of(*wrong(order=0)), "ratings-4-order", "from 1 to 99"),
    "a number outside": (draft_of(*wrong(claimreview=6)), "ratings-4-claimreview", "from 1 to 5"),
    "a foreign word": (draft_of(*wrong(averitec="Perhaps")), "ratings-4-averitec", "none of"),
    "a foreign tone": (draft_of(*wrong(tone="pink")), "ratings-4-tone", "none of"),
    "a foreign icon": (draft_of(*wrong(icon="house")), "ratings-4-icon", "none of"),
    "too many": (draft_of(*[replace(NEW, label=f"{n}") for n in range(31)]), "ratings", "30"),
    "an entry twice": (lists(media=TWICE), "media-1-label", "stands twice"),
    "a long text": (lists(media=(Choice("", "A", "x" * 301),)), "media-0-description", "300"),
    "a huge warning": (lists(thresholds=Thresholds(99)), "thresholds-independent_sources", "99"),
    "no such preset": (lists(preset="mine"), "preset", "no preset"),
    "no reason": (draft_of(reason="  "), "reason", "why the scale changes"),
    "a long reason": (draft_of(reason="x" * 501), "reason", "500 characters"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_is_a_sentence_at_its_field(world: World, case: str) -> None:
    draft, field, words = REFUSALS[case]
    with pytest.raises(Invalid, match=words) as refusal:
        publish(world.project, draft)
    assert refusal.value.field == field
    assert str(refusal.value).endswith(".")
    assert current_scheme(world.project_id).number == 1


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        (draft_of(base=None), VersionMissing),
        (draft_of(base=7), Stale),
        (draft_of(*DEFAULT_RATINGS), Conflict),
    ],
)
def test_a_draft_on_no_or_another_version_or_without_change_is_refused(
    world: World, draft: SchemeDraft, kind: type[AnnotatorError]
) -> None:
    with pytest.raises(kind):
        publish(world.project, draft)
    assert current_scheme(world.project_id).number == 1


@ON_BOTH
def test_a_rating_that_claims_wait_with_is_retired_only_on_purpose(
    world: World, hand: Hand
) -> None:
    hand.mark("The dam", **rating("refuted"))
    with pytest.raises(Conflict) as refusal:
        publish(world.project, draft_of(*without("refuted")))
    assert refusal.value.field == "retires_chosen"
    assert "wait for their verdict with “Refuted” (1, in “" in str(refusal.value)
    assert publish(world.project, draft_of(*without("refuted"), retires_chosen=True)) == 2


def test_a_removed_mark_keeps_no_rating_in_the_scale(world: World, hand: Hand) -> None:
    hand.remove(hand.mark("The dam", **rating("refuted")))
    assert publish(world.project, draft_of(*without("refuted"))) == 2
