"""A reason that nobody can see is no reason, wherever one is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.comments.service import check_reason as check_comment_reason
from annotator.comments.service import check_text
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.people.service import deactivate
from annotator.projects.scheme import DEFAULT_RATINGS
from annotator.revisions.planning import check_reason as check_correction_reason
from annotator.schemes.checking import checked_reason
from annotator.shelving.service import archive, move_to_trash
from annotator.text.visible import said
from annotator.training.service import let_pass
from annotator.trash.service import move_to_trash as move_article_to_trash
from annotator.verdicts.service import Missing, missing
from tests.factories import SHELL, make_article
from tests.personas import World
from tests.text.unseen import UNSEEN


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_signs_that_nobody_sees_say_nothing(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم", "👩\u200d🚒", "क्\u200dष", "a\u200b", "?", "…", "١", "\u0301e", "🇮🇪"],
    ids=ascii,
)
def test_what_can_be_seen_stays_as_it_was_written(text: str) -> None:
    assert said(f" \n{text}\t ") == text


def test_nothing_says_nothing() -> None:
    assert said(None) == said("") == ""


@given(st.text(), st.characters(categories=["L", "N", "P", "S"]))
def test_one_letter_is_enough(around: str, letter: str) -> None:
    text = f"{around}{letter}{around}"
    if letter not in "".join(UNSEEN):
        assert said(text) == text.strip()


@pytest.mark.parametrize("reason", UNSEEN, ids=ascii)
def test_no_rule_takes_it_for_a_reason(reason: str) -> None:
    for check in (check_comment_reason, check_text, check_correction_reason, checked_reason):
        with pytest.raises(Invalid):
            check(reason)
    decisive = next(rating for rating in DEFAULT_RATINGS if rating.decisive)
    assert missing(decisive, reason, has_evidence=True) == [Missing.RATIONALE]


def test_nothing_is_put_away_or_closed_for_it(world: World) -> None:
    reason = "\u200b\u2060"
    article = make_article(world.project)
    acts: list[Callable[[], object]] = [
        lambda: archive(world.project_id, reason, actor=SHELL),
        lambda: move_to_trash(world.project_id, "Demonstration desk", reason, actor=SHELL),
        lambda: move_article_to_trash(db.session.merge(article), reason, actor=SHELL),
        lambda: deactivate(world.rosa.id, reason=reason, gives_back=False, actor=SHELL),
        lambda: let_pass(world.project_id, world.rosa.id, reason, actor=SHELL),
    ]
    for act in acts:
        with pytest.raises(Invalid) as refusal, writing():
            act()
        assert refusal.value.field == "reason"
