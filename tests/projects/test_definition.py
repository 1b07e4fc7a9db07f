"""What a project offers beside its ratings, below everything else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from annotator.projects import queries
from annotator.projects.definition import (
    DEFAULT_DEFINITION,
    LISTS,
    Choice,
    FieldUse,
    Thresholds,
    definition_from_json,
    definition_to_json,
)
from tests.databases import ON_BOTH
from tests.factories import make_project


@pytest.mark.parametrize("name", LISTS)
def test_every_default_entry_has_an_id_of_its_own_and_a_label(name: str) -> None:
    entries = DEFAULT_DEFINITION.offered(name)
    assert entries
    assert len({one.id for one in entries}) == len({one.label for one in entries}) == len(entries)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", one.id) for one in entries)


def test_a_definition_is_read_as_it_was_stored() -> None:
    changed = replace(
        DEFAULT_DEFINITION,
        preset="full_fact",
        flags=(Choice("leak", "Leaked", "Nobody published it."),),
        evidence_fields={**DEFAULT_DEFINITION.evidence_fields, "archive": FieldUse.REQUIRED},
        thresholds=Thresholds(independent_sources=3, short_form=60),
        retired={"flags": DEFAULT_DEFINITION.flags},
    )
    assert definition_from_json(definition_to_json(changed)) == changed


def test_a_retired_entry_is_known_and_not_offered() -> None:
    satire = Choice("satire", "Satire")
    changed = replace(DEFAULT_DEFINITION, flags=(), retired={"flags": (satire,)})
    assert changed.offered("flags") == ()
    assert changed.known("flags") == {"satire": satire}


def test_a_version_of_before_there_were_definitions_offers_the_default() -> None:
    assert definition_from_json(None) == DEFAULT_DEFINITION


@ON_BOTH
def test_a_new_project_names_its_definition_and_its_maker(app: Flask) -> None:
    stored = queries.current_scheme(make_project("climate-desk").id)
    assert stored.definition is not None
    assert definition_from_json(stored.definition) == DEFAULT_DEFINITION
