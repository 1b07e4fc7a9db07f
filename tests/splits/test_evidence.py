"""Evidence that was published after the claim."""

from __future__ import annotations

from annotator.splits.evidence import Dated, dated_sources

SOURCES = [("a", "2026-01-01"), ("b", "2026-01-02"), ("c", "2026-01-03"), ("d", None)]


def test_sources_after_the_day_of_the_claim_are_later_and_those_of_the_day_are_not() -> None:
    assert dated_sources("2026-01-02", "2026-05-01", SOURCES) == Dated("2026-01-02", ("c",), ("d",))


def test_a_claim_without_a_day_has_that_of_its_article() -> None:
    found = dated_sources(None, "2026-01-01", SOURCES)
    assert found == Dated("2026-01-01", ("b", "c"), ("d",))


def test_without_any_day_nothing_can_be_said() -> None:
    assert dated_sources(None, None, SOURCES) == Dated(None, (), ("a", "b", "c", "d"))
