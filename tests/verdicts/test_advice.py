"""What evidence speaks for, by AVeriTeC's rules."""

from __future__ import annotations

import pytest

from annotator.projects.scheme import DEFAULT_RATINGS, Scheme
from annotator.sources.evidence import Evidence
from annotator.sources.models import AnswerType, Stance
from annotator.verdicts.advice import (
    CONFLICTING,
    NOT_ENOUGH,
    REFUTED,
    SUPPORTED,
    Reason,
    advice_from_evidence,
    rating_for,
)

SUPPORTS, REFUTES, CONTEXT = Stance.SUPPORTS, Stance.REFUTES, Stance.CONTEXT


def answered(stance: Stance | None, question: str | None = None) -> Evidence:
    return Evidence("a", "https://a.example/", counts=True, stance=stance, question=question)


def unanswered(question: str) -> Evidence:
    kind = AnswerType.UNANSWERABLE
    return Evidence("q", None, counts=False, question=question, answer_type=kind)


OPEN = unanswered("Who counted?")


@pytest.mark.parametrize(
    ("evidence", "label", "reason"),
    [
        ([answered(SUPPORTS)], SUPPORTED, Reason.ALL_SUPPORT),
        ([answered(SUPPORTS), answered(CONTEXT), answered(None)], SUPPORTED, Reason.ALL_SUPPORT),
        ([answered(REFUTES)], REFUTED, Reason.ALL_REFUTE),
        ([answered(REFUTES), answered(SUPPORTS)], CONFLICTING, Reason.BOTH_SIDES),
        ([answered(REFUTES), OPEN], REFUTED, Reason.REFUTED_AND_OPEN),
        ([answered(SUPPORTS), OPEN], NOT_ENOUGH, Reason.SUPPORTED_AND_OPEN),
        ([OPEN], NOT_ENOUGH, Reason.NOTHING_SAID),
        ([answered(CONTEXT), OPEN], NOT_ENOUGH, Reason.NOTHING_SAID),
    ],
)
def test_what_the_sources_say_comes_to_a_rating_with_its_reason(
    evidence: list[Evidence], label: str, reason: Reason
) -> None:
    advice = advice_from_evidence(evidence)

    assert advice is not None
    assert (advice.label, advice.reason) == (label, reason)


def test_a_question_that_another_source_answers_is_not_open() -> None:
    advice = advice_from_evidence([unanswered("who  COUNTED?"), answered(SUPPORTS, "Who counted?")])

    assert advice is not None
    assert advice.label == SUPPORTED


@pytest.mark.parametrize("evidence", [[], [answered(CONTEXT)], [answered(None)]])
def test_no_rating_is_proposed_where_nothing_speaks_for_one(evidence: list[Evidence]) -> None:
    assert advice_from_evidence(evidence) is None


def test_what_does_not_count_has_no_voice() -> None:
    article = Evidence("a", "https://a.example/", counts=False, is_article=True, stance=SUPPORTS)

    assert advice_from_evidence([article]) is None


def test_the_advice_names_a_rating_of_the_project_s_own_scale_where_it_has_one() -> None:
    scheme = Scheme(1, 1, {rating.id: rating for rating in DEFAULT_RATINGS})
    advice = advice_from_evidence([answered(REFUTES)])

    assert advice is not None
    assert rating_for(advice, scheme) == scheme.ratings["refuted"]
    assert rating_for(advice, Scheme(1, 1, {})) is None
