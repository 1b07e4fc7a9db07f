"""Asking at a terminal what becomes of articles that are there already."""

from __future__ import annotations

import click

from annotator.audit.models import Actor
from annotator.audit.service import lock_chain
from annotator.db import db, writing
from annotator.imports.answers import Answers
from annotator.imports.clearing import clear
from annotator.imports.queries import (
    Waiting,
    WaitingImport,
    waiting_articles,
    waiting_imports,
)
from annotator.imports.running import Arrival
from annotator.imports.settling import Tell, give_up, settle, settle_one
from annotator.similarity.known import Choice
from annotator.similarity.models import Why
from annotator.similarity.staging import make_staged

#: What may be answered; for one, and with `-all` for all that follow as well.
ANSWERS = {choice.value: choice for choice in (Choice.SKIP, Choice.LINK, Choice.REVISE, Choice.ADD)}
#: Instead of an answer: bring nothing of it in.
WITHDRAW = "withdraw"
_ALL = "-all"


def asked_about(arrival: Arrival) -> bool:
    """Ask about each article of the import that is there already; whether all were settled.

    Where nobody answers, what was settled stays so, and the import waits for the rest.
    """
    project_id, import_id = arrival.plan.project_id, str(arrival.import_id)
    actor = arrival.plan.actor
    try:
        while listed := waiting_articles(project_id, import_id):
            db.session.rollback()
            settle_one(project_id, import_id, _prompted(listed), actor=actor)
    except click.Abort:
        click.echo(
            f"\n{len(listed)} or more articles are there already, and the import waits. Say what "
            f"becomes of them on the page, or with: annotator import {arrival.plan.slug} "
            f"--answer {'|'.join([*ANSWERS, WITHDRAW])}",
            err=True,
        )
        return False
    _correct(import_id, actor)
    return True


def answer_all(project_id: int, answer: str, actor: Actor, tell: Tell) -> int:
    """Give one answer to all that is asked in the project; returns how many articles came in.

    `tell` learns how many answers were carried out, or articles cleared, since it was told last.
    """
    waiting = waiting_imports(project_id)
    db.session.rollback()
    if answer == WITHDRAW:
        for one in waiting:
            _withdraw(project_id, one, actor, tell)
        return 0
    count = settle(project_id, Answers(rest=ANSWERS[answer]), actor=actor, tell=tell)
    for one in waiting:
        _correct(one.id, actor)
    return count


def much_in_all(project_id: int, answer: str) -> int:
    """How much there is to do for this answer in the project."""
    waiting = waiting_imports(project_id)
    db.session.rollback()
    return sum(one.articles if answer == WITHDRAW else one.asked for one in waiting)


def _withdraw(project_id: int, waiting: WaitingImport, actor: Actor, tell: Tell) -> None:
    with writing():
        lock_chain(project_id)
        give_up(project_id, waiting.id, actor=actor)
    there = waiting.articles

    def left(count: int) -> None:
        nonlocal there
        tell(there - count)
        there = count

    clear(waiting.id, actor=actor, tell=left)


def _prompted(listed: list[Waiting]) -> Answers:
    each: dict[str, Choice] = {}
    for one in listed:
        answer = click.prompt(_question(one), type=click.Choice(_possible(one)), err=True)
        if answer.endswith(_ALL):
            return Answers(each, ANSWERS[answer.removesuffix(_ALL)])
        each[one.id] = ANSWERS[answer]
    return Answers(each)


def _possible(one: Waiting) -> list[str]:
    own = [name for name in ANSWERS if name != Choice.REVISE.value or not one.has_work]
    return [*own, *(f"{name}{_ALL}" for name in ANSWERS)]


def _question(one: Waiting) -> str:
    how = {
        Why.SAME_TEXT: "has the same text as",
        Why.SAME_PAGE: f"has the same address, and {one.percent} % of the words, as",
        Why.NEAR: f"has {one.percent} % of the words of",
    }
    return f"“{one.title}” {how[one.why]} “{one.other_title}”"


def _correct(import_id: str, actor: Actor) -> None:
    for _ in make_staged(import_id, actor=actor):
        pass
