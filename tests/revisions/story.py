"""An article that was corrected twice, with every kind of mark and every way to settle one."""

from __future__ import annotations

from annotator.revisions.models import Settled
from tests.factories import make_article
from tests.revisions.desk import TEXT, Desk
from tests.workspace.linking import link
from tests.workspace.marks import fields_of, source

LINES = TEXT.splitlines()
#: The second text: a line ahead, one line twice, words gone and words corrected.
SECOND = "\n".join(
    [
        "Corrected on Tuesday \N{DROPLET}.",
        LINES[0].replace("in two years", "in three years"),
        LINES[1],
        LINES[1],
        LINES[2].replace("called the figures wrong", "disagreed"),
        "",
    ]
)
#: The third: what stood twice stands once, and another day.
THIRD = SECOND.replace(f"{LINES[1]}\n{LINES[1]}", LINES[1]).replace("Tuesday", "Wednesday")

LATE = "7d6f1c8e-3d9e-4a44-9d6c-0c4f2f3f9a03"
JUDGED = {"verdict-uuid": "7d6f1c8e-3d9e-4a44-9d6c-0c4f2f3f9a01", "verdict-rating": "uncheckable"}


def tell(desk: Desk) -> dict[str, str]:
    """Mark, correct, settle, and go on working, twice over; gives the marks by a name."""
    rosa, ravi = desk.hand(), desk.hand("other_reviewer")
    shown = source("https://fares.example/a")
    fare = rosa.mark("the fare rose by 54 per cent", **JUDGED, **shown, note="Ask the board.")
    marks = {
        "fare": fare["id"],
        "lost": rosa.mark("called the figures wrong")["id"],
        "twice": rosa.mark("Nobody was asked before the board met", label="quote")["id"],
        "gone": rosa.mark("on Monday")["id"],
        "given": ravi.mark("asked for a new count")["id"],
        "changed": ravi.mark("the minutes were never published")["id"],
    }
    back = rosa.mark("54 per cent in two years", label="context")
    marks["back"] = rosa.revise(back, **link(fare, "explains"))["id"]
    ravi.submit()
    first = desk.correct(SECOND)
    desk.settle(desk.carry(marks["back"], first).id, Settled.KEPT)
    desk.settle(desk.carry(marks["given"], first).id, Settled.CONFIRMED, by="other_reviewer")
    rosa.remove({"id": marks["gone"], "version": desk.mark(marks["gone"]).version})
    now = {**fare, "version": desk.mark(fare["id"]).version}
    rosa.revise(now, note="Asked.", wording="Fares rose by 54 per cent.")
    late = {**fields_of(TEXT, "The harbour board"), "revision": 1, "shown": 2}
    assert rosa.save(LATE, late).status_code == 201
    second = desk.correct(THIRD, reason="The day was wrong.")
    remarked = desk.carry(marks["lost"], second).id
    desk.settle(remarked, Settled.REMARKED, words=("disagreed",))
    make_article(desk.world.project, TEXT, title="Never corrected")
    return {**marks, "late": LATE}
