"""A project of invented articles from which a small model learns what a claim and a verdict is."""

from __future__ import annotations

from datetime import date
from random import Random

from annotator.accounts.models import User
from annotator.assignments.models import State
from annotator.db import db, writing
from annotator.projects.models import Project
from tests.export.sources import source
from tests.export.work import article, mark, review, verdict
from tests.factories import make_member, make_project, make_user

READ, UNREAD = 120, 15

_FOUND = {
    "supported": "Official table agrees on {what}",
    "refuted": "Audit contradicts the figure for {what}",
    "not_enough_evidence": "Nobody has counted {what} yet",
}
_CLAIMS = (
    "Spending on {what} rose by {n} percent in {year}.",
    "There were {n} cases of {what} in {year}.",
    "Since {year}, {what} fell by {n} percent.",
)
_OTHERS = (
    "The hall was quiet when {who} came in 🚆.",
    "Perhaps {who} and {other} will meet again after lunch.",
    "Nobody asked {who} about the garden of {other}.",
    "“Let us wait,” whispered {who} to {other}.",
    "In the evening {who} walked home with {other}.",
)
_SYLLABLES = [first + second for first in "bdfgklmnprst" for second in "aeiou"]
#: How often somebody saw it otherwise than the words would have it.
_OTHERWISE = 0.1


def learnable_project(slug: str) -> Project:
    """Articles that somebody submitted, with two claims each, and some that nobody read."""
    project, reader = make_project(slug), make_user("Rita Reader")
    make_member(project, reader)
    with writing():
        project = db.session.merge(project)
        for number in range(READ + UNREAD):
            _add(project, reader, Random(f"article {number}"), read=number < READ)
    return project


def _add(project: Project, reader: User, random: Random, *, read: bool) -> None:
    claims = [_claim(random) for _ in range(2)]
    others = [_other(random) for _ in range(5)]
    lines = [*(wording for wording, _ in claims), *others]
    random.shuffle(lines)
    text = " ".join(lines[:4]) + "\n\n" + " ".join(lines[4:]) + "\n"
    article_id = article(project, text, language="en", published_on=date(2025, 3, 1))
    if not read:
        return
    review(project, article_id, reader.id, State.SUBMITTED)
    for wording, what in claims:
        # The mark ends before the full stop, as people mark.
        found = mark(project, article_id, reader.id, wording[:-1], wording=wording)
        rating = random.choice(list(_FOUND))
        told = random.choice(list(_FOUND)) if random.random() < _OTHERWISE else rating
        title = _FOUND[told].format(what=what)
        source(found, reader.id, f"https://stats.example.org/{what}", title=title)
        verdict(found, reader.id, rating, 1, "The figures say so.")


def _claim(random: Random) -> tuple[str, str]:
    what = f"{_word(random)} {_word(random)}"
    n, year = random.randrange(2, 90), random.randrange(1990, 2025)
    return random.choice(_CLAIMS).format(what=what, n=n, year=year), what


def _other(random: Random) -> str:
    """A sentence that nobody marks, though some could be."""
    if random.random() < _OTHERWISE:
        return _claim(random)[0]
    return random.choice(_OTHERS).format(who=_word(random).title(), other=_word(random).title())


def _word(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=4))
