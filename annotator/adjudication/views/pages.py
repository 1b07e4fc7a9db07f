"""The articles to adjudicate, and the screen of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from flask import render_template, request, url_for

from annotator.adjudication.forms import CATEGORY_WORDS, DecisionForm
from annotator.adjudication.presenters.cards import cards_of
from annotator.adjudication.presenters.painting import painted
from annotator.adjudication.proposing import Strategy
from annotator.adjudication.queries import Listed, articles_to_adjudicate, standings_of
from annotator.adjudication.standing import Case
from annotator.adjudication.views.blueprint import CASE, bp, open_case_at
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.projects.workflow import workflow_of
from annotator.web.guards import current_project, requires
from annotator.web.keys import keys_off
from annotator.web.paging import cursor_from, page_of
from annotator.web.ratings import in_words
from annotator.web.sight import current_sight

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article in the list, with how many differences it has and had."""

    listed: Listed
    differences: int
    open: int
    has_begun: bool
    is_finished: bool


@bp.get("/projects/<slug>/adjudication")
@requires(Permission.ADJUDICATE)
def index(slug: str) -> str:
    """Every article with two submissions or more."""
    project = current_project()
    after = cursor_from(request.args.get("after"))
    rows = articles_to_adjudicate(
        project.id, reach=current_sight().reach, after=after, limit=PAGE_SIZE + 1
    )
    page = page_of(rows, lambda row: row.number, PAGE_SIZE)
    here = url_for("adjudication.index", slug=slug)
    return render_template(
        "adjudication/index.html",
        project=project,
        rows=_waiting(page.rows),
        next_url=f"{here}?after={page.next_cursor}" if page.next_cursor else None,
        first_url=here if after else None,
    )


@bp.get(CASE)
@requires(Permission.ADJUDICATE)
def article(slug: str, article_id: UUID) -> str:
    """The screen: the text with everybody's marks, and a card for each difference."""
    case = open_case_at(article_id)
    case = replace(case, scheme=in_words(case.scheme))
    form = DecisionForm(formdata=None)
    form.offer(case.scheme)
    return render_template(
        "adjudication/article.html",
        project=current_project(),
        case=case,
        form=form,
        blocks=painted(case),
        **_cards(case),
        **_people(case),
    )


def _cards(case: Case) -> dict[str, Any]:
    strategy, person = _strategy(case)
    differing, agreed = cards_of(case, strategy, person)
    return {
        "cards": differing,
        "agreed": agreed,
        "strategy": f"{strategy.value}{person or ''}",
        "categories": CATEGORY_WORDS,
        "new_id": lambda: str(uuid4()),
    }


def _people(case: Case) -> dict[str, Any]:
    return {
        "called": _called(case),
        "people": names(current_project().id),
        "keys_off": keys_off(),
    }


def _waiting(rows: Sequence[Listed]) -> list[Waiting]:
    known = standings_of([row.id for row in rows])
    return [
        Waiting(row, len(one.differing), len(one.open_items), bool(one.in_force), one.is_finished)
        for row, one in ((row, known[row.id]) for row in rows)
    ]


def _strategy(case: Case) -> tuple[Strategy, int | None]:
    """The rule of the first proposal, as the address names it: `person2` is the second's marks."""
    asked = request.args.get("proposal", "")
    place = asked.removeprefix(Strategy.PERSON.value)
    places = {str(number): person for number, person in enumerate(case.people, start=1)}
    if place != asked and place in places:
        return Strategy.PERSON, places[place]
    if asked in {Strategy.UNION, Strategy.OVERLAP}:
        return Strategy(asked), None
    return Strategy.MAJORITY, None


def _called(case: Case) -> dict[int, str | None]:
    """The reviewers' names by account, where the project shows them; else nobody is named."""
    if not workflow_of(current_project().id).names_shown:
        return dict.fromkeys(case.people)
    known = names(current_project().id)
    return {person: known.get(person) for person in case.people}
