"""A native file that says it wrongly is refused as a whole, with the line and the field."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from annotator.accounts.models import User
from annotator.annotations.models import Annotation
from annotator.articles.models import Article
from annotator.audit.models import Event
from annotator.db import db
from annotator.errors import Invalid
from tests.formats.native import changed, context_of, drop, imported, put, quote_of, repeat

CLAIM = "annotations.3"
REFUSALS = {
    "a missing key": (drop("links"), "“links”: the key is missing"),
    "a missing key in a mark": (drop(f"{CLAIM}.note"), "“annotations-3.note”: the key is missing"),
    "an unknown key": (put("colour", "red"), "“colour”: there is no such key"),
    "another schema": (put("schema", "annotator/article/2"), "annotator/article/1"),
    "another project": (put("project", "boats"), "the file is of the project “boats”"),
    "an id that is none": (put("id", "A-1"), "“id”: it must be a UUID"),
    "an id in capitals": (put(f"{CLAIM}.id", "0" * 8 + "-000A-4000-8000-" + "0" * 12), "UUID"),
    "an empty note": (put(f"{CLAIM}.note", ""), "“annotations-3.note”"),
    "a note without end": (put(f"{CLAIM}.note", "x" * 10_001), "10,000 characters"),
    "a time without milliseconds": (put(f"{CLAIM}.created_at", "2026-11-21T09:30:00Z"), "time"),
    "a time that never was": (put(f"{CLAIM}.created_at", "2026-02-30T09:30:00.000Z"), "time"),
    "a date that never was": (put("published_on", "2026-02-30"), "“published_on”"),
    "a version below one": (put(f"{CLAIM}.version", 0), "“annotations-3.version”"),
    "true for a number": (put(f"{CLAIM}.version", True), "“annotations-3.version”"),
    "another hash": (put("text_sha256", "0" * 64), "“text_sha256”: it is not the SHA-256"),
    "a text that is not canonical": (put("text", "a\r\nb"), "“text”"),
    "an address that runs": (put("url", "javascript:alert(1)"), "“url”: it is no web address"),
    "a source that runs": (
        put(f"{CLAIM}.claim.sources.0.url", "javascript:alert(1)"),
        "“annotations-3.claim.sources-0.url”",
    ),
    "a layout with a hole": (put("layout", {"blocks": [], "inline": []}), "“layout”"),
    "an offset that names other words": (
        put(f"{CLAIM}.fragments.0.start", 54),
        "at 54 to 75 the text says “ 97 percent of trains”, and the mark says “97 percent",
    ),
    "an end beyond the text": (put(f"{CLAIM}.fragments.0.end", 10_000), "10000"),
    "another UTF-16 offset": (
        put(f"{CLAIM}.fragments.0.start_utf16", 55),
        "the file says (55, 76), and the text says (56, 76)",
    ),
    "another prefix": (put(f"{CLAIM}.fragments.0.prefix", "x"), "“annotations-3.fragments-0.pre"),
    "a mark without words": (put(f"{CLAIM}.fragments", []), "“annotations-3.fragments”"),
    "a claim with a cue": (put(f"{CLAIM}.fragments.1.part", "cue"), "only a quote has a cue"),
    "an unknown label": (put(f"{CLAIM}.label", "rumour"), "claim, quote, context"),
    "a claim without its claim": (put(f"{CLAIM}.claim", None), "“annotations-3.claim”"),
    "a verdict that is not the last": (
        put(f"{CLAIM}.claim.verdict", None),
        "it must be the last of “verdicts”",
    ),
    "a rating that the scale lacks": (
        put(f"{CLAIM}.claim.verdicts.0.rating", "maybe"),
        "the project's rating scale has no “maybe”",
    ),
    "a rating under another label": (
        put(f"{CLAIM}.claim.verdicts.0.label", "Nope"),
        "with the label “Nope”",
    ),
    "a pending choice that the scale lacks": (
        put(f"{CLAIM}.claim.pending_choice", "maybe"),
        "“annotations-3.claim.pending_choice”",
    ),
    "a waiting confidence that there is not": (
        put(f"{CLAIM}.claim.pending_confidence", "sure"),
        "“annotations-3.claim.pending_confidence”",
    ),
    "a waiting day that is none": (
        put(f"{CLAIM}.claim.pending_effective_on", "soon"),
        "“annotations-3.claim.pending_effective_on”",
    ),
    "an older verdict that is stale": (
        lambda row: row["annotations"][3]["claim"]["verdicts"][0].update(
            stale=True, stale_reason="wording"
        ),
        "only the last verdict can be stale",
    ),
    "another scale than that of its verdict": (
        put("scheme_version", 2),
        "the newest verdict of this line says 1",
    ),
    "verdicts on no scale": (put("scheme_version", None), "“scheme_version”"),
    "a decision about a mark that is not gold": (
        put(f"{CLAIM}.adjudication", {"from": []}),
        "“annotations-3.adjudication”: a gold mark has it, and nothing else has",
    ),
    "a short form that is not": (
        put(f"{CLAIM}.claim.short", "x" * 301),
        "“annotations-3.claim.short”: it is 301 characters long, and may have 300.",
    ),
    "a type that the scheme lacks": (
        put(f"{CLAIM}.claim.types", ["rumour"]),
        "“annotations-3.claim.types”: “rumour” is no type of claim in this project",
    ),
    "a type twice": (
        put(f"{CLAIM}.claim.types", ["causal", "causal"]),
        "“annotations-3.claim.types”: the type “causal” is there twice.",
    ),
    "a day without what it rests on": (
        put(f"{CLAIM}.claim.made_on_basis", None),
        "“annotations-3.claim.made_on_basis”: the day and how it is known are given together",
    ),
    "a speaker of the outlet's own words": (
        put(f"{CLAIM}.claim.voice", "outlet"),
        "“annotations-3.claim.speaker”: what the outlet says in its own voice has no other",
    ),
    "a speaker without a name": (
        put(f"{CLAIM}.claim.speaker.name", ""),
        "“annotations-3.claim.speaker.name”",
    ),
    "a speaker with a name of Wikidata that is none": (
        put(f"{CLAIM}.claim.speaker.wikidata", "42"),
        "“annotations-3.claim.speaker.wikidata”: it is no name of Wikidata",
    ),
    "a speaker who is another one further on": (
        lambda row: quote_of(row)["quote"]["speaker"].update(name="Somebody else"),
        "is another one elsewhere",
    ),
    "a quote of which nothing is said": (
        lambda row: quote_of(row)["quote"].update(dict.fromkeys(quote_of(row)["quote"])),
        "a quote of which nothing is said has null here",
    ),
    "original words in no language": (
        lambda row: quote_of(row)["quote"].update(language="?"),
        "quote.language”: “?” is no language that is known",
    ),
    "a claim with a role": (
        put(f"{CLAIM}.context", {"role": "background"}),
        "“annotations-3.context”: a piece of context has it, and nothing else has",
    ),
    "a role that the scheme lacks": (
        lambda row: context_of(row)["context"].update(role="gossip"),
        "context.role”: “gossip” is no role of context in this project",
    ),
    "a link without its keys": (put("links", [{}]), "“links-0.id”: the key is missing"),
    "a link to no mark here": (
        put("links.0.to", "00000000-0000-4000-8000-000000000000"),
        "“links-0.to”: there is no such mark in this article",
    ),
    "a link to itself": (
        lambda row: row["links"][0].update(to=row["links"][0]["from"]),
        "“links-0.to”: a mark is not linked to itself",
    ),
    "a link that does not fit": (
        put("links.0.kind", "repeats"),
        "“links-0.kind”: marks of these two kinds are not linked in this way",
    ),
    "a link of an unknown kind": (put("links.0.kind", "likes"), "explains, made_in, repeats"),
    "a link of somebody else": (put("links.0.author", "r3"), "are of one person"),
    "a link in the gold layer": (put("links.0.layer", "gold"), "are in one layer"),
    "a link twice": (repeat("links"), "are linked in this way already"),
    "a link's id twice": (
        lambda row: row["links"][1].update(id=row["links"][0]["id"]),
        "there is a link",
    ),
    "a claim that is quoted": (
        put(f"{CLAIM}.quote", {"kind": "direct"}),
        "“annotations-3.quote”: a quote has it, and nothing else has",
    ),
    "a quote with two cues in one place": (
        lambda row: quote_of(row)["fragments"].append(dict(quote_of(row)["fragments"][1])),
        "two pieces of this mark overlap",
    ),
    "a quote of no kind": (
        lambda row: quote_of(row)["quote"].update(kind="long"),
        "it must be one of direct, indirect, mixed",
    ),
    "a speaker who is only a name": (
        lambda row: quote_of(row)["quote"].update(speaker="Ines Marrow"),
        "quote.speaker”: it must be an object, or null",
    ),
    "a reviewer twice": (repeat("reviews"), "this reviewer is there twice"),
    "a submission without its time": (put("reviews.0.submitted_at", None), "has a time"),
    "a mark twice": (repeat("annotations"), "there is an annotation"),
    "an unknown state": (put("reviews.0.state", "lost"), "assigned, started, submitted"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_it_refuses_and_says_where(file: bytes, elsewhere: Flask, case: str) -> None:
    change, sentence = REFUSALS[case]
    before = _actions()
    with pytest.raises(Invalid) as refusal:
        imported(changed(file, change))
    assert sentence in str(refusal.value)
    assert str(refusal.value).startswith("In back.jsonl, line 1, “")
    assert str(refusal.value).count("\n") == 0
    assert db.session.scalar(select(func.count()).select_from(Article)) == 0
    assert _actions() == [*before, "import.started", "import.failed", "import.cleared"]


def _actions() -> list[str]:
    return list(db.session.scalars(select(Event.action).order_by(Event.project_id, Event.seq)))


def test_a_fault_in_the_last_line_undoes_all_the_others(file: bytes, elsewhere: Flask) -> None:
    with pytest.raises(Invalid, match="line 4"):
        imported(file + b'{"schema": "annotator/article/1"}\n')
    assert db.session.scalar(select(func.count()).select_from(Annotation)) == 0
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_the_same_line_twice_is_refused_at_the_second(file: bytes, elsewhere: Flask) -> None:
    [first, *_] = file.splitlines(keepends=True)
    with pytest.raises(Invalid, match="line 2, “id”"):
        imported(first + first)
