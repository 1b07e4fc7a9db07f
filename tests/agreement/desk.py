"""Two reviewers who read the same articles, through the workspace, and submit."""

from __future__ import annotations

from annotator.agreement.jobs import AGREEMENT
from annotator.articles.models import Article
from annotator.config import Config
from annotator.db import db
from annotator.jobs.attempt import Hands
from annotator.jobs.models import Job, State
from annotator.jobs.running import run_job
from tests.conftest import Visit
from tests.factories import make_article
from tests.personas import World
from tests.workspace.marks import TEXT, Hand

WORDS = "The dam holds 40 million litres"
LONGER = "The dam holds 40 million litres, the mayor said."
QUOTE = "“We built it in two years,” she told reporters."


def read_by_two(world: World, visit: Visit, *, articles: int = 2) -> list[Article]:
    """Rosa and Ravi agree on a quote, nearly on a claim, and not on a third mark."""
    made = []
    for _ in range(articles):
        article = make_article(world.project, TEXT, language="en")
        rosa, ravi = (
            Hand(visit(person), world.slug, article.id, TEXT) for person in (world.rosa, world.ravi)
        )
        rosa.mark(WORDS)
        rosa.mark(QUOTE, label="quote")
        rosa.mark("Nobody asked for it.", label="claim")
        ravi.mark(LONGER)
        ravi.mark(QUOTE, label="context")
        for hand in (rosa, ravi):
            assert hand.submit().status_code in (200, 302)
        made.append(article)
    db.session.rollback()
    return made


def reckon_what_was_asked(config: Config) -> None:
    """Do the jobs of agreement that wait."""
    waiting = db.session.query(Job.id).filter_by(kind=AGREEMENT, state=State.QUEUED)
    asked = [key for (key,) in waiting]
    assert asked
    db.session.rollback()
    for key in asked:
        run_job(key, Hands(config))
