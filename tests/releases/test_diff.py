"""`release diff`: what came, went and changed, and the events that did it."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import select

from annotator.annotations.models import Claim
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.audit.models import Event
from annotator.db import db, writing
from annotator.revisions.service import revise_article
from annotator.speakers.models import Speaker
from annotator.speakers.service import draft_of, revise_speaker
from annotator.trash.service import move_to_trash
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.personas import World
from tests.releases.conftest import Freeze

Ids = tuple[str, str, str]


def newest(action: str) -> int:
    """The number of the newest event of this kind."""
    query = select(Event.seq).where(Event.action == action).order_by(Event.seq.desc())
    return db.session.scalars(query.limit(1)).one()


@ON_BOTH
def test_each_row_leads_to_the_event_that_did_it(
    world: World, busy: Ids, freeze: Freeze, run: Run
) -> None:
    freeze()
    with writing():
        move_to_trash(db.session.get_one(Article, busy[1]), "It came in twice.", actor=SHELL)
        third = db.session.get_one(Article, busy[2])
        revise_article(third, ArticleDraft("Not opened yet.\n"), reason="A word.", actor=SHELL)
    came = make_article(world.project, "A story of its own, told for the first time.\n").id
    freeze()
    result = run("release", "diff", world.slug, "first", 1, 2, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["asked"] == {}
    articles = {row["id"]: row for row in found["rows"] if row["unit"] == "article"}
    told = {key: (row["kind"], row["events"]) for key, row in articles.items()}
    assert told == {
        busy[2]: ("changed", told[busy[2]][1]),
        busy[1]: ("went", [newest("article.trashed")]),
        came: ("came", told[came][1]),
    }
    assert newest("article.imported") in told[came][1]
    assert newest("revision.made") in told[busy[2]][1]
    assert found["counts"]["article"] == {"changed": 1, "came": 1, "went": 1}


@ON_BOTH
def test_a_speaker_by_another_name_leads_to_the_event_of_the_speaker(
    world: World, busy: Ids, freeze: Freeze, run: Run
) -> None:
    freeze("first", "--unit", "claim")
    with writing():
        claim = db.session.scalars(select(Claim).where(Claim.speaker_id.is_not(None))).one()
        speaker = db.session.get_one(Speaker, claim.speaker_id)
        speaker = db.session.get_one(Speaker, speaker.merged_into or speaker.id)
        draft = replace(draft_of(speaker), name="Somebody Else")
        revise_speaker(speaker, speaker.version, draft, actor=SHELL)
    freeze("first", "--unit", "claim")
    found = json.loads(run("release", "diff", world.slug, "first", 1, 2, "--json").stdout)
    told = [(row["kind"], row["id"], row["events"]) for row in found["rows"]]
    assert told == [("changed", claim.annotation_id, [newest("speaker.revised")])]


@ON_BOTH
def test_what_was_asked_otherwise_has_no_event(
    world: World, busy: Ids, freeze: Freeze, run: Run
) -> None:
    freeze("first", "--unit", "span")
    freeze("first", "--unit", "span", "--label", "quote")
    found = json.loads(run("release", "diff", world.slug, "first", 1, 2, "--json").stdout)
    assert set(found["asked"]) == {"selection"}
    assert found["asked"]["selection"] == [{}, {"labels": ["quote"]}]
    assert {row["kind"] for row in found["rows"]} == {"went"}
    assert [row["events"] for row in found["rows"]] == [[] for _ in found["rows"]]


def test_two_that_are_the_same_say_so(world: World, busy: Ids, freeze: Freeze, run: Run) -> None:
    freeze()
    freeze()
    result = run("release", "diff", world.slug, "first", 1, 2)
    assert result.stdout.endswith(" rows are the same.\n")
    assert result.stdout.count("\n") == 1
    missing = run("release", "diff", world.slug, "first", 1, 3)
    assert "The project has no such release." in missing.stderr
