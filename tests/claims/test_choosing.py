"""Claims of one type, or of one speaker: in the list, on a day, and in what is taken out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape

import pytest

from annotator.audit.models import Event
from annotator.claims import listing
from annotator.claims.views import listed
from annotator.clock import now
from annotator.db import db, writing
from annotator.speakers.drafts import MergeDraft
from annotator.speakers.models import Speaker
from annotator.speakers.service import merge_speakers
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.export.reading import rows
from tests.factories import make_article
from tests.personas import World
from tests.speakers.desk import added
from tests.workspace.marks import TEXT, Hand

LIST = "/projects/demo-desk/claims"
EXPORT = "/projects/demo-desk/export"


@dataclass(frozen=True, slots=True)
class Said:
    """Two speakers, each with claims of other types; `by_ines` is merged into `by_i_marrow`."""

    ines: str
    i_marrow: str
    tove: str


@pytest.fixture
def said(world: World, visit: Visit) -> Said:
    found = Said(
        added(world, "Ines Marrow", role="Mayor"), added(world, "I. Marrow"), added(world, "Tove")
    )
    article = make_article(world.project, TEXT, title="The dam")
    hand = Hand(visit(world.reviewer), world.slug, article.id, TEXT)
    for words, speaker, types in (
        ("The dam", found.ines, ("numerical",)),
        ("40 million litres", found.i_marrow, ("numerical", "causal")),
        ("two years", found.tove, ("causal",)),
        ("Nobody asked for it", None, ()),
    ):
        named = {"claim-voice": "speaker", "claim-speaker": speaker} if speaker else {}
        more = {"claim-short": f"Said: {words}", "claim-types": " ".join(types), **named}
        hand.mark(words, **more)
    hand.submit()
    return found


def titles(text: str) -> set[str]:
    found = re.findall(r'class="table__main"><a [^>]*>Said: ([^<]*)<', text)
    return {unescape(one) for one in found}


def today() -> str:
    return now().date().isoformat()


def merged(one: str, into: str, world: World) -> None:
    with writing():
        first, second = db.session.get_one(Speaker, one), db.session.get_one(Speaker, into)
        merge_speakers(first, second, MergeDraft(1, 1, ()), actor=world.lead.actor)


@ON_BOTH
def test_the_list_is_filtered_by_type_and_by_speaker(
    world: World, said: Said, visit: Visit
) -> None:
    lead = visit(world.lead)

    def found(**wanted: str) -> set[str]:
        return titles(lead.get(LIST, query_string=wanted).text)

    assert found(type="numerical") == {"The dam", "40 million litres"}
    assert found(type="causal", speaker=said.tove) == {"two years"}
    assert found(speaker=said.ines) == {"The dam"}
    assert len(found(type="no_such_type", speaker="nobody")) == 4, "what is not offered"
    merged(said.ines, said.i_marrow, world)
    assert found(speaker=said.i_marrow) == {"The dam", "40 million litres"}
    assert found(speaker=said.i_marrow, known_on=today()) == found(speaker=said.i_marrow)


def test_the_filter_says_in_words_what_is_shown(world: World, said: Said, visit: Visit) -> None:
    page = visit(world.lead).page(f"{LIST}?type=numerical&speaker={said.ines}")
    assert "Type of claim: Numerical Claim" in page.text
    assert "Speaker: Ines Marrow, Mayor" in page.text


@ON_BOTH
def test_a_filtered_list_goes_on_where_it_ended(
    world: World, said: Said, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in (listing, listed):
        monkeypatch.setattr(part, "PAGE_SIZE", 1)
    lead, address, seen = visit(world.lead), f"{LIST}?type=numerical", list[str]()
    while address:
        text = lead.get(address).text
        seen += titles(text)
        more = re.search(r'rel="next" href="([^"]*)"', text)
        address = unescape(more[1]) if more else ""
    assert sorted(seen) == ["40 million litres", "The dam"]


@ON_BOTH
def test_an_export_by_the_claim_takes_the_same_ones(world: World, said: Said, run: Run) -> None:
    merged(said.ines, said.i_marrow, world)

    def shorts(*words: str) -> set[str]:
        done = run("export", "demo-desk", "--unit", "claim", *words)
        assert done.exit_code == 0, done.stderr
        return {row["surface"] for row in rows(done.stdout.encode())}

    assert shorts("--type", "numerical") == {"The dam", "40 million litres"}
    assert shorts("--speaker", said.ines) == {"The dam", "40 million litres"}
    assert shorts("--speaker", said.tove, "--type", "numerical") == set()
    newest = (
        db.session.query(Event).filter_by(action="export.made").order_by(Event.seq.desc()).first()
    )
    assert newest is not None
    made = json.loads(newest.after or "")
    assert (made["speaker"], made["claim_type"]) == (said.tove, "numerical")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--unit", "claim", "--type", "numbers"), "no claim type “numbers” here: choose from "),
        (("--unit", "claim", "--speaker", "Ines"), "has no speaker Ines: annotator project "),
        (("--type", "numerical"), "written by the claim only"),
        (("--unit", "span", "--type", "numerical"), "written by the claim only"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(
    world: World, run: Run, words: tuple[str, ...], sentence: str
) -> None:
    done = run("export", "demo-desk", *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert sentence in done.stderr


def test_the_export_page_offers_the_same_choice(world: World, said: Said, visit: Visit) -> None:
    lead = visit(world.lead)
    assert "Ines Marrow, Mayor" in lead.page(EXPORT).text
    sent = {"kind": "jsonl", "unit": "claim", "layer": "all", "type": "causal"}
    found = rows(lead.post(EXPORT, {**sent, "speaker": said.tove}).data)
    assert [row["surface"] for row in found] == ["two years"]
    whole = rows(lead.post(EXPORT, {**sent, "unit": "article"}).data)
    assert len(whole[0]["annotations"]) == 4, "an article is written whole"
    assert lead.post(EXPORT, {**sent, "type": "numbers"}).status_code == 422
