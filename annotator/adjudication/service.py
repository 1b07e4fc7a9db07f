"""The rules of adjudication: decisions that add a gold layer, and change nobody's marks."""

from __future__ import annotations

from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

import orjson
from sqlalchemy import select

from annotator.accounts.person import Person
from annotator.adjudication.checks import check
from annotator.adjudication.comparing import Item, differing
from annotator.adjudication.drafts import UNION, DecisionDraft, Outcome
from annotator.adjudication.gold import Gold, golds_of
from annotator.adjudication.layer import finished, resume
from annotator.adjudication.linking import follow
from annotator.adjudication.models import Adjudication, Decision, GoldMark
from annotator.adjudication.proposing import Strategy, propose
from annotator.adjudication.standing import Case
from annotator.annotations.models import Annotation
from annotator.annotations.service import remove_annotation, touch
from annotator.audit.chain import request_hash
from annotator.audit.models import Action, Event
from annotator.audit.service import Change, change_of, record, snapshot
from annotator.clock import now
from annotator.db import db, insert_rows
from annotator.errors import Clause, Conflict, Count, Invalid, NotFound, Stale
from annotator.notifications.models import Kind
from annotator.notifications.service import Notice, notify
from annotator.projects.service import enrol

#: A decision, the marks that it made, and what is told of both.
_Decided = tuple[Adjudication, list[Gold], list[Change]]


class InTheWay(Invalid):
    """An item for which an article is not finished: `key` is its name in the page."""

    def __init__(self, told: Invalid, item: Item) -> None:
        super().__init__(told.sentence, None, **told.values)
        self.key = item.key


def decide(case: Case, draft: DecisionDraft, *, person: Person) -> Adjudication:
    """Settle an item; an earlier decision on it, or on marks of it, is reopened by that.

    The same request again changes nothing and gets the same answer. Raises `Invalid`, `Stale`
    (the item, or what was decided on it, is not what the draft is based on) or `Conflict` (the
    identifier stands for another decision).
    """
    fingerprint = request_hash(draft)
    known = db.session.get(Adjudication, draft.id)
    if known is not None:
        return _repeated(known, case, fingerprint)
    item = case.item_of(draft.marks)
    if item is None or case.version_of(item) != draft.version:
        raise _changed(case)
    check(item, draft)
    enrol(case.article.project_id, person.id, actor=person.actor)
    changes = resume(case.layer)
    for earlier in case.touching(item):
        changes += _reopen(earlier, person)
    decision, golds, made = _decided(case, item, draft, person, fingerprint)
    linked = follow(case, [decision], [gold.annotation for gold in golds], person=person)
    record(case.article.project_id, [*changes, *made, *linked], actor=person.actor)
    return decision


def reopen(case: Case, decision_id: str, version: int, *, person: Person) -> Adjudication:
    """Take a decision back: its marks go out of the gold layer, and the item is open again."""
    decision = next((one for one in case.decisions if one.id == decision_id), None)
    if decision is None:
        raise NotFound("There is no such decision.")
    if decision.reopened_at is not None:
        return decision
    item = case.item_of(orjson.loads(decision.from_ids))
    if item is not None and case.version_of(item) != version:
        raise _changed(case)
    # What it blocked may be linked now, by whoever reopens it.
    enrol(case.article.project_id, person.id, actor=person.actor)
    changes = [*resume(case.layer), *_reopen(decision, person)]
    changes += follow(case, [], [], person=person)
    record(case.article.project_id, changes, actor=person.actor)
    return decision


def finish(case: Case, version: int, *, person: Person) -> None:
    """Say that the gold layer is whole; what everybody agrees on goes into it now.

    Raises `Invalid` while a difference is open, and where fewer than two have submitted.
    """
    if case.is_finished and not case.open_items:
        return
    if len(case.people) < 2:
        raise Invalid("Gold is what two reviewers or more lead to: fewer have submitted this.")
    if case.version != version:
        raise _changed(case)
    left = case.open_items
    if left:
        told = Invalid("Differences that nobody has settled yet: %(left)s.", left=Count(len(left)))
        raise InTheWay(told, left[0])
    enrol(case.article.project_id, person.id, actor=person.actor)
    changes = _agree_on_all(case, person)
    changes.append(finished(case.layer, case.article, person))
    record(case.article.project_id, changes, actor=person.actor)
    article = case.article
    notices = [Notice(Kind.ADJUDICATED, one, article.project_id, article.id) for one in case.people]
    notify(notices, actor=person.actor)


def _agree_on_all(case: Case, person: Person) -> list[Change]:
    """Take into gold what nobody had to decide; raises `InTheWay`."""
    decisions, golds = [], []
    changes: list[Change] = []
    for item in case.items:
        if case.decision_on(item) is None:
            decision, made, told = _agree(case, item, person)
            decisions.append(decision)
            golds += [gold.annotation for gold in made]
            changes += told
    return [*changes, *follow(case, decisions, golds, person=person)]


