"""Kinds of jobs for tests: what they did stands in a list."""

from __future__ import annotations

from typing import Any

from annotator.errors import Busy, Invalid, Words
from annotator.jobs.attempt import Run
from annotator.jobs.kinds import job

#: The payload's word for each time that a job was done.
DONE: list[str] = []
KIND = "test"
#: What the work is to do before its end, by the payload's "how".
TRICKS: dict[str, Any] = {}


def target(result: Any) -> tuple[str, dict[str, Any]]:
    return "articles.index", {"q": result["word"]}


@job(KIND, Words("Test"), subject=lambda payload: str(payload["word"]), target=target)
def work(run: Run) -> dict[str, Any] | None:
    """Do what the payload says, then note its word."""
    word, how = run.payload["word"], run.payload.get("how")
    if how == "refuse":
        raise Invalid("The %(what)s is wrong.", what=Words("title"))
    if how == "break":
        raise RuntimeError("a secret detail")
    if how == "busy":
        raise Busy("The database is busy; try again in a moment.")
    if how in TRICKS:
        TRICKS[how](run)
    run.progress(1, 2)
    with run.completing() as result:
        result["word"] = word
        DONE.append(word)
    return None
