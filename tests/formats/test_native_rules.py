"""What a native file may not say, however well it is written: the rules of the tool hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from annotator.annotations.service import MAX_FRAGMENTS
from annotator.articles.models import Article
from annotator.clock import iso, now
from annotator.db import db
from annotator.errors import Invalid
from annotator.formats.native.values import GREATEST
from annotator.sources.service import MAX_SOURCES
from tests.databases import ON_BOTH
from tests.formats.native import Row, changed, exported, imported, put

MARK = "annotations.3"
HERE = "annotations-3"
#: More than any database's whole numbers hold.
HUGE = 10**12


def _all(*changes: Callable[[Row], None]) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        for one in changes:
            one(row)

    return change


def _newest(**fields: object) -> Callable[[Row], None]:
    """Change the newest verdict, at both places where it stands."""

    def change(row: Row) -> None:
        claim = row["annotations"][3]["claim"]
        claim["verdicts"][-1].update(fields)
        claim["verdict"] = claim["verdicts"][-1]

    return change


def _many_fragments(row: Row) -> None:
    pieces = row["annotations"][3]["fragments"]
    pieces.extend([pieces[0]] * (MAX_FRAGMENTS + 1 - len(pieces)))


def _the_same_twice(row: Row) -> None:
    pieces = row["annotations"][3]["fragments"]
    pieces.append(pieces[0])


def _many_sources(row: Row) -> None:
    links = row["annotations"][3]["claim"]["sources"]
    links.extend([links[0]] * (MAX_SOURCES + 1 - len(links)))


def _first_source(row: Row) -> Row:
    found: Row = row["annotations"][3]["claim"]["sources"][0]
    return found


def _keep_sources(row: Row, *places: int) -> None:
    claim = row["annotations"][3]["claim"]
    claim["sources"] = [claim["sources"][place] for place in places]


def _only_a_cue(row: Row) -> None:
    quote = next(found for found in row["annotations"] if found["label"] == "quote")
    quote["fragments"] = [piece for piece in quote["fragments"] if piece["part"] == "cue"]


def _called(name: str) -> Callable[[Row], None]:
    return _all(put(f"{MARK}.author", name), put("links", []))


_fresh = _newest(stale=False, stale_reason=None)
_soon = iso(now() + timedelta(days=3))

REFUSALS = {
    "a decisive verdict on the article alone": (
        _all(_fresh, lambda row: _keep_sources(row, 0)),
        f"“{HERE}.claim.sources”: the verdict “Refuted” needs a source that is not the article",
    ),
    "a decisive verdict without a source": (
        _all(_fresh, put(f"{MARK}.claim.sources", [])),
        f"“{HERE}.claim.sources”",
    ),
    "a decisive verdict with a blank rationale": (
        _newest(rationale=" \n"),
        f"“{HERE}.claim.verdicts-1.rationale”: a decisive verdict has one",
    ),
    "nothing to mark, and marks": (
        lambda row: next(
            review for review in row["reviews"] if review["state"] == "submitted"
        ).update(nothing_to_mark=True),
        ".nothing_to_mark”: there are marks of this reviewer",
    ),
    "a change before the making": (
        put(f"{MARK}.updated_at", "2025-11-21T09:00:00.000Z"),
        f"“{HERE}.updated_at”: it is before “created_at”",
    ),
    "a mark from the future": (
        put(f"{MARK}.updated_at", _soon),
        f"“{HERE}.updated_at”: it is more than a day ahead",
    ),
    "a mark from before the web": (
        put(f"{MARK}.created_at", "1989-12-31T23:59:59.999Z"),
        f"“{HERE}.created_at”: it is before 1990",
    ),
    "a verdict from the future": (
        _newest(decided_at=_soon),
        f"“{HERE}.claim.verdicts-1.decided_at”",
    ),
    "a source from the past": (
        put(f"{MARK}.claim.sources.0.added_at", "0001-01-01T00:00:00.000Z"),
        f"“{HERE}.claim.sources-0.added_at”",
    ),
    "a submission from the future": (put("reviews.0.submitted_at", _soon), "reviews-0.submitted"),
    "an unknown canonical version": (
        put("canonical", "plain/9"),
        "“canonical”: it must be one of html/1, plain/1",
    ),
    "a gold mark that nobody decided": (
        put(f"{MARK}.layer", "gold"),
        f"“{HERE}.adjudication”: a gold mark has it, and nothing else has",
    ),
    "too many fragments": (_many_fragments, f"“{HERE}.fragments”: there are more than 50"),
    "pieces that overlap": (
        _the_same_twice,
        f"“{HERE}.fragments”: two pieces of this mark overlap at",
    ),
    "a quote of a cue alone": (_only_a_cue, "one of them must have the part “content”"),
    "too many sources": (_many_sources, f"“{HERE}.claim.sources”: there are more than 100"),
    "two sources at one place": (
        put(f"{MARK}.claim.sources.1.order", 1),
        f"“{HERE}.claim.sources-1.order”: another source of the claim has it",
    ),
    "a name that hides something": (_called("R\u200bosa"), f"“{HERE}.author”: a name may not hold"),
    "a name that is blank": (_called(" "), f"“{HERE}.author”: a name is needed"),
    "a name that is too long": (_called("x" * 201), f"“{HERE}.author”: a name may have at most"),
    "a name with a gap": (_called("Rosa  R"), f"“{HERE}.author”: it must be written “Rosa R”"),
    "a reviewer's name": (put("reviews.0.reviewer", "\u202ex"), "“reviews-0.reviewer”"),
    "a decider's name": (_newest(decided_by="\u202ex"), "verdicts-1.decided_by”"),
    "an adder's name": (put(f"{MARK}.claim.sources.0.added_by", "\u202ex"), "sources-0.added_by”"),
    "a huge version": (
        put(f"{MARK}.version", HUGE),
        f"“{HERE}.version”: it must be a whole number",
    ),
    "a version with no room after it": (put(f"{MARK}.version", GREATEST + 1), ".version”"),
    "a huge order": (put(f"{MARK}.claim.sources.0.order", HUGE), "sources-0.order”"),
    "a huge revision": (put("revision", HUGE), "“revision”"),
    "a huge version of the scale": (put("scheme_version", HUGE), "“scheme_version”"),
    "a huge start": (put(f"{MARK}.fragments.0.start", HUGE), "fragments-0.start”"),
    "a huge end": (put(f"{MARK}.fragments.0.end", HUGE), "fragments-0.end”"),
    "a huge level": (
        lambda row: row["layout"]["blocks"][0].update(level=HUGE),
        "the level of a block is 1 to 6",
    ),
    "a source without a link that was answered": (
        put(f"{MARK}.claim.sources.0.url", None),
        f"“{HERE}.claim.sources-0.url”: a source needs a link, unless its question found no",
    ),
    "a question without an answer that nobody asked": (
        put(f"{MARK}.claim.sources.4.question", None),
        f"“{HERE}.claim.sources-4.question”: say which question found no answer",
    ),
    "a medium of another project": (
        put(f"{MARK}.claim.sources.0.medium", "smoke"),
        f"“{HERE}.claim.sources-0.medium”: “smoke” is not a medium of this project",
    ),
    "a flag of another project": (
        put(f"{MARK}.claim.sources.0.flags", ["rude"]),
        f"“{HERE}.claim.sources-0.flags”: “rude” is not a flag of this project",
    ),
    "a flag twice": (put(f"{MARK}.claim.sources.0.flags", ["dead", "dead"]), "sources-0.flags”"),
    "an archived copy that is no address": (
        put(f"{MARK}.claim.sources.0.archive_url", "javascript:1"),
        f"“{HERE}.claim.sources-0.archive_url”: it is no web address",
    ),
    "an origin in itself": (
        lambda row: _first_source(row).update(same_origin_as=_first_source(row)["id"]),
        f"“{HERE}.claim.sources-0.same_origin_as”: the same origin is another source",
    ),
    "an origin that is not there": (
        put(f"{MARK}.claim.sources.0.same_origin_as", "0d9b6f3e-6a55-4d0c-9a52-0a3b6f7f4c11"),
        "sources-0.same_origin_as”",
    ),
    "an expert of whom nothing is said": (
        put(
            f"{MARK}.claim.sources.0.expert",
            {"name": None, "affiliation": None, "interest": None},
        ),
        f"“{HERE}.claim.sources-0.expert”: nothing is said of an expert",
    ),
    "a decisive verdict on a question without an answer": (
        _all(_fresh, lambda row: _keep_sources(row, 4)),
        f"“{HERE}.claim.sources”: the verdict “Refuted” needs a source",
    ),
    "a correction without a note": (
        _newest(correction_note=None),
        f"“{HERE}.claim.verdicts-1.correction_note”: a corrected or void verdict has one",
    ),
    "a confidence that is none": (
        _newest(confidence="total"),
        f"“{HERE}.claim.verdicts-1.confidence”: it must be one of low, medium, high",
    ),
    "a public state that is none": (_newest(public_state="secret"), "verdicts-1.public_state”"),
    "a text that is too long": (
        put("text", "a\n" * 1_000_001),
        "“text”: an article may have at most 2,000,000 characters and 20,000 paragraphs",
    ),
}


@ON_BOTH
@pytest.mark.parametrize("case", REFUSALS)
def test_it_refuses_and_says_where(file: bytes, elsewhere: Flask, case: str) -> None:
    change, sentence = REFUSALS[case]
    with pytest.raises(Invalid) as refusal:
        imported(changed(file, change))
    assert sentence in str(refusal.value)
    assert str(refusal.value).startswith("In back.jsonl, line 1, “")
    assert str(refusal.value).count("\n") == 0
    assert db.session.scalar(select(func.count()).select_from(Article)) == 0


TAKEN = {
    "a stale verdict whose source is gone": lambda row: _keep_sources(row, 0),
    "a verdict that is stale because somebody reopened it": _newest(stale_reason="reopened"),
    "a verdict that is stale because a page changed": _newest(stale_reason="capture"),
    "a decisive verdict with all it needs": _fresh,
    "a version as high as it goes": put(f"{MARK}.version", GREATEST),
    "an older verdict on nothing": _all(
        _newest(stale=False, stale_reason=None),
        lambda row: row["annotations"][3]["claim"]["verdicts"].reverse(),
        lambda row: row["annotations"][3]["claim"].update(
            verdict=row["annotations"][3]["claim"]["verdicts"][-1], sources=[]
        ),
    ),
    "a name written as names are": _called("Ana Ñandú"),
}


@ON_BOTH
@pytest.mark.parametrize("case", TAKEN)
def test_what_keeps_the_rules_comes_in_and_leaves_the_same(
    file: bytes, elsewhere: Flask, case: str
) -> None:
    data = changed(file, TAKEN[case])
    imported(data)
    assert _rows(exported()) == _rows(_with_pseudonyms(data))


def _rows(data: bytes) -> list[Row]:
    return [json.loads(line) for line in data.splitlines()]


def _with_pseudonyms(data: bytes) -> bytes:
    return data.replace(json.dumps("Ana Ñandú").encode(), b'"r4"')
