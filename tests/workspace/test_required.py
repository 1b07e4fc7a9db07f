"""What a project asks of every source is told where it is not said, and never holds work up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.projects.definition import DEFAULT_DEFINITION, EVIDENCE_FIELDS, FieldUse
from annotator.sources.models import Source
from annotator.sources.rules import ASKED
from tests.databases import ON_BOTH
from tests.personas import World
from tests.schemes.scales import draft_of, publish
from tests.workspace.marks import Hand, keys, source


def said(of: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The fields that change one source of a mark."""
    return keys({"sources-0-uuid": of["id"], **{f"sources-0-{k}": v for k, v in fields.items()}})


@ON_BOTH
def test_a_field_that_the_project_requires_is_told_until_the_source_says_it(
    hand: Hand, world: World
) -> None:
    uses = {**EVIDENCE_FIELDS, "publisher": FieldUse.REQUIRED, "primary": FieldUse.REQUIRED}
    publish(world.project, draft_of(definition=replace(DEFAULT_DEFINITION, evidence_fields=uses)))
    mark = hand.mark("The dam", **source("https://example.org/dam", primary="no"))

    assert unsaid(mark) == ["publisher"]
    (of,) = mark["claim"]["sources"]
    whole = hand.revise(mark, **said(of, publisher="Water Office"))
    assert unsaid(whole) == []
    assert unsaid(hand.revise(whole, **said(of, publisher="", primary=""))) == [
        "publisher",
        "primary",
    ]


def unsaid(mark: dict[str, Any]) -> list[str]:
    """The fields that are told to be missing."""
    return [one["field"] for one in mark["claim"]["warnings"] if one["doubt"] == "unsaid"]


def test_every_field_that_a_project_may_require_is_one_that_a_source_can_say() -> None:
    columns = Source.__table__.columns.keys()

    assert ASKED.keys() == EVIDENCE_FIELDS.keys()
    assert {column for each in ASKED.values() for column in each} <= set(columns)
