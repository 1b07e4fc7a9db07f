"""Checks to build reviews from: one by hand, and any number that hypothesis thinks of."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from annotator.annotations.models import PublicState
from annotator.claimreview.facts import Check, Claimant, Grade, Publication, Work, grade_of
from annotator.projects.presets import PRESETS

DESK = Publication(
    "Harbour Desk",
    "https://harbour.example",
    "https://checks.harbour.example/",
    "https://harbour.example/corrections",
)
TRAINS = Check(
    id="0b0b0b0b-0000-4000-8000-000000000001",
    claimed="97 percent of trains were on time in 2025.",
    grade=Grade("Refuted", 1, 1, 5),
    state=PublicState.PUBLISHED,
    published_on=date(2026, 3, 1),
    changed_on=date(2026, 3, 1),
    explanation="The agency’s own table says 88 percent.",
    language="en",
    claimant=Claimant("Ida Holm", role="Minister", same_as=("https://www.wikidata.org/wiki/Q42",)),
    made_on=date(2026, 2, 20),
    appearance=Work("https://paper.example/a", "Trains", "The Paper", date(2026, 2, 20)),
    citations=(Work("https://agency.example/t", archive_url="https://archive.example/t"),),
)

_words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip())
)
_addresses = st.sampled_from(
    ["https://paper.example/a", "http://b.example/ü?x=1#y", "https://xn--bcher-kva.example"]
)
_days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
_works = st.builds(
    Work, _addresses, st.none() | _words, st.none() | _words, st.none() | _days, st.none()
)
_claimants = st.builds(
    Claimant,
    _words,
    st.booleans(),
    st.none() | _words,
    st.lists(_addresses, max_size=2).map(tuple),
)


@st.composite
def _grades(draw: st.DrawFn) -> Grade:
    ratings = PRESETS[draw(st.sampled_from(sorted(PRESETS)))].ratings
    offered = draw(st.lists(st.sampled_from(ratings), min_size=1, unique=True))
    by_id = {rating.id: rating for rating in offered}
    return grade_of(draw(st.sampled_from(offered)), by_id)


@st.composite
def checks(draw: st.DrawFn) -> Check:
    """Any check that a project may have; its claim does not name its rating."""
    grade = draw(_grades())
    claimed = draw(_words.filter(lambda words: grade.label.lower() not in words.lower()))
    state = draw(st.sampled_from(list(PublicState)[1:]))
    first, last = sorted([draw(_days), draw(_days)])
    return Check(
        id=str(draw(st.uuids())),
        claimed=claimed,
        grade=grade,
        state=state,
        published_on=first,
        changed_on=last,
        explanation=draw(st.none() | _words),
        language=draw(st.none() | st.sampled_from(["en", "ar", "pt-BR"])),
        correction=draw(_words if state is not PublicState.PUBLISHED else st.none() | _words),
        claimant=draw(st.none() | _claimants),
        made_on=draw(st.none() | _days),
        appearance=draw(st.none() | _works),
        citations=tuple(draw(st.lists(_works, max_size=3))),
    )


publications = st.builds(
    Publication,
    _words,
    st.none() | _addresses,
    st.just("https://checks.example/"),
    st.none() | _addresses,
)
