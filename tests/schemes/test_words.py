"""What a project starts with is called in the reader's language; its own names stay."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask_babel import force_locale

from annotator.projects.definition import LISTS, Choice
from annotator.projects.presets import PRESETS
from annotator.projects.scheme import Scheme
from annotator.web.ratings import CLAIM_WORDS, DESCRIPTION_WORDS, EVIDENCE_WORDS, in_words
from tests.conftest import Visit
from tests.personas import World

PLACE = "\u0627\u0644\u0645\u0643\u0627\u0646"


@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_name_and_description_of_a_preset_has_its_words(preset: str) -> None:
    known = {**CLAIM_WORDS, **EVIDENCE_WORDS}
    for name in LISTS:
        for one in PRESETS[preset].definition.offered(name):
            assert str(known[one.label]), one.label
            assert one.description == "" or DESCRIPTION_WORDS[one.description]


def test_roles_and_what_is_said_of_them_are_in_arabic(world: World, visit: Visit) -> None:
    page = visit(world.lead).get(
        f"/projects/{world.slug}/scheme", headers={"Accept-Language": "ar"}
    )
    assert PLACE in page.text
    for english in ("Prior event", "What came before.", "What a word means here."):
        assert english not in page.text


@pytest.mark.usefixtures("app")
def test_names_of_one_s_own_stay_as_they_are(world: World) -> None:
    preset = PRESETS["averitec"]
    own = Choice("harbour", "Harbour talk", "What is said in the harbour.")
    gone = Choice("place", "Place", "Where it was.")
    definition = replace(
        preset.definition, context_roles=(own,), retired={"context_roles": (gone,)}
    )
    scheme = Scheme(1, 1, {one.id: one for one in preset.ratings}, definition)
    with force_locale("ar"):
        known = in_words(scheme).definition.known("context_roles")
    assert known["harbour"] == own
    assert known["place"].label == PLACE
    assert known["place"].description != gone.description
