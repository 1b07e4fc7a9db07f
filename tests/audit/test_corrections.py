"""The log of corrections: what was changed after it had been handed in, and what was reopened."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from annotator.audit.models import Event
from annotator.db import db
from tests.audit.test_download import lines_of
from tests.audit.test_views import PATH, numbers
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World

ALWAYS = {
    *("revision.made", "correction.noted", "article.renamed"),
    *("adjudication.reopened", "gold.reopened"),
}
AFTER = {
    *("annotation.revised", "annotation.removed", "annotation.restored"),
    *("source.added", "source.revised", "source.removed", "link.removed", "verdict.given"),
}


def corrections(project_id: int) -> list[int]:
    """The numbers of what was corrected, the oldest first, reckoned event by event."""
    handed_in: dict[str | None, set[int | None]] = defaultdict(set)
    found = []
    query = select(Event).where(Event.project_id == project_id).order_by(Event.seq)
    for event in db.session.scalars(query):
        was_in = event.actor_id in handed_in[event.article_id]
        if event.action in ALWAYS or (event.action in AFTER and was_in):
            found.append(event.seq)
        if event.action in {"assignment.submitted", "assignment.imported"}:
            handed_in[event.article_id].add(event.actor_id)
    return found


@ON_BOTH
def test_the_log_has_what_was_corrected_and_nothing_else(busy_world: World, visit: Visit) -> None:
    expected = corrections(busy_world.project_id)
    assert len(expected) > 5
    lead = visit(busy_world.lead)
    page = lead.page(f"{PATH}?corrections=y")
    assert numbers(page) == expected[::-1][:50]
    assert [event["seq"] for event in lines_of(lead, corrections="y")] == expected


def test_corrections_combine_with_other_filters(busy_world: World, visit: Visit) -> None:
    query = f"corrections=y&person={busy_world.reviewer.id}"
    seen = numbers(visit(busy_world.lead).page(f"{PATH}?{query}"))
    theirs = set(
        db.session.scalars(select(Event.seq).where(Event.actor_id == busy_world.reviewer.id))
    )
    expected = [seq for seq in corrections(busy_world.project_id) if seq in theirs]
    assert seen == expected[::-1][:50]