def _agree(case: Case, item: Item, person: Person) -> _Decided:
    """Take into gold what everybody agrees on; raises `InTheWay` where it cannot be as it is."""
    changes = [change for earlier in case.touching(item) for change in _reopen(earlier, person)]
    try:
        decision, golds, made = _decided(case, item, _agreed(case, item), person, None)
    except Invalid as error:
        start, end = item.marks[0].content[0]
        told = Invalid(
            "Everybody agrees on “%(words)s”, but it cannot be gold as it is: %(why)s; settle it "
            "by hand.",
            words=case.revision.text[start:end],
            why=Clause(error),
        )
        raise InTheWay(told, item) from error
    return decision, golds, [*changes, *made]


def take_up(case: Case, version: int, *, person: Person) -> None:
    """Say that a finished gold layer is not whole; what was decided stays decided."""
    if case.is_finished and case.version != version:
        raise _changed(case)
    record(case.article.project_id, resume(case.layer), actor=person.actor)


def _changed(case: Case) -> Stale:
    return Stale(
        "Somebody changed this meanwhile. What you chose is kept; look at what is there now.", case
    )


def _repeated(known: Adjudication, case: Case, fingerprint: str) -> Adjudication:
    made = select(Event.request_sha256).where(
        Event.project_id == case.article.project_id,
        Event.target == "adjudication",
        Event.target_id == known.id,
        Event.action == Action.ADJUDICATION_SETTLED.value,
    )
    if known.article_id != case.article.id or db.session.scalar(made) != fingerprint:
        raise Conflict("This decision exists already, with other content.")
    return known


def _decided(
    case: Case, item: Item, draft: DecisionDraft, person: Person, fingerprint: str | None
) -> _Decided:
    golds = golds_of(case, item, draft, author=person)
    decision = Adjudication(
        id=draft.id,
        project_id=case.article.project_id,
        article_id=case.article.id,
        from_ids=orjson.dumps(sorted(item.ids)).decode(),
        decision=_kind(item, draft, golds),
        category=draft.category,
        reason=draft.reason or None,
        decided_by=person.id,
        decided_at=now(),
        reopened_by=None,
        reopened_at=None,
        links=draft.picks.links if draft.outcome is Outcome.SETTLE else UNION,
    )
    marks = [_gold_mark(decision, gold) for gold in golds]
    vars(decision)["golds"] = sorted(marks, key=lambda mark: mark.annotation_id)
    _store(decision, golds)
    told = change_of(Action.ADJUDICATION_SETTLED, decision, article_id=case.article.id)
    own = replace(told, request_sha256=fingerprint)
    return decision, golds, [*(change for gold in golds for change in gold.changes), own]


def _gold_mark(decision: Adjudication, gold: Gold) -> GoldMark:
    return GoldMark(
        annotation_id=gold.annotation.id,
        adjudication_id=decision.id,
        project_id=decision.project_id,
    )


def _store(decision: Adjudication, golds: list[Gold]) -> None:
    db.session.flush()
    for gold in golds:
        insert_rows(gold.own_rows)
    insert_rows([decision, *decision.golds])
    for gold in golds:
        insert_rows([*gold.sources, *gold.verdicts])


def _kind(item: Item, draft: DecisionDraft, golds: list[Gold]) -> Decision:
    if draft.outcome is Outcome.DROP:
        return Decision.DROPPED
    if draft.outcome is Outcome.BOTH:
        return Decision.BOTH
    if item.is_agreed and draft.category is None:
        return Decision.AGREED
    made = golds[0].held.marked
    if any(not differing([mark, made])[0] for mark in item.marks):
        return Decision.TAKEN
    words = draft.picks.words
    return Decision(words) if words in {Decision.UNION, Decision.OVERLAP} else Decision.COMBINED


def _agreed(case: Case, item: Item) -> DecisionDraft:
    version = case.version_of(item)
    return DecisionDraft(
        # The same for the same marks in the same state: two who finish at once make one.
        str(uuid5(NAMESPACE_URL, f"{item.key}/{version}")),
        version,
        tuple(sorted(item.ids)),
        Outcome.SETTLE,
        None,
        "",
        propose(item, Strategy.MAJORITY).picks,
    )


def _reopen(decision: Adjudication, person: Person) -> list[Change]:
    if decision.reopened_at is not None:
        return []
    before = snapshot(decision)
    decision.reopened_at, decision.reopened_by = now(), person.id
    changes = [_gold_removed(mark.annotation_id) for mark in decision.golds]
    db.session.flush()
    own = change_of(
        Action.ADJUDICATION_REOPENED, decision, before=before, article_id=decision.article_id
    )
    return [*changes, own]


def _gold_removed(annotation_id: str) -> Change:
    mark = db.session.get_one(Annotation, annotation_id)
    before = snapshot(mark)
    remove_annotation(mark)
    touch(mark)
    db.session.flush()
    return change_of(Action.ANNOTATION_REMOVED, mark, before=before, article_id=mark.article_id)
