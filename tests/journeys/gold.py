"""An article of the demonstration project that two have read, and a third settles."""

from __future__ import annotations

from annotator.accounts.queries import user_by_email
from annotator.annotations.models import Label
from annotator.db import db
from annotator.projects.queries import project_by_slug
from tests.adjudication.made import (
    LOGS,
    LONG,
    REFUTED,
    SHORT,
    SUPPORTED,
    Bench,
    golds,
    make_bench,
    words,
)
from tests.factories import person_of
from tests.journeys.site import LEAD, RAVI, ROSA
from tests.personas import World

TICKET = "a rise of 58 per cent"
CHAMBER = "nine in ten boats leave on time"
TITLE = "Ferry fares"


def disputed_article() -> Bench:
    """Edges and verdict differ in one claim, one label differs, one is alone, and one is agreed."""
    users = [user_by_email(email) for email in (LEAD, ROSA, RAVI)]
    project = project_by_slug("demo")
    assert project is not None
    lead, rosa, ravi = (person_of(user) for user in users if user is not None)
    bench = make_bench(World(project.id, lead, rosa, ravi, lead, lead, lead))
    bench.mark(rosa, SHORT, verdict=SUPPORTED, sources=[LOGS], wording="Nine in ten are on time.")
    bench.mark(ravi, LONG, verdict=REFUTED, sources=[LOGS, "https://ferries.example/annex"])
    bench.mark(rosa, CHAMBER, Label.CLAIM)
    bench.mark(ravi, CHAMBER, Label.CONTEXT)
    bench.mark(ravi, TITLE, Label.CONTEXT)
    for person in (rosa, ravi):
        bench.mark(person, TICKET, Label.CONTEXT)
    bench.hand_in(rosa, ravi)
    db.session.remove()
    return bench


def settled_words(bench: Bench) -> list[str]:
    """The words of the gold layer."""
    found = [words(gold) for gold in golds(bench)]
    db.session.remove()
    return found
