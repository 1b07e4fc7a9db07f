"""The blueprint, and what its views have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any
from uuid import UUID

from flask import Blueprint, get_template_attribute

from annotator.adjudication.comparing import Item
from annotator.adjudication.presenters.cards import Settled, settled_on
from annotator.adjudication.presenters.links import SaidLink, gold_links
from annotator.adjudication.queries import case_of
from annotator.adjudication.standing import Case
from annotator.errors import NotFound
from annotator.projects.queries import names
from annotator.web.guards import current_project
from annotator.web.sight import current_sight

bp = Blueprint("adjudication", __name__)

CASE = "/projects/<slug>/articles/<uuid:article_id>/adjudication"


def case_at(article_id: UUID) -> Case:
    """The article's case; raises `NotFound`."""
    return case_of(current_project().id, str(article_id))


def open_case_at(article_id: UUID) -> Case:
    """The same where others' work is open to whoever asks; raises `NotFound`."""
    if not current_sight().reads(str(article_id)):
        raise NotFound("There is no such page.")
    return case_at(article_id)


def state_of(case: Case, marks: frozenset[str]) -> dict[str, Any]:
    """How an item stands, and the article with it, as the page's script reads it.

    `version` is None where these marks are no item any more.
    """
    item = case.item_of(marks)
    links = gold_links(case)
    settled = settled_on(case, item, links) if item else None
    return {
        "version": case.version_of(item) if item else None,
        "decision": _told(settled) if settled else None,
        "settled": len(case.differing) - len(case.open_items),
        "total": len(case.differing),
        "case": case.version,
        "finished": case.is_finished,
        # A decision on one item may have given another one's links their other end.
        "links": {one.key: _said(case, one, links) for one in case.items},
    }


def _said(case: Case, item: Item, links: Mapping[str, Sequence[SaidLink]]) -> list[str]:
    words = get_template_attribute("adjudication/_words.html", "link_line")
    decision = case.decision_on(item)
    found = links.get(decision.id, ()) if decision else ()
    return [unescape(str(words(one))).strip() for one in found]


def _told(settled: Settled) -> dict[str, Any]:
    decision = settled.decision
    return {
        "id": decision.id,
        "decision": decision.decision.value,
        "like": settled.like,
        "words": list(settled.words),
        "category": decision.category.value if decision.category else None,
        "reason": decision.reason,
        "by": names(decision.project_id).get(decision.decided_by, ""),
    }
